/** What data/ refuses, in English. */
export const dataSentences = {
  "row-length": "row {row} has {count} scores, but there are {most} items",
  "score-not-whole": "row {row}, item {item}: {score} is not a whole number from 0 to {highest}",
  "items-alike-named": "there are two items named {item}",
  "scores-no-rows": "{count} scores do not make {persons} rows of {most}",
  "weights-count": "{count} weights for {persons} test takers",
  "weight-negative": "row {row}: the weight {weight} is not a number of 0 or more",
  "row-of-no-group": "row {row}: there is no group {group}",
  "score-above-declared": "item {item}: a score of {score} is above its maximum of {highest}",
  "data-without-item": "the data have no item {item}",
  "booklets-count": "{count} booklets for {persons} test takers",
} as const;
