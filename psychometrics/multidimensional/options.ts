import type {
  CalibratedItem,
  CalibrationOptions,
  ExcludedItem,
  JointCovariance,
} from "../calibrate/calibration.js";
import type { LaidNodes } from "../likelihood/laid-nodes.js";
import type { DesignMatrix } from "../population-model/design-matrix.js";
import type { Message } from "../messages/message.js";

/** A dimension of ability: the items that measure it and no other, and what is to be other than the default. */
export interface MeasuredDimension {
  name: string;
  items: readonly string[];
  /**
   * Mean of the test takers (of several groups, of the first): a value that is held, or `free`. 0 by default, and free where the
   * dimension has anchors.
   */
  mean?: number | "free";
  /**
   * Variance given the regressors (of several groups, in the first): a value that is held, or `free`. 1 by default where all
   * slopes are free, else free.
   */
  variance?: number | "free";
}

/** A covariance between two dimensions, given the regressors, that is held at a value. */
export interface HeldCovariance {
  dimensions: readonly [string, string];
  value: number;
}

/** How the abilities are integrated over. */
export type MultidimensionalQuadrature =
  /** The product of one equally spaced grid for each dimension; so many nodes in each, as `quadrature: nodes` says too. */
  | { method: "grid"; nodes?: number }
  /**
   * Gauss-Hermite nodes laid about each test taker's posterior, in three and four dimensions: so many in each, 7 by default.
   */
  | { method: "adaptive"; nodes?: number }
  /**
   * Quasi-Monte Carlo nodes (scrambled Sobol points) laid about each test taker's posterior, in three and four dimensions:
   * so many in all, a power of 2, by default 2,048. The same seed, by default 1, gives the same result.
   */
  | { method: "quasi-monte-carlo"; nodes?: number; seed?: number };

/** What to fit in several dimensions; what `calibrate` has for items means the same here. */
export interface MultidimensionalOptions extends Omit<
  CalibrationOptions,
  "groups" | "startFrom" | "quadrature" | "widensGrid"
> {
  /** One to four; every item of the data is in one of them. */
  dimensions: readonly MeasuredDimension[];
  /**
   * How to integrate; a number is that of equally spaced nodes in each dimension. By default a product of grids of 61
   * nodes in one and in two dimensions and of 31 in three, and adaptive quadrature of 7 nodes a dimension in four. Grids go from -6 to 6,
   * or as far as `range` says, with as many more nodes as keep their distance; where neither is given and an ability has less
   * than 5 standard deviations on its grid, the estimation goes on with a wider one.
   */
  quadrature?: number | MultidimensionalQuadrature;
  /** Covariances that are held, in every group; all others are estimated. */
  covariances?: readonly HeldCovariance[];
  /**
   * Predictors of ability, a value for every test taker, the same for all dimensions; there is always an intercept, for each
   * group where there are several. Coefficients are common to the groups: a predictor times 1 in a group and 0 in the others
   * gives that group one of its own.
   */
  regressors?: DesignMatrix;
}

/** One item of a calibration in several dimensions. */
export interface MultidimensionalItem extends CalibratedItem {
  dimension: string;
}

/** One dimension of ability as estimated. */
export interface CalibratedDimension {
  name: string;
  /** Calibrated items, and test takers with a response to any of them. */
  itemCount: number;
  personCount: number;
  /**
   * Mean of ability, in the first group where there are several; with regressors, at its weighted means of them, which is the
   * mean of all of it who count.
   */
  mean: number;
  meanStandardError: number | null;
  /**
   * Share of the variance that the regressors explain, in the first group where there are several: var(fitted) / (var(fitted) +
   * residual variance); 0 without them.
   */
  rSquared: number;
  /** Variance of the EAP over that plus the mean squared posterior standard deviation; null where nothing varies. */
  eapReliability: number | null;
}

/** One group's abilities as estimated; rows and columns are in the order of the dimensions. */
export interface DimensionalGroup {
  name: string;
  /** Test takers in it with at least one response to a calibrated item. */
  personCount: number;
  /** With regressors, at the group's weighted means of them. */
  means: number[];
  /** Null where it was held or the information could not be inverted; so for the others. */
  meanStandardErrors: (number | null)[];
  /** With regressors, given these. */
  covariances: number[][];
  covarianceStandardErrors: (number | null)[][];
  /** Ones on the diagonal, which has no standard errors. */
  correlations: number[][];
  correlationStandardErrors: (number | null)[][];
  /** As of a `CalibratedDimension`, over the group's test takers. */
  eapReliabilities: (number | null)[];
  rSquared: number[];
}

/** A regressor's coefficient for one dimension, in the regressor's own units. */
export interface AbilityCoefficient {
  /** `(intercept)` for the mean of ability where every regressor is 0. */
  regressor: string;
  dimension: string;
  /** The group of an intercept where there are several; null for what they have in common. */
  group: string | null;
  estimate: number;
  /** Null where it was fixed or the information could not be inverted. */
  standardError: number | null;
}

/** The result of `calibrateMultidimensional` in plain values, which can be stored as JSON. */
export interface MultidimensionalCalibration {
  items: MultidimensionalItem[];
  excluded: ExcludedItem[];
  dimensions: CalibratedDimension[];
  /** The groups of the data, the reference group first; one where they have none. */
  groups: DimensionalGroup[];
  /** Covariances of the dimensions given the regressors, in the first group, in the order of `dimensions`, with standard errors. */
  covariances: number[][];
  covarianceStandardErrors: (number | null)[][];
  /** The same as correlations; null where a variance and the covariance were all fixed. */
  correlations: number[][];
  correlationStandardErrors: (number | null)[][];
  /** The intercept, or the groups' intercepts, and the regressors, dimension by dimension; empty without regressors. */
  coefficients: AbilityCoefficient[];
  /**
   * The grid of each dimension; and where nodes were laid about the posteriors, which: then likelihoods were read between the
   * nodes of the grid, and it alone was used for those with responses in one or two dimensions.
   */
  quadrature: { count: number; range: number; laid?: LaidNodes };
  /**
   * Where `keepsCovariance` asked for it. The names after the items': `coefficient_DIMENSION_REGRESSOR`,
   * `mean_DIMENSION`, `variance_DIMENSION`, `covariance_DIMENSION_DIMENSION`, with `_GROUP` after them where there are several.
   */
  parameterCovariance?: JointCovariance | null;
  logLikelihood: number;
  logPrior: number;
  parameterCount: number;
  personCount: number;
  aic: number;
  bic: number;
  /** Of EM, over all nodes that it went on with; those of nodes that were given up do not count. */
  cycles: number;
  converged: boolean;
  largestChange: number;
  history: number[];
  notes: Message[];
}

/** A calibration in several dimensions, and what it says of every test taker. */
export interface MultidimensionalResult {
  calibration: MultidimensionalCalibration;
  /** Posterior means (EAP), test takers x dimensions; the prior's for those without responses. */
  means: Float64Array;
  /** Posterior covariances, test takers x dimensions x dimensions. */
  covariances: Float64Array;
}
