import type { CalibratedItem, Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import type { ParameterisedItem } from "../likelihood/tables.js";
import { namedModel } from "../models/index.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import { align, type AlignedData } from "../persons/align.js";
import { abilityGroups, type AbilityCut } from "./ability-groups.js";
import { message, type Message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/** X2 and G2 of one item; all null where they cannot be had, with the reason. */
export interface GroupedFit {
  item: string;
  /** The groups of the calibration whose parameters it has; null for all. */
  groups: string[] | null;
  /** Test takers it rests on, and how many groups of similar ability they were cut into. */
  n: number;
  groupCount: number;
  x2: number | null;
  x2P: number | null;
  g2: number | null;
  g2P: number | null;
  /** Of both. */
  df: number | null;
  /** Cells in which nobody was observed. */
  emptyCells: number;
  reason: Message | null;
}

/** How test takers are grouped, and what is expected of a group. */
export interface GroupedFitOptions {
  /** 10 by default, as Yen has it. */
  groupCount?: number;
  /** `ties` by default. */
  cut?: AbilityCut;
  /** The mean of the group's own probabilities (Yen's, the default), or the probability at its mean ability (mirt's). */
  expected?: "mean" | "at-mean";
}

/**
 * X2 and G2 of every item over groups of test takers of similar ability: X2 = sum of (O - E)^2 / E, which with ten groups
 * is Yen's Q1 (1981), and G2 = 2 sum of O log(O / E) (McKinley & Mills, 1985), on as many degrees of freedom as groups
 * times categories less one, less the item's estimated parameters. Weights count as frequencies. A cell in which nobody
 * was observed adds nothing to G2.
 *
 * The item's own response is part of the ability that groups are made by, and estimates err, so that both are too large
 * where the model holds, far too large on tests of fewer than some 20 items: S-X2 and PV-Q1 (`plausibleQ1`) do not
 * suffer from it. mirt's `itemfit` has cut "ranks" and expectation "at-mean"; its G2 takes a degree of freedom off for
 * each of the `emptyCells`. By "ranks" tied test takers are told apart by the order of the file.
 *
 * @param abilities of the test takers in the order of the data, such as their EAP, taken to eight decimals; those without
 *   a finite one are left out.
 * @throws {RangeError} as `align`, and where there is not one ability for each test taker or the number of groups is not 2
 *   or more.
 *
 * Yen, W. M. (1981). Using simulation results to choose a latent trait model. Applied Psychological Measurement, 5(2),
 * 245-262.
 * McKinley, R. L., & Mills, C. N. (1985). A comparison of several goodness-of-fit statistics. Applied Psychological
 * Measurement, 9(1), 49-57.
 */
export function groupedFit(
  calibration: Calibration,
  data: ResponseData,
  abilities: ArrayLike<number | null>,
  options: GroupedFitOptions = {},
): GroupedFit[] {
  if (abilities.length !== data.personCount)
    throw new Refusal("abilities-count", { count: abilities.length, persons: data.personCount });
  return groupedFitOf(calibration, align(calibration, data), data.weights, abilities, options);
}

/** The same for data already brought together with the calibration. */
export function groupedFitOf(
  calibration: Calibration,
  { patterns, items }: AlignedData,
  allWeights: Float64Array,
  abilities: ArrayLike<number | null>,
  { groupCount = 10, cut = "ties", expected = "mean" }: GroupedFitOptions,
): GroupedFit[] {
  if (!(Number.isInteger(groupCount) && groupCount >= 2))
    throw new Refusal("few-ability-groups", { count: groupCount });
  const rounded = Float64Array.from(abilities, (theta) =>
    theta === null ? NaN : Math.round(theta * decimals) / decimals,
  );
  const order = byAbility(rounded, allWeights);
  const all = {
    thetas: new Float64Array(order.length),
    weights: new Float64Array(order.length),
    categories: new Int32Array(order.length),
  };
  return calibration.items.map((item, i) => {
    let n = 0;
    for (const p of order) {
      const category = patterns.responses[patterns.personPattern[p] * items.length + i];
      if (category < 0) continue;
      all.thetas[n] = rounded[p];
      all.weights[n] = allWeights[p];
      all.categories[n++] = category;
    }
    const thetas = all.thetas.subarray(0, n);
    const weights = all.weights.subarray(0, n);
    const categories = all.categories.subarray(0, n);
    const groups = abilityGroups(thetas, weights, groupCount, cut);
    const cells = cellsOf(items[i], { thetas, weights, categories, groups }, expected);
    return {
      item: item.item,
      groups: item.groups,
      n,
      groupCount: cells.length,
      ...compare(cells, estimatedCount(calibration, item, i)),
    };
  });
}

/** Patterns of one sum score have one ability under the Rasch model, which rounding tells apart in the last digits. */
const decimals = 1e8;

/** Test takers who count and have an ability, lowest first, tied ones in the order of the data. */
function byAbility(rounded: Float64Array, weights: Float64Array): Int32Array {
  const known: number[] = [];
  rounded.forEach((theta, p) => {
    if (weights[p] > 0 && Number.isFinite(theta)) known.push(p);
  });
  return Int32Array.from(known).sort((a, b) => rounded[a] - rounded[b] || a - b);
}

interface Respondents {
  thetas: Float64Array;
  weights: Float64Array;
  categories: Int32Array;
  groups: Int32Array;
}

interface Cells {
  observed: Float64Array;
  expected: Float64Array;
}

function cellsOf(
  { model, categories: count, parameters }: ParameterisedItem,
  { thetas, weights, categories, groups }: Respondents,
  how: "mean" | "at-mean",
): Cells[] {
  const cells: Cells[] = [];
  const at = new Float64Array(count);
  for (let first = 0; first < groups.length;) {
    let last = first;
    let total = 0;
    let mean = 0;
    const observed = new Float64Array(count);
    const expected = new Float64Array(count);
    for (; last < groups.length && groups[last] === groups[first]; last++) {
      total += weights[last];
      mean += weights[last] * thetas[last];
      observed[categories[last]] += weights[last];
      if (how === "at-mean") continue;
      model.probabilities(thetas[last], parameters, at);
      for (let k = 0; k < count; k++) expected[k] += weights[last] * at[k];
    }
    if (how === "at-mean") {
      model.probabilities(mean / total, parameters, at);
      for (let k = 0; k < count; k++) expected[k] = total * at[k];
    }
    cells.push({ observed, expected });
    first = last;
  }
  return cells;
}

/** The item's own estimated parameters; one that items share counts for each of them. */
function estimatedCount({ covariance }: Calibration, item: CalibratedItem, i: number): number {
  if (covariance) return covariance.places[i].filter((place) => place >= 0).length;
  if (item.isAnchored) return 0;
  return item.parameters.length - (namedModel(item.model).slope === "one" ? 1 : 0);
}

function compare(
  cells: readonly Cells[],
  estimated: number,
): Pick<GroupedFit, "x2" | "x2P" | "g2" | "g2P" | "df" | "emptyCells" | "reason"> {
  const emptyCells = cells.reduce((sum, { observed }) => sum + observed.filter((n) => n === 0).length, 0);
  const none = { x2: null, x2P: null, g2: null, g2P: null, df: null, emptyCells };
  if (cells.length === 0) return { ...none, reason: message("nobody-with-ability") };
  let x2 = 0;
  let g2 = 0;
  let df = -estimated;
  for (const { observed, expected } of cells) {
    df += observed.length - 1;
    observed.forEach((count, k) => {
      if (!(expected[k] > 0)) return;
      x2 += (count - expected[k]) ** 2 / expected[k];
      if (count > 0) g2 += 2 * count * Math.log(count / expected[k]);
    });
  }
  if (!(df > 0)) return { ...none, reason: message("few-degrees-of-freedom") };
  const p = (value: number) => chiSquareUpperTail(Math.max(0, value), df);
  return { x2, x2P: p(x2), g2, g2P: p(g2), df, emptyCells, reason: null };
}
