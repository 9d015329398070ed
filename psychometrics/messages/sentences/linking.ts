/** What linking/ refuses, in English. */
export const linkingSentences = {
  "item-not-in-base": "item {item} is not in the base calibration",
  "item-not-in-other": "item {item} is not in the calibration to be linked",
  "no-common-items": "the two calibrations have no item in common",
  "models-differ":
    "item {item} was calibrated by the {first} in the base calibration but by the {second} in the other; leave it out of the common items",
  "scores-differ":
    "item {item} has the scores {scores} in the base calibration but {others} in the other; leave it out of the common items",
  "parameters-no-numbers": "item {item}: its parameters are not all numbers",
  "link-error-few-items": "a link error needs at least 2 common items, not {count}",
  "jackknife-few-units":
    "a jackknife leaves out one unit at a time, so it needs at least 2 units, not {count}",
  "common-items-without-unit":
    "none of the common items has a unit; name the units of the items that both have",
  "link-error-few-countries": "a robust link error needs at least 2 countries, not {count}",
  "trend-without-error": "a trend needs a standard error above 0",
  "no-weighted-value": "there is no value with a weight above 0",
  "unknown-link-method": "{name} is no way to link; take one of {names}",
  "link-one-difficulty":
    "mean-sigma linking needs the spread of at least two difficulties, and there is one; take another method or more common items",
  "link-slope-impossible":
    "{name} linking gives a slope of {value}: the common items are too few or too alike; take a characteristic curve method",
  "link-without-minimum":
    "{name} linking finds no closest curves: the slope runs off to {value}; leave out items with negative or very small slopes, or take another method",
  "item-without-difficulty": "item {item} has a slope of zero and so no difficulty; leave it out",
  "slopes-not-positive": "geometric means need positive slopes; leave out the items with others",
  "robust-few-items": "robust linking needs at least 3 common items, not {count}",
  "no-robust-cutoff": "{value} is no bound of a robust z; give a number of 0 or more",
  "no-robust-share": "{value} is no share of the common items; give a number from 0 to 1",
  "histogram-shifted": "a histogram cannot be shifted, only stretched; calibrate with normal distributions",
  "no-scale-constants":
    "a scale is transformed by a positive slope and an intercept, not by {slope} and {intercept}",
  "normal-weights-unknown":
    "normal weights need a mean and a positive standard deviation, not {mean} and {value}",
  "twice-in-base": "the base calibration has two items named {item}",
  "twice-in-other": "the other calibration has two items named {item}",
} as const;
