/** What routing/ refuses, in English. */
export const routingSentences = {
  "testlet-empty": "testlet {testlet} has no items",
  "no-start-with": "the test does not begin with testlet {testlet}",
  "no-step-after": "after {names}: there is no step",
  "population-spread": "the population needs a mean and a standard deviation above 0, not {mean} and {value}",
  "no-items-for-cuts": "{where}: there are no items to take cut scores from",
  "cut-scale":
    "{where}: the scale needs a positive slope and a number as intercept, not {slope} and {intercept}",
  "abilities-not-rising": "{where}: the abilities must rise, not be {least} and {most}",
  "no-score-between":
    "{where}: no whole score lies between the expected {least} and {most}; take more items, or abilities further apart",
  "low-cut-range": "{where}: the low cut {value} is not a whole score from {least} to {most}",
  "high-cut-range": "{where}: the high cut {value} is not a whole score from the low cut {least} to {most}",
  "hard-not-better":
    "{where}: the hard testlets do not become more informative than the easy ones between the abilities where each is best; give cuts by abilities or proportions",
  "no-step-before": "{where}: there is no step for the testlets before",
  "design-without-start": "the design has no testlet to begin with",
  "testlet-twice": "{where}: testlet {testlet} would come twice",
  "step-unreached": "{where}: no step leads here",
  "step-leads-nowhere": "{where}: a step needs an easy and a hard testlet to lead to",
  "routing-score-range": "{where}: a score of {score} is not from 0 to {highest}",
  "two-steps": "{where}: there are two steps",
  "step-with-empty-testlet": "{where}: testlet {testlet} has no items",
  "no-cuts": "{where}: it has no cut scores, and there is no rule to make them by",
  "shares-range": "{where}: the shares {least} and {most} must be above 0 and leave some in between",
  "few-scores-for-levels": "{where}: fewer than three scores cannot be low, medium and high",
  "nobody-comes": "{where}: nobody of the population comes here",
  "easy-probability": "the probability of the easy testlet at level {level} is {value}, not from 0 to 1",
  "testlet-without-items": "testlet {testlet} has no items to simulate responses to",
  "after-testlets": "after {names}",
  "testlet-without-points":
    "{where}: a highest score of {highest} gives testlet {testlet} {count} {count|point|points}",
  "testlet-points-differ":
    "{where}: a highest score of {highest} gives testlet {testlet} {count} {count|point|points}, but elsewhere it has {most}",
} as const;
