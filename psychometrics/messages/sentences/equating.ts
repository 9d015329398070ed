/** What equating/ refuses, in English. */
export const equatingSentences = {
  "form-not-rising":
    "item {item} has a slope of {slope}, so that the form's scores do not rise with ability; leave it out",
  "form-categories-not-rising":
    "item {item} has the category slopes {slopes}, which do not rise with the score, so that the form's scores do not rise with ability; leave it out",
  "anchors-differ":
    "the anchor goes up to {value} in one group and to {highest} in the other; it must be the same items",
  "weight-range": "a weight goes from 0 to 1, not {value}",
  "anchor-score-of-one-group":
    "the anchor score {score} occurs in one group only, so that frequencies cannot be estimated; take chained equating",
  "few-replications": "a bootstrap needs at least 2 replications, not {count}",
  "samples-without-anchor": "most bootstrap samples lack an anchor score; take chained equating",
  "ability-variance-not-positive": "a variance of ability must be above 0",
  "degree-range": "the degree is a whole number from 1 to {most}, not {degree}",
  "few-scores-for-degree": "too few different scores occur for a polynomial of degree {degree}",
  "degree-not-fitted":
    "a polynomial of degree {degree} could not be fitted to these scores; take a lower one",
  "sum-score-not-whole": "row {row}: a score of {score} is not a whole number from 0 to {highest}",
  "nobody-with-score": "there is nobody with a score and a weight above 0",
  "count-negative": "the score {score} is there {value} {value|time|times}; a count is a number of 0 or more",
  "counts-all-zero": "all counts are 0",
  "form-from-empty": "the form to equate from has no items",
  "form-to-empty": "the form to equate to has no items",
  "group-lists-differ": "group {number}: the lists of scores and weights are not equally long",
  "group-scores-not-whole":
    "group {number}, row {row}: scores of {score} and {anchor} are not whole numbers up to {highest} and {most}",
  "group-weightless": "group {number} has nobody with a weight above 0",
} as const;
