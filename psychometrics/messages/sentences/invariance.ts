/** What invariance/ refuses, and which calibration is under way, in English. */
export const invarianceSentences = {
  "invariance-one-group": "invariance between groups needs two groups or more; the data have one",
  "no-threshold": "{value} is no threshold; give an RMSD above 0",
  "no-whole-number": "{name} is {value}; give a whole number of 1 or more",
  "invariance-of-parameters":
    "item {item}: invariance is given up for whole items, so single unique parameters are no start for it",
  "invariance-of-held":
    "item {item}: its {parameter} is held in {groups} alone, but invariance finds out which groups have parameters together; hold it in all groups, or do not hold it",
  "invariance-of-anchors":
    "item {item}: an anchor is for {groups} alone, but invariance finds out which groups have parameters together; give one anchor for all groups, or none",
  "fit-round": "round {number}, items with parameters of their own: {count}",
  "fit-round-to-end": "round {number} to its end, items with parameters of their own: {count}",
} as const;
