/** What a population model says of its regression, in English. */
export const populationModelSentences = {
  "column-constant": "it is the same for everybody",
  "column-repeats": "it repeats {name}",
  "column-made-up": "those before it make it up",
  "predictor-left-out": "Predictor {name} was left out: {reason}.",
  "persons-without-responses":
    "{count} test takers have no responses: they do not count in the regression, and their plausible values are drawn from it.",
  "variance-collapsed":
    "The variance of {dimension} given the predictors fell to {variance}: beyond them the responses tell no test taker from another, and plausible values repeat what the regression predicts.",
  "regression-not-converged":
    "The regression stopped after {cycles} cycles without converging; its last cycle moved a coefficient by {change}.",
  "errors-of-known-abilities":
    "The standard errors of the regression are those of known abilities: the responses narrow nobody's posterior in some direction.",
} as const;
