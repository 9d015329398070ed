/** Why a survey's estimate, standard error or test cannot be had, or shown, in English. */
export const surveySentences = {
  "no-persons": "there are no persons",
  weightless: "the weights of the {count} persons are all 0",
  "no-data": "no data to compute it from",
  "no-data-in-a-replicate": "in some replicate nobody is left to compute it from",
  "in-replicate": "in replicate {replicate} {reason}",
  "values-alike": "the values are the same for everybody",
  "one-of-two-alike": "one of the two is the same for everybody",
  "nobody-with-predictors": "nobody has a weight and all predictors",
  "predictor-constant": "the predictor {name} is the same for everybody",
  "predictor-follows": "the predictor {name} follows from {names}, so their effects cannot be told apart",
  "no-estimate-of-one": "one of the two has no estimate",
  "no-standard-error-of-one": "one of the two has no standard error",
  "standard-error-zero": "its standard error is 0, so there is no test",
  "few-persons": "{count} persons that count, and results are reported from {least} on",
  "few-units": "{count} sampling units, and results are reported from {least} on",
} as const;
