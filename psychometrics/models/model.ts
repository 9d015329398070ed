/**
 * An item as reports and other programs give it: the slope a_k and the intercept d_k of each category above 0, that is
 * log P(k) / P(0) = a_k theta + d_k for steps and the log-odds of P(X >= k) for thresholds; and a lower asymptote.
 */
export interface CategoryForm {
  slopes: readonly number[];
  intercepts: readonly number[];
  /** The lower asymptote c itself; 0 where it is left out. */
  lowerAsymptote?: number;
}

/**
 * What is expected of the responses to items by a model whose log-odds are linear in ability: all that the items'
 * expected log-likelihood depends on, whatever their parameters.
 */
export interface CategorySums {
  /** Items x nodes: expected number of responses to the item at each node. */
  totals: Float64Array;
  /** Item x category rows: the number of responses in the category. */
  responses: Float64Array;
  /** Item x category rows: the sum of the abilities expected of those who gave the response. */
  abilities: Float64Array;
}

/**
 * What the calibration engine, the person estimators and the fit statistics need to know
 * about an item response model, and nothing more.
 *
 * An item has `K` categories, numbered 0 to K - 1. Its parameters are one flat vector in slope-intercept form,
 * logits with D = 1, so that one EM engine serves every model. Every function fills arrays it is handed
 * and allocates none: they run once per item, per quadrature node, per cycle.
 */
export interface ItemModel {
  readonly name: string;

  /** How difficulties are made from intercepts: steps b_k = (d_(k-1) - d_k) / a, or thresholds b_k = -d_k / a. */
  readonly difficultyForm: "steps" | "thresholds";

  /** True when the last parameter is the log-odds of a lower asymptote. */
  readonly hasLowerAsymptote: boolean;

  /** True when the slopes of the categories are each their own, not the multiples of one slope or one slope for all. */
  readonly hasCategorySlopes: boolean;

  /** True when log P(k) / P(0) = a_k theta + d_k, with the a_k and d_k of `toCategoryForm`. */
  readonly hasLinearLogOdds: boolean;

  /** Fill the slope and the intercept of each category above 0. Both are linear in the parameters. */
  toCategoryForm(parameters: ArrayLike<number>, slopes: Float64Array, intercepts: Float64Array): void;

  /** The parameters behind slopes and intercepts: the way back from `toCategoryForm`. */
  fromCategoryForm(form: CategoryForm): number[];

  /** The parameters' names in order, as reports print them. */
  parameterNames(categories: number): string[];

  /** Fill `out[k]` with P(X = k | theta); `out.length` is the number of categories. */
  probabilities(theta: number, parameters: Float64Array, out: Float64Array): void;

  /** Fill `out[k]` with the derivative of P(X = k | theta) in theta, given the probabilities. */
  thetaDerivatives(parameters: Float64Array, probabilities: Float64Array, out: Float64Array): void;

  /** Fill `out[k]` with the second derivative of P(X = k | theta) in theta, given the probabilities. */
  thetaSecondDerivatives(parameters: Float64Array, probabilities: Float64Array, out: Float64Array): void;

  /**
   * Add to `gradient` the derivative, in each parameter, of the sum over k of counts[k] * log P(X = k | theta):
   * one quadrature node's share of the item's M-step.
   */
  addGradient(
    theta: number,
    parameters: Float64Array,
    counts: Float64Array,
    probabilities: Float64Array,
    gradient: Float64Array,
  ): void;

  /**
   * Add to `information` (row by row, as many rows as parameters) `count` times the Fisher information
   * that one response at theta carries about the parameters.
   */
  addInformation(
    theta: number,
    parameters: Float64Array,
    count: number,
    probabilities: Float64Array,
    information: Float64Array,
  ): void;

  /**
   * Only for models whose log-odds are linear in ability, `log P(k) / P(0) = a_k theta + d_k` with a_k and d_k linear
   * in the parameters: add gradient and information of an item's M-step for all nodes at once, and return the sum over
   * nodes q and categories k of counts * log P(X = k | node q). In such a model that sum is concave in the parameters
   * and `addInformation` is its exact curvature, so that a short Newton step can be taken without a second look; and of
   * the counts it depends on these sums alone.
   *
   * @param item the item's place in the sums, and `row` that of its first category.
   */
  addGridSums?(
    nodes: Float64Array,
    sums: CategorySums,
    item: number,
    row: number,
    parameters: Float64Array,
    gradient: Float64Array,
    information: Float64Array,
  ): number;
}
