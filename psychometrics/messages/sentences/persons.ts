/** Why a test taker has no finite estimate, in English. */
export const personsSentences = {
  "no-responses": "there are no responses",
  "likelihood-rises-up": "the likelihood is highest at the highest ability",
  "likelihood-rises-down": "the likelihood is highest at the lowest ability",
  "no-maximum": "there is no maximum within {range} {range|logit|logits}",
  "calibration-without-group": "the calibration knows no group {group}",
  "item-not-calibrated": "item {item} was not calibrated",
} as const;
