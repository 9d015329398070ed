import type { Patterns } from "../likelihood/patterns.js";
import { equallySpacedNodes, normalMass } from "../numeric/quadrature.js";
import type { Population } from "../population/population.js";
import { stretch, type ItemSetup, type Layout } from "./layout.js";

/** A grid of equally spaced nodes from -range to range, in logits. */
export interface Grid {
  count: number;
  range: number;
}

/** Where nothing else is named. */
export const usualGrid: Grid = { count: 61, range: 6 };

/**
 * So many standard deviations of a normal group are to be on the grid. With 5, the EAP of the ablest of a hard test is off by
 * 0.05 of its standard deviation; with 4 by 0.25, and with 2.4 the group's own by a sixth.
 */
export const reachMin = 5;
/** So many are on a grid that is made wider. */
export const reachMade = 6;
/** Shares of the likelihood that the grid's sums may be off by, on average. */
const errorMax = 1e-3;
/** The furthest that a grid is made to reach. */
export const rangeMax = 60;
const countMax = 961;
const informationSpacing = 0.1;
/** So many booklets tell how narrow posteriors are. */
const bookletsMax = 100;

/** What a grid is to hold: the groups' distributions, and the test takers' posteriors under the items' parameters. */
export interface OnGrid {
  layout: Layout;
  population: Population;
  patterns: Patterns;
}

/** How many standard deviations of a group are on the grid, at its nearer end. */
export function reachOf({ mean, variance }: { mean: number; variance: number }, { range }: Grid): number {
  return (range - Math.abs(mean)) / Math.sqrt(variance);
}

/** How precisely test takers are known: precisions, the inverse of posterior variances, and the share of test takers with each. */
interface Precisions {
  precisions: Float64Array;
  shares: Float64Array;
}

/** From the information of the items presented and the groups' variances, over the groups' distributions. */
function precisionsOn({ layout, population, patterns }: OnGrid, range: number): Precisions {
  const nodes = equallySpacedNodes(2 * Math.ceil(range / informationSpacing) + 1, range);
  const information = layout.items.map((item, i) =>
    itemInformation(item, stretch(layout, layout.values, i), nodes),
  );
  const { booklets, bookletStarts, weights } = patterns;
  const stride = Math.ceil(booklets.count / bookletsMax);
  const seen = Math.ceil(booklets.count / stride);
  const precisions = new Float64Array(seen * nodes.length);
  const shares = new Float64Array(seen * nodes.length);
  let total = 0;
  for (let n = 0, at = 0; n < booklets.count; n += stride, at += nodes.length) {
    // What is said of a group at the end of what can be told is no estimate.
    if (population.atBound(booklets.groups[n]).length > 0) continue;
    const { mean, variance } = population.moments(booklets.groups[n]);
    let weight = 0;
    for (let k = bookletStarts[n]; k < bookletStarts[n + 1]; k++) weight += weights[k];
    const ofBooklet = precisions.subarray(at, at + nodes.length).fill(1 / variance);
    for (let k = booklets.itemStarts[n]; k < booklets.itemStarts[n + 1]; k++)
      for (let q = 0; q < nodes.length; q++) ofBooklet[q] += information[booklets.items[k]][q];
    const mass = shares.subarray(at, at + nodes.length);
    normalMass(nodes, mean, variance, mass);
    for (let q = 0; q < nodes.length; q++) mass[q] *= weight;
    total += weight;
  }
  if (total > 0) for (let k = 0; k < shares.length; k++) shares[k] /= total;
  return { precisions, shares };
}

function itemInformation(
  { model, categories }: ItemSetup,
  parameters: Float64Array,
  nodes: Float64Array,
): Float64Array {
  const probabilities = new Float64Array(categories);
  const derivatives = new Float64Array(categories);
  return nodes.map((node) => {
    model.probabilities(node, parameters, probabilities);
    model.thetaDerivatives(parameters, probabilities, derivatives);
    let information = 0;
    for (let k = 0; k < categories; k++)
      if (probabilities[k] > 1e-300) information += derivatives[k] ** 2 / probabilities[k];
    return information;
  });
}

/**
 * How far sums over nodes a distance h apart are from the integrals, as a share of a test taker's likelihood, on average: were a
 * posterior the normal of variance V, it were 2 exp(-2 pi^2 V / h^2) (Poisson's summation).
 */
function errorOf({ precisions, shares }: Precisions, spacing: number): number {
  const rate = (-2 * Math.PI ** 2) / spacing ** 2;
  return shares.reduce((sum, share, k) => sum + share * Math.min(1, 2 * Math.exp(rate / precisions[k])), 0);
}

/** How far a grid's sums are from the integrals, as a share of a test taker's likelihood on average; null where it does not matter. */
export function coarseness(on: OnGrid, grid: Grid): number | null {
  const error = errorOf(precisionsOn(on, grid.range), spacingOf(grid));
  return error > errorMax ? error : null;
}

function spacingOf({ count, range }: Grid): number {
  return (2 * range) / (count - 1);
}

/** Whether too little of a group is on a grid, and a wider one would hold more: its mean and variance are no bounds of this one. */
export function isCut(moments: { mean: number; variance: number }, grid: Grid): boolean {
  const isAtEdge = Math.abs(moments.mean) >= grid.range || moments.variance >= (2 * grid.range) ** 2;
  return !isAtEdge && reachOf(moments, grid) < reachMin;
}

/**
 * The grid to take in place of one that turned out too narrow for the groups' distributions or too coarse for the test
 * takers' posteriors; null where it will do, or where a group's masses at the nodes are what is estimated.
 */
export function betterGrid(on: OnGrid, grid: Grid): Grid | null {
  const { population } = on;
  const groups = Array.from({ length: population.groupCount }, (_, g) => g);
  if (groups.some((g) => population.shape(g) !== "normal")) return null;
  let spacing = spacingOf(grid);
  let steps = (grid.count - 1) / 2;
  for (const g of groups) {
    const moments = population.moments(g);
    if (!isCut(moments, grid)) continue;
    const wanted = Math.min(rangeMax, Math.abs(moments.mean) + reachMade * Math.sqrt(moments.variance));
    steps = Math.max(steps, Math.ceil(wanted / spacing));
  }
  const range = Number((steps * spacing).toPrecision(12));
  const precisions = precisionsOn(on, range);
  while (errorOf(precisions, spacing) > errorMax && 4 * steps + 1 <= countMax) {
    steps *= 2;
    spacing /= 2;
  }
  return 2 * steps + 1 > grid.count ? { count: 2 * steps + 1, range } : null;
}
