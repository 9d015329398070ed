import { normalMass } from "../numeric/quadrature.js";
import type { PreparedItem } from "../linking/form.js";
import { sumScoreDistribution } from "../persons/score-table.js";
import { equipercentile, type EquatedScore } from "./equipercentile.js";
import {
  blankGradient,
  eachDerivative,
  equatingError,
  type EquatingGradient,
  type LinkedForms,
} from "./irt-equating.js";
import { Refusal } from "../messages/refusal.js";

/** A normal distribution of ability. */
export interface NormalAbility {
  mean: number;
  variance: number;
}

/** The population on which observed scores are equated: a mixture of the two groups. */
export interface SyntheticPopulation {
  /** The group that took `from`, on the base scale; N(0, 1) by default. */
  from?: NormalAbility;
  /** The group that took `to`, on the scale of its own calibration; N(0, 1) by default. */
  to?: NormalAbility;
  /** The weight of the first group; 0.5 by default. */
  fromWeight?: number;
}

const nodeCount = 121;
const reach = 6;
const constantStep = 1e-5;

/**
 * IRT observed-score equating (Lord, 1980; Kolen & Brennan, 2014, ch. 6): the distributions of sum scores that the model
 * expects on both forms in one population, by Lord & Wingersky's recursion, equated by equipercentiles.
 *
 * Standard errors carry the sampling of the item parameters of both forms and of the link; the groups' distributions are
 * taken as known on their own scales (Ogasawara, 2003).
 *
 * @throws {RangeError} for a weight outside 0 to 1 or a variance that is not positive.
 */
export function equateObservedScores(
  forms: LinkedForms,
  population: SyntheticPopulation = {},
): EquatedScore[] {
  const { from = { mean: 0, variance: 1 }, to = { mean: 0, variance: 1 }, fromWeight = 0.5 } = population;
  if (!(fromWeight >= 0 && fromWeight <= 1)) throw new Refusal("weight-range", { value: fromWeight });
  if (!(from.variance > 0) || !(to.variance > 0)) throw new Refusal("ability-variance-not-positive");
  const grid = new Grid(forms, from, to, fromWeight);
  const fromShares = grid.sharesOf(forms.from, "base", forms.constants);
  const toShares = grid.sharesOf(forms.to, "other", forms.constants);
  const { equivalents, inFrom, inTo } = equipercentile(fromShares, toShares);
  const gradients = forms.sensitivity ? gradientsOf(forms, grid, inFrom, inTo) : null;
  return Array.from(equivalents, (equivalent, score) => ({
    score,
    equivalent,
    standardError: gradients ? equatingError(forms, gradients[score]) : null,
  }));
}

/** The quadrature of the mixture. It stays where it is while the constants are moved for derivatives. */
class Grid {
  private readonly nodes: Float64Array;
  private readonly groups: { from: NormalAbility; to: NormalAbility; fromWeight: number };

  constructor({ constants }: LinkedForms, from: NormalAbility, to: NormalAbility, fromWeight: number) {
    this.groups = { from, to, fromWeight };
    const moved = this.moved(constants);
    const ends = [from, moved].flatMap(({ mean, variance }) => [
      mean - reach * Math.sqrt(variance),
      mean + reach * Math.sqrt(variance),
    ]);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    this.nodes = Float64Array.from(
      { length: nodeCount },
      (_, q) => low + ((high - low) * q) / (nodeCount - 1),
    );
  }

  private moved({ slope, intercept }: LinkedForms["constants"]): NormalAbility {
    const { mean, variance } = this.groups.to;
    return { mean: slope * mean + intercept, variance: slope ** 2 * variance };
  }

  /** The expected shares of sum scores on a form in the mixture. */
  sharesOf(
    items: readonly PreparedItem[],
    scale: "base" | "other",
    constants: LinkedForms["constants"],
  ): Float64Array {
    const { nodes } = this;
    const { from, fromWeight } = this.groups;
    const moved = this.moved(constants);
    const mass = new Float64Array(nodeCount);
    const ofTo = new Float64Array(nodeCount);
    normalMass(nodes, from.mean, from.variance, mass);
    normalMass(nodes, moved.mean, moved.variance, ofTo);
    for (let q = 0; q < nodeCount; q++) mass[q] = fromWeight * mass[q] + (1 - fromWeight) * ofTo[q];
    const place = (theta: number) =>
      scale === "base" ? theta : (theta - constants.intercept) / constants.slope;
    const distribution = sumScoreDistribution(
      items.map((item) => ({ probabilities: table(item, nodes, place), scoreValues: item.scoreValues })),
      nodeCount,
    );
    return Float64Array.from({ length: distribution.length / nodeCount }, (_, score) => {
      let share = 0;
      for (let q = 0; q < nodeCount; q++) share += mass[q] * distribution[score * nodeCount + q];
      return share;
    });
  }
}

function table(item: PreparedItem, nodes: Float64Array, place: (theta: number) => number): Float64Array {
  const categories = item.scoreValues.length;
  const out = new Float64Array(categories * nodeCount);
  const at = new Float64Array(categories);
  nodes.forEach((node, q) => {
    item.model.probabilities(place(node), item.parameters, at);
    for (let k = 0; k < categories; k++) out[k * nodeCount + q] = at[k];
  });
  return out;
}

function gradientsOf(
  forms: LinkedForms,
  grid: Grid,
  inFrom: readonly Float64Array[],
  inTo: readonly Float64Array[],
): EquatingGradient[] {
  const gradients = inFrom.map(() => ({
    direct: blankGradient(forms.calibrations),
    inSlope: 0,
    inIntercept: 0,
  }));
  const { constants } = forms;
  eachDerivative(
    forms.from,
    () => Array.from(grid.sharesOf(forms.from, "base", constants)),
    (place, change) => gradients.forEach((own, s) => (own.direct.base[place] += dot(inFrom[s], change))),
  );
  eachDerivative(
    forms.to,
    () => Array.from(grid.sharesOf(forms.to, "other", constants)),
    (place, change) => gradients.forEach((own, s) => (own.direct.other[place] += dot(inTo[s], change))),
  );
  for (const name of ["slope", "intercept"] as const) {
    const at = (sign: number) => {
      const moved = { ...constants, [name]: constants[name] + sign * constantStep };
      return [grid.sharesOf(forms.from, "base", moved), grid.sharesOf(forms.to, "other", moved)];
    };
    const [above, below] = [at(1), at(-1)];
    const [ofFrom, ofTo] = above.map((shares, side) =>
      Array.from(shares, (share, score) => (share - below[side][score]) / (2 * constantStep)),
    );
    gradients.forEach((own, s) => {
      own[name === "slope" ? "inSlope" : "inIntercept"] = dot(inFrom[s], ofFrom) + dot(inTo[s], ofTo);
    });
  }
  return gradients;
}

function dot(a: Float64Array, b: readonly number[]): number {
  return a.reduce((sum, value, n) => sum + value * b[n], 0);
}
