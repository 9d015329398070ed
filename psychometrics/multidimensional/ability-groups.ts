import type { ScaledDesignMatrix } from "../population-model/design-matrix.js";
import { Abilities, type AbilityPrior, type AbilitySetup, type CaseMoments } from "./abilities.js";
import type { Cases } from "./cases.js";
import { LatentRegression, type GroupedRegressors } from "./latent-regression.js";

/**
 * The distributions of abilities in all groups: each a normal one of its own, about what regressors, whose coefficients the
 * groups have in common, say of each test taker.
 */
export class AbilityGroups implements AbilityPrior {
  readonly groups: readonly Abilities[];
  readonly size: number;
  readonly regression: LatentRegression | null;
  private readonly groupOf: Int32Array;
  /** For each group the weights of its cases, and zeros for the others'. */
  private readonly weights: Float64Array[];

  /**
   * @param setups of the groups, in order.
   * @param cases the groups of which are places among these.
   */
  constructor(setups: readonly AbilitySetup[], cases: Cases, regressors: GroupedRegressors | null) {
    const { groups, weights, seen } = cases;
    this.groups = setups.map((setup) => new Abilities(setup));
    this.size = setups[0].size;
    this.groupOf = groups;
    this.weights = setups.map((_, g) =>
      weights.map((weight, n) => (groups[n] === g && seen[n] > 0 ? weight : 0)),
    );
    this.regression = regressors && new LatentRegression(regressors, this.size, cases);
  }

  /** The regressors, where there are any. */
  get design(): ScaledDesignMatrix | null {
    return this.regression?.regressors.design ?? null;
  }

  /** How many coefficients of regressors there are in all dimensions together: the first of the parameters. */
  get coefficientCount(): number {
    return this.regression?.coefficients.length ?? 0;
  }

  /** How many parameters are estimated. */
  get freeCount(): number {
    return this.groups.reduce((sum, { freeCount }) => sum + freeCount, this.coefficientCount);
  }

  /** The place of a group's first parameter among all of them. */
  firstOf(g: number): number {
    return this.groups.slice(0, g).reduce((sum, { freeCount }) => sum + freeCount, this.coefficientCount);
  }

  covarianceOf(g: number): Float64Array {
    return this.groups[g].covariance;
  }

  fillMeans(out: Float64Array): void {
    const { size, groups, regression } = this;
    if (regression) regression.fillShifts(out);
    else out.fill(0);
    this.groupOf.forEach((g, n) => {
      const { means } = groups[g];
      for (let d = 0; d < size; d++) out[n * size + d] += means[d];
    });
  }

  /** The M-step: the coefficients given the covariances, then each group's means and covariance given these. */
  maximize(moments: CaseMoments): void {
    const { regression } = this;
    let { means } = moments;
    if (regression) {
      regression.maximize(
        moments,
        this.groups.map((group) => group.precision()),
      );
      const shifts = new Float64Array(means.length);
      regression.fillShifts(shifts);
      means = means.map((mean, n) => mean - shifts[n]);
    }
    this.groups.forEach((group, g) => group.maximize({ ...moments, means, weights: this.weights[g] }));
  }

  /** The free parameters: the coefficients of the regressors, then group by group. */
  parameters(): Float64Array {
    const own = this.groups.flatMap((group) => [...group.parameters()]);
    return Float64Array.from([...(this.regression?.coefficients ?? []), ...own]);
  }

  /** Take free parameters. */
  setParameters(values: Float64Array): void {
    let from = this.coefficientCount;
    if (this.regression) this.regression.coefficients = values.slice(0, from);
    for (const group of this.groups) {
      group.setParameters(values.subarray(from, from + group.freeCount));
      from += group.freeCount;
    }
  }

  /**
   * What adds the derivatives of a case's log-likelihood in the free parameters, times `weight`, to `out`; the parameters must
   * not change meanwhile.
   */
  scorer(
    { means, covariances }: CaseMoments,
    fitted: Float64Array,
  ): (n: number, weight: number, out: Float64Array) => void {
    const { size, design } = this;
    const precisions = this.groups.map((group) => group.precision());
    const firsts = this.groups.map((_, g) => this.firstOf(g));
    const gaps = new Float64Array(size);
    const pulls = new Float64Array(size);
    const count = design?.names.length ?? 0;
    return (n, weight, out) => {
      const g = this.groupOf[n];
      const group = this.groups[g];
      const precision = precisions[g];
      for (let d = 0; d < size; d++) gaps[d] = means[n * size + d] - fitted[n * size + d];
      for (let d = 0; d < size; d++) {
        pulls[d] = 0;
        for (let e = 0; e < size; e++) pulls[d] += precision[d * size + e] * gaps[e];
        for (let j = 0; j < count && design; j++)
          out[d * count + j] += weight * pulls[d] * design.columns[j * design.personCount + n];
      }
      const own = out.subarray(firsts[g], firsts[g] + group.freeCount);
      const covariance = covariances.subarray(n * size * size, (n + 1) * size * size);
      group.addScore(covariance, gaps, pulls, precision, weight, own);
    };
  }
}
