/** How ability is distributed in one group: a mass at every node of the grid, and how that follows from the posterior. */
export interface GroupDistribution {
  readonly name: string;
  readonly shape: "normal" | "histogram";

  /** The names of the parameters that the information matrix has rows for. */
  readonly freeNames: readonly string[];

  /** How many parameters are estimated, for information criteria. */
  readonly parameterCount: number;

  /** How many numbers `freeParameters` has: those that the accelerator moves. */
  readonly stateLength: number;

  /** The mass at the nodes, which sums to one. The array is the distribution's own: read it only. */
  readonly mass: Float64Array;

  moments(): { mean: number; variance: number };

  /** The M-step: what fits best the posterior mass gathered at the nodes. */
  update(posteriorMass: Float64Array): void;

  /** Write the free parameters, on a scale without bounds, to `out`. */
  freeParameters(out: Float64Array): void;

  setFreeParameters(values: Float64Array): void;

  /** Those of `freeNames` that ended at the most or the least that the grid can tell: they are held there. */
  atBound(): string[];

  /** Whether the mirror image of the distribution is one that it may be: not where a mean other than 0 is held. */
  readonly canTurn: boolean;

  /** Become the mirror image, ability counted the other way round. */
  turn(): void;

  /** d log mass / d parameter at the nodes, for each of `freeNames`. */
  logMassDerivatives(): Float64Array[];

  /**
   * Minus the second derivatives, in the parameters of `freeNames`, of the sum over nodes of posteriorMass * log mass,
   * row by row.
   */
  information(posteriorMass: Float64Array): Float64Array;
}
