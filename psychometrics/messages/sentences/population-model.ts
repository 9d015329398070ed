/** What a population model says of its regression, in English. */
export const populationModelSentences = {
  "column-constant": "it is the same for everybody",
  "column-repeats": "it repeats {name}",
  "column-made-up": "those before it make it up",
  "predictor-left-out": "Predictor {name} was left out: {reason}.",
  "persons-without-responses":
    "{count} {count|test taker has no responses and does not count in the regression: plausible values|test takers have no responses: they do not count in the regression, and their plausible values} are drawn from it.",
  "variance-collapsed":
    "The variance of {dimension} given the predictors fell to {variance}: beyond them the responses tell no test taker from another, and plausible values repeat what the regression predicts.",
  "predictor-all-right":
    "All test takers whose {name} is {value} have every response to {dimension} right (the highest score), so nothing bounds its coefficient from above: what it comes to is where the regression stopped, and so are their abilities and plausible values. Leave the predictor out, or put its category together with another.",
  "predictor-all-wrong":
    "All test takers whose {name} is {value} have every response to {dimension} wrong (the lowest score), so nothing bounds its coefficient from below: what it comes to is where the regression stopped, and so are their abilities and plausible values. Leave the predictor out, or put its category together with another.",
  "draws-concentrated":
    "{percent} % of the plausible values were chosen among 64 candidates with weights that come to fewer than {least}: those posteriors are far from what proposes the candidates, and the values follow them only roughly. Compare them with draws from normal distributions.",
  "regression-not-converged":
    "The regression stopped after {cycles} {cycles|cycle|cycles} without converging; its last cycle moved a coefficient by {change}.",
  "errors-of-known-abilities":
    "The standard errors of the regression are those of known abilities: the responses narrow nobody's posterior in some direction.",
  "interaction-of-no-variable": "there is no background variable {name} for an interaction",
  "variables-alike-named": "there are two background variables named {name}",
  "variable-length":
    "background variable {name} has {count} {count|value|values} for {persons} {persons|test taker|test takers}",
  "variable-no-number": "background variable {name}, row {row}: {value} is not a number; null says missing",
  "design-length":
    "{count} {count|value does|values do} not make {most} {most|predictor|predictors} of {persons} {persons|test taker|test takers}",
  "predictor-no-number": "row {row}, predictor {name}: {value} is not a number",
  "nobody-counts": "no test taker has both a response and a weight above 0",
  "coefficients-many":
    "{count} {count|coefficient|coefficients} cannot be estimated from {persons} {persons|test taker|test takers}; take fewer predictors or components",
  "dimension-unanswered": "no test taker responded to any item of dimension {dimension}",
  "no-dimensions": "there are no dimensions",
  "item-not-in-data": "item {item} is not in the data",
  "plausible-values-count": "the number of plausible values is from 1 to 10,000, not {count}",
  "ids-count": "{count} {count|id|ids} for {persons} {persons|test taker|test takers}",
  "ids-alike": "two test takers have the id {name}",
  "quadrature-dimensions": "quadrature is for up to 4 dimensions, not {count}; take laplace",
  "grid-dimensions": "a fixed grid is for one dimension, not {count}; take quadrature",
  "residual-covariance-singular": "the residual covariance of the dimensions is not positive definite",
  "share-of-variance": "a share of variance is above 0 and at most 1, not {value}",
  "column-constant-weighted": "column {name} is the same for all test takers with a weight; leave it out",
  "dimensions-inseparable":
    "dimensions cannot be told apart given the predictors: {pairs}; take those of a pair as one dimension",
  "dimensions-nearly-one":
    "Given the predictors, dimensions can hardly be told apart: {pairs}. Take those of a pair as one dimension, or read their plausible values as nearly the same.",
  "pair-of-dimensions": "{first} and {second} correlate by {value}",
  "dimensions-dependent":
    "the dimensions {names} cannot be told apart given the predictors: one of them follows from the others, though no two correlate by {least}; take fewer dimensions",
  "dimension-without-variance":
    "the variance of {dimension} given the predictors fell to 0, so that no test taker differs from another beyond them; take fewer predictors",
  "all-right":
    "every response to the items of {dimension} is right (the highest score), so nothing bounds the mean ability from above and there are no plausible values; leave these test takers out, or take them together with others whose responses differ",
  "all-wrong":
    "every response to the items of {dimension} is wrong (the lowest score), so nothing bounds the mean ability from below and there are no plausible values; leave these test takers out, or take them together with others whose responses differ",
} as const;
