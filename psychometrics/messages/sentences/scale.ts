/** What scale/ refuses, in English. */
export const scaleSentences = {
  "category-unknown": "item {item} has categories 1 to {highest}, not {category}",
  "response-probability-range": "a response probability is between 0 and 1, not {value}",
  "weights-and-groups":
    "there {count|is|are} {count} {count|weight|weights}, but groups of {persons} {persons|person|persons}",
  "nobody-weighted-in-group": "nobody has a weight above 0 in a group",
  "no-scale": "the values do not vary, or nobody has a weight: no scale can be set",
} as const;
