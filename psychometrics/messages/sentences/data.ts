/** What data/ refuses, in English. */
export const dataSentences = {
  "row-length":
    "row {row} has {count} {count|score|scores}, but there {most|is|are} {most} {most|item|items}",
  "score-not-whole": "row {row}, item {item}: {score} is not a whole number from 0 to {highest}",
  "items-alike-named": "there are two items named {item}",
  "scores-no-rows": "{count} {count|score does|scores do} not make {persons} {persons|row|rows} of {most}",
  "weights-count": "{count} {count|weight|weights} for {persons} {persons|test taker|test takers}",
  "weight-negative": "row {row}: the weight {weight} is not a number of 0 or more",
  "row-of-no-group": "row {row}: there is no group {group}",
  "score-above-declared": "item {item}: a score of {score} is above its maximum of {highest}",
  "data-without-item": "the data have no item {item}",
  "booklets-count": "{count} {count|booklet|booklets} for {persons} {persons|test taker|test takers}",
} as const;
