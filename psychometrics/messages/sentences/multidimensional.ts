/** What a calibration of several dimensions says beside what one of one dimension says, in English. */
export const multidimensionalSentences = {
  "posteriors-narrow":
    "The posteriors are narrow for {nodes} {nodes|node|nodes} a dimension: likelihoods may be off by {percent} % on average; take more nodes (quadrature).",
  "laid-nodes-few":
    "The nodes laid about the posteriors are few: likelihoods may be off by {percent} % on average; take more of them, or a product of grids (quadrature).",
  "laid-nodes-given-up":
    "Adaptive quadrature does not do for these data, whose posteriors are far from normal; the product of grids was taken, which takes longer.",
  "fit-on-grid": "once more, on the product of grids",
  "grid-cuts-posteriors":
    "Dimension {dimension}: the grid from -{range} to {range} cuts the posteriors of {count} {count|response pattern|response patterns}; take a larger range.",
  "covariance-at-edge":
    "The covariance of the dimensions is at the edge of what the grid can tell (smallest eigenvalue {floor}): two dimensions are nearly one, or test takers hardly differ in one; take more nodes (quadrature), or fewer dimensions. Standard errors take it as known.",
  "covariance-at-edge-in-group":
    "The covariance of the dimensions in group {group} is at the edge of what the grid can tell (smallest eigenvalue {floor}): two dimensions are nearly one, or test takers hardly differ in one; take more nodes (quadrature), or fewer dimensions. Standard errors take it as known.",
  "variance-at-edge-of-one":
    "The variance of the dimension is at the edge of what the grid can tell ({floor}): test takers do not differ enough to tell. Standard errors take it as known.",
  "variance-at-edge-of-one-in-group":
    "The variance of the dimension in group {group} is at the edge of what the grid can tell ({floor}): test takers do not differ enough to tell. Standard errors take it as known.",
  "persons-silent":
    "{count} {count|test taker has no responses and does not count: the EAP is|test takers have no responses: they do not count, and their EAP is} the mean that the model expects.",
  "of-item": "{item}: {reason}",
  "dimension-uncalibrated":
    "dimension {dimension} has no item that can be calibrated ({reasons}); leave the dimension out, or give it other items",
  "regressor-idle": "the regressor {name} says nothing of its own: {reason}; leave it out",
  "item-twice-in-dimension":
    "item {item} is twice in dimension {dimension}; an item measures one dimension here",
  "item-in-two-dimensions":
    "item {item} is in dimension {first} and in {second}; an item measures one dimension here",
  "group-without-dimension":
    "nobody of group {group} has responses in {dimension}, so its abilities there cannot be estimated; leave the group out of the data, or calibrate the dimension by itself",
  "nobody-in-both-dimensions":
    "nobody has responses in both {first} and {second}, so their covariance cannot be estimated; hold it (covariances), or calibrate the two by themselves",
  "nobody-of-group-in-both":
    "nobody of group {group} has responses in both {first} and {second}, so their covariance cannot be estimated; hold it (covariances), or calibrate the two by themselves",
  "laid-nodes-in-few-dimensions":
    "{name} quadrature is for three and four dimensions, not {count}: there the grid is exact and costs little; leave the method out",
  "adaptive-nodes":
    "adaptive quadrature takes {least} to {most} {most|node|nodes} in each dimension, not {value}; 7 are the default",
  "quasi-monte-carlo-nodes":
    "quasi-Monte Carlo takes a power of 2 from {least} to {most} as its number of nodes, not {value}; 2048 is the default",
  "quasi-monte-carlo-seed": "a seed is a whole number from 0 to 2^53 - 1, not {value}",
  "dimensions-count": "a calibration has 1 to {most} {most|dimension|dimensions}, not {count}",
  "regressor-constant-in-groups":
    "the regressor {name} is the same for everybody within each group, so the groups' means say what it would; leave it out",
  "dimensions-alike-named": "two dimensions are named {dimension}",
  "dimension-without-items": "dimension {dimension} has no items",
  "dimension-mean-no-number": 'dimension {dimension}: {value} is no mean; give a number or "free"',
  "dimension-variance-not-positive":
    'dimension {dimension}: {value} is no variance; give a number above 0 or "free"',
  "dimension-of-no-item": "dimension {dimension} names item {item}, which the data do not have",
  "item-in-no-dimension": "item {item} is in no dimension; name it in one, or leave it out of the data",
  "covariance-of-no-dimension": "a covariance names dimension {dimension}; the dimensions are {names}",
  "covariance-with-itself":
    "a covariance of {dimension} with itself is its variance: give it with the dimension",
  "covariance-twice": "the covariance of {names} is held twice",
  "covariance-no-number": "the covariance of {names}: {value} is not a number",
  "regressor-missing":
    "the abilities were regressed on {name}; give its value for every test taker (regressors)",
  "regressor-empty": "row {row}: the regressor {name} has no value; every test taker needs one",
  "regressors-alike-named": "there are two regressors named {name}",
  "regressor-unfilled":
    "row {row}: the regressor {name} has no value; every test taker needs one: fill it in and add a regressor that marks where, or leave the row out",
  "regressors-many":
    "{count} {count|coefficient|coefficients} in each dimension cannot be estimated from {persons} {persons|test taker|test takers}; take fewer regressors",
  "held-covariances-singular":
    "the variances and covariances that are held leave a dimension less variance than the grid can tell ({floor}); hold other values, or take more nodes (quadrature)",
} as const;
