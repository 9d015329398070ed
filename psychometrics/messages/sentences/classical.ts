/** What classical test theory says of its statistics, in English. */
export const classicalSentences = {
  "reliability-few-persons": "Fewer than two test takers have the responses that it rests on.",
  "reliability-few-items": "Reliability needs at least two items.",
  "item-hardly-presented": "Item {item} was presented to fewer than two test takers: leave it out.",
  "pair-hardly-presented":
    "Items {first} and {second} were presented together to fewer than two test takers, so they have no covariance: analyse booklets one by one.",
  "items-alike": "All did the same on {items}: standardized alpha, lambda 6 and omega need items that vary.",
  "kuder-richardson-binary": "KR-20 and KR-21 are for right-or-wrong items; alpha is their general form.",
  "no-error-of-one-sum":
    "Test takers have different items, so there is no standard error of one sum score, and no interval of alpha.",
  "level-no-probability": "a confidence level lies between 0 and 1, not at {value}",
  "parts-count": "{count} {count|part was|parts were} given for {most} {most|item|items}; name one for each",
} as const;
