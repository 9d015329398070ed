/**
 * What the calibration engine needs to know about how ability is distributed: how much mass each group has at
 * each quadrature node, and how that follows from the posterior. Group 0 is the reference group.
 */
export interface Population {
  readonly groupCount: number;

  /** The names of the free parameters that the information matrix has rows for, as reports print them. */
  readonly freeNames: readonly string[];

  /** How many parameters are estimated, for information criteria: more than `freeNames` where masses are free. */
  readonly parameterCount: number;

  /** A group's mean and variance. */
  moments(group: number): { mean: number; variance: number };

  /** Whether a group is a normal distribution or has a free mass at every node. */
  shape(group: number): "normal" | "histogram";

  /** A group's prior mass at the nodes, which sums to one. The array is the population's own: read it only. */
  mass(group: number): Float64Array;

  /** The M-step: the free parameters that fit best the posterior mass gathered at the nodes, one array per group. */
  update(posteriorMass: readonly Float64Array[]): void;

  /** The free parameters on a scale without bounds, for the accelerator. */
  freeParameters(): Float64Array;

  /** Take free parameters on that same scale. */
  setFreeParameters(values: Float64Array): void;

  /** The names, of a group's free parameters, that ended at the most or the least that the grid can tell. */
  atBound(group: number): string[];

  /** Whether ability may be counted the other way round in every group: not where a mean other than 0 is held. */
  readonly canTurn: boolean;

  /** Count ability the other way round: every group becomes its mirror image. */
  turn(): void;

  /** The free parameters of a group: for each its place in `freeNames`, and d log mass / d parameter at the nodes. */
  logMassDerivatives(group: number): { place: number; atNodes: Float64Array }[];

  /**
   * Add to `information` (as many rows as free parameters) the negative second derivatives of the sum over nodes
   * of posteriorMass * log mass.
   */
  addInformation(group: number, posteriorMass: Float64Array, information: Float64Array): void;
}
