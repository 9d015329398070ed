/** Why differential functioning cannot be told, or a test of it is not to be trusted, and which calibration is under way, in English. */
export const difSentences = {
  "no-common-stratum": "no stratum has test takers of both groups",
  "scores-alike-in-strata": "scores do not vary within the strata",
  "scores-alike": "its scores do not vary",
  "one-group-presented": "only one group was presented it",
  "match-alike": "the match does not vary",
  "scores-separated": "the match or the group separates its scores",
  "no-common-score":
    "at no score of the other items do both groups have more than {least} {least|test taker|test takers} whose scores on it vary",
  "group-without-complete": "one of the groups has nobody who responded to every item",
  "few-matching-items": "fewer than two matching items are left",
  "scores-separated-by-product": "the product of match and group separates its scores",
  "not-calibrated": "it could not be calibrated",
  "is-anchor": "it is an anchor, whose parameters are given",
  "differs-already": "it has parameters of its own in some groups already",
  "none-of-its-own": "it has no parameters of its own in {groups}: {reason}",
  "own-not-converged": "the calibration with parameters of its own did not converge",
  "slope-bound":
    'its slope is held, or shared with other items, and cannot be freed: the test of both is that of the intercepts alone, "uniform"',
  "intercepts-bound":
    "its intercepts are held, or shared with other items, and cannot be freed: the test of both is that of the other parameters",
  "some-bound":
    "its slope or its lower asymptote is held, or shared with other items, and cannot be freed: the non-uniform test is of what is left",
  "maximum-missed":
    "a calibration with more parameters of its own ended {difference} below the one with fewer (twice the log-likelihood), so it did not reach its maximum; the test counts as 0 and is not to be trusted",
  "fit-all-equal": "all items the same in every group",
  "fit-item-free": "item {item} free in each group (item {number} of {count})",
  "fit-intercepts-free": "item {item}, its difficulties alone free in each group (item {number} of {count})",
  "fit-item-equal": "item {item} the same in every group, without {groups} (item {number} of {count})",
  "several-reasons": "{reasons}",
  "one-group-only": "differential functioning needs at least two groups",
  "sums-incomparable":
    'test takers were presented different items, whose sums cannot be compared in one logistic regression ("logistic"); match on shares ("match": "share"), or on abilities where these can be chosen',
  "few-strata": "strata are at least 2, not {count}",
  "match-count":
    "there {count|is|are} {count} {count|number|numbers} to match on, but {persons} {persons|test taker|test takers}",
  "bias-few-items": "a test for bias needs at least three items, not {count}",
  "groups-alike": "the reference and the focal group are both {group}",
} as const;
