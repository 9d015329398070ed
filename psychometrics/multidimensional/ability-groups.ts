import type { ScaledDesignMatrix } from "../population-model/design-matrix.js";
import { Abilities, type AbilityPrior, type AbilitySetup, type CaseMoments } from "./abilities.js";
import type { Cases } from "./cases.js";

/** The distributions of abilities in all groups: each a normal one of its own. Regressors go with one group only. */
export class AbilityGroups implements AbilityPrior {
  readonly groups: readonly Abilities[];
  readonly size: number;
  private readonly groupOf: Int32Array;
  /** For each group the weights of its cases, and zeros for the others'. */
  private readonly weights: Float64Array[];

  /**
   * @param setups of the groups, in order.
   * @param cases the groups of which are places among these.
   */
  constructor(setups: readonly AbilitySetup[], { groups, weights, seen }: Cases) {
    this.groups = setups.map((setup) => new Abilities(setup));
    this.size = setups[0].size;
    this.groupOf = groups;
    this.weights = setups.map((_, g) =>
      weights.map((weight, n) => (groups[n] === g && seen[n] > 0 ? weight : 0)),
    );
  }

  /** The regressors, where there is one group and it has any. */
  get design(): ScaledDesignMatrix | null {
    return this.groups[0].design;
  }

  /** How many parameters are estimated. */
  get freeCount(): number {
    return this.groups.reduce((sum, { freeCount }) => sum + freeCount, 0);
  }

  /** The place of a group's first parameter among those of all groups. */
  firstOf(g: number): number {
    return this.groups.slice(0, g).reduce((sum, { freeCount }) => sum + freeCount, 0);
  }

  covarianceOf(g: number): Float64Array {
    return this.groups[g].covariance;
  }

  fillMeans(out: Float64Array): void {
    if (this.groups.length === 1) this.groups[0].fillMeans(out);
    else this.groupOf.forEach((g, n) => out.set(this.groups[g].means, n * this.size));
  }

  /** The M-step, group by group. */
  maximize(moments: CaseMoments): void {
    this.groups.forEach((group, g) => group.maximize({ ...moments, weights: this.weights[g] }));
  }

  /** The free parameters, group by group. */
  parameters(): Float64Array {
    return Float64Array.from(this.groups.flatMap((group) => [...group.parameters()]));
  }

  /** Take free parameters. */
  setParameters(values: Float64Array): void {
    let from = 0;
    for (const group of this.groups) {
      group.setParameters(values.subarray(from, from + group.freeCount));
      from += group.freeCount;
    }
  }

  /**
   * What adds the derivatives of a case's log-likelihood in the free parameters, times `weight`, to `out`; the parameters must
   * not change meanwhile.
   */
  scorer(moments: CaseMoments, fitted: Float64Array): (n: number, weight: number, out: Float64Array) => void {
    const precisions = this.groups.map((group) => group.precision());
    const firsts = this.groups.map((_, g) => this.firstOf(g));
    return (n, weight, out) => {
      const g = this.groupOf[n];
      const group = this.groups[g];
      const own = out.subarray(firsts[g], firsts[g] + group.freeCount);
      group.addScore(moments, fitted, precisions[g], n, weight, own);
    };
  }
}
