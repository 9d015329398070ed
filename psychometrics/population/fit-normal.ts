import { normalMass } from "../numeric/quadrature.js";

/** One group's normal distribution, and which of its two parameters are estimated. */
export interface NormalGroup {
  name: string;
  mean: number;
  variance: number;
  isMeanFree: boolean;
  isVarianceFree: boolean;
}

/** The least variance a grid can tell: with a standard deviation of half the distance between nodes. */
export function varianceFloor(nodes: Float64Array): number {
  return ((nodes[1] - nodes[0]) / 2) ** 2;
}

/** The largest variance a grid can tell: with a standard deviation of its whole width the distribution is flat on it. */
export function varianceMax(nodes: Float64Array): number {
  return (nodes[nodes.length - 1] - nodes[0]) ** 2;
}

/** The largest mean a grid can tell: beyond its end nobody is seen whom it could be the mean of. */
export function meanMax(nodes: Float64Array): number {
  return nodes[nodes.length - 1];
}

/** A mean within what a grid can tell. */
export function withinGrid(mean: number, nodes: Float64Array): number {
  return Math.min(meanMax(nodes), Math.max(-meanMax(nodes), mean));
}

const updateStepsMax = 50;

/**
 * The normal on the grid is an exponential family in (x - c) and (x - c) squared, c being the posterior's mean:
 * its likelihood is concave in their coefficients alpha = (mean - c) / variance and beta = -1 / (2 variance),
 * and its maximum is where the family's moments are the posterior's. Newton's method gets there in a few steps.
 */
export function fitMoments(
  nodes: Float64Array,
  group: NormalGroup,
  posterior: Float64Array,
  mass: Float64Array,
): void {
  if (!group.isMeanFree && !group.isVarianceFree) return;
  const total = sum(posterior);
  if (!(total > 0)) return;
  if (group.isMeanFree) {
    group.mean = 0;
    for (let q = 0; q < nodes.length; q++) group.mean += (posterior[q] / total) * nodes[q];
  }
  // About the mean itself the two moments hardly lean on each other, however narrow the distribution is.
  const centre = group.mean;
  let first = 0;
  let second = 0;
  for (let q = 0; q < nodes.length; q++) {
    const distance = nodes[q] - centre;
    first += (posterior[q] / total) * distance;
    second += (posterior[q] / total) * distance * distance;
  }
  if (group.isVarianceFree) group.variance = bounded(second, nodes);

  for (let step = 0; step < updateStepsMax; step++) {
    normalMass(nodes, group.mean, group.variance, mass);
    const now = momentsAbout(nodes, mass, centre);
    const gapFirst = group.isMeanFree ? first - now[1] : 0;
    const gapSecond = group.isVarianceFree ? second - now[2] : 0;
    if (Math.abs(gapFirst) < 1e-12 && Math.abs(gapSecond) < 1e-12) break;
    const move = newtonMove(group, now, gapFirst, gapSecond);
    // At the floor all mass is at a node or two, and there is nothing left to solve.
    if (!Number.isFinite(move.alpha) || !Number.isFinite(move.beta)) break;
    const beta = -1 / (2 * group.variance) + move.beta;
    // A Newton step may overshoot where the grid cuts the tails: no step changes the variance more than fourfold.
    const wanted = Math.min(
      4 * group.variance,
      Math.max(group.variance / 4, beta < 0 ? -1 / (2 * beta) : Infinity),
    );
    const variance = group.isVarianceFree ? bounded(wanted, nodes) : group.variance;
    if (group.isMeanFree)
      group.mean = centre + ((group.mean - centre) / group.variance + move.alpha) * variance;
    group.variance = variance;
  }
  holdWithinGrid(nodes, group, posterior, mass);
}

/** A mean that ran beyond the grid is held at its end, and the variance is the one that goes with it. */
function holdWithinGrid(
  nodes: Float64Array,
  group: NormalGroup,
  posterior: Float64Array,
  mass: Float64Array,
): void {
  if (!group.isMeanFree || Math.abs(group.mean) <= meanMax(nodes)) return;
  const held = { ...group, mean: withinGrid(group.mean, nodes), isMeanFree: false };
  fitMoments(nodes, held, posterior, mass);
  group.mean = held.mean;
  group.variance = held.variance;
}

/** A variance within what a grid can tell. */
export function bounded(variance: number, nodes: Float64Array): number {
  return Math.min(varianceMax(nodes), Math.max(varianceFloor(nodes), variance));
}

/** E(t), E(t^2), E(t^3), E(t^4) at places 1 to 4, where t is the distance from the centre. */
function momentsAbout(nodes: Float64Array, mass: Float64Array, centre: number): number[] {
  const moments = [1, 0, 0, 0, 0];
  for (let q = 0; q < nodes.length; q++) {
    const t = nodes[q] - centre;
    moments[1] += mass[q] * t;
    moments[2] += mass[q] * t * t;
    moments[3] += mass[q] * t ** 3;
    moments[4] += mass[q] * t ** 4;
  }
  return moments;
}

function newtonMove(
  group: NormalGroup,
  moments: number[],
  gapFirst: number,
  gapSecond: number,
): { alpha: number; beta: number } {
  const alphaAlpha = moments[2] - moments[1] ** 2;
  const betaBeta = moments[4] - moments[2] ** 2;
  if (!group.isVarianceFree) return { alpha: gapFirst / alphaAlpha, beta: 0 };
  if (!group.isMeanFree) return { alpha: 0, beta: gapSecond / betaBeta };
  const alphaBeta = moments[3] - moments[1] * moments[2];
  const determinant = alphaAlpha * betaBeta - alphaBeta ** 2;
  return {
    alpha: (gapFirst * betaBeta - gapSecond * alphaBeta) / determinant,
    beta: (gapSecond * alphaAlpha - gapFirst * alphaBeta) / determinant,
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let q = 0; q < values.length; q++) total += values[q];
  return total;
}
