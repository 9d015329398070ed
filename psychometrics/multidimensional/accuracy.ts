import { laidDimensionsMin, type LaidNodes } from "../likelihood/laid-nodes.js";
import type { MultidimensionalOptions } from "./options.js";
import type { MultidimensionalEstimation } from "./setup.js";
import type { MultidimensionalSteps } from "./steps.js";
import { message, type Message } from "../messages/message.js";

/** A likelihood that may be off by more than this share on average is worth a note. */
const errorNoted = 1e-3;
/** So many cases tell whether nodes that are laid about posteriors are enough. */
const sampleMax = 200;
/** So many posterior standard deviations are to be on the grid. */
const reach = 3;

/**
 * How far the grid's sums may be from the integrals: the mean over test takers of the relative error of the likelihood, were
 * each posterior the normal with its mean and covariance V. For such a one the rectangle rule with distance h is off by
 * at most the sum over whole-numbered k of exp(-2 pi^2 k'Vk / h^2) (Poisson's summation); taken over k of -1, 0 and 1. Those
 * about whose posteriors nodes are laid count as right.
 */
export function quadratureError(
  { nodes, laid, cases, abilities }: MultidimensionalEstimation,
  { expectation }: MultidimensionalSteps,
): number {
  const { size } = abilities;
  const { weights, covariances } = expectation.moments;
  const rate = (-2 * Math.PI ** 2) / (nodes[1] - nodes[0]) ** 2;
  const directions = directionsIn(size);
  let sum = 0;
  let total = 0;
  weights.forEach((weight, n) => {
    if (!(weight > 0)) return;
    total += weight;
    if (laid && bitCount(cases.seen[n]) >= laidDimensionsMin) return;
    for (const { direction, bits } of directions) {
      // What a test taker has no responses in is integrated exactly.
      if ((bits & ~cases.seen[n]) !== 0) continue;
      let square = 0;
      for (let d = 0; d < size; d++)
        for (let e = 0; e < size; e++)
          square += direction[d] * direction[e] * covariances[(n * size + d) * size + e];
      sum += weight * 2 * Math.exp(rate * square);
    }
  });
  return sum / total;
}

/**
 * How far the sums over laid nodes may be from the integrals: the mean change of a test taker's log-likelihood with two nodes
 * more in each dimension, or with quasi-Monte Carlo nodes of another seed. 0 without nodes that are laid.
 */
export function laidError(
  { laid }: MultidimensionalEstimation,
  { expectation }: MultidimensionalSteps,
): number {
  if (!laid) return 0;
  const others: LaidNodes =
    laid.method === "adaptive" ? { ...laid, nodes: laid.nodes + 2 } : { ...laid, seed: laid.seed + 1 };
  return expectation.changeWith(others, sampleMax);
}

/** Whether laid nodes are enough: likelihoods are off by less than what is worth a note. */
export function areLaidNodesEnough(
  estimation: MultidimensionalEstimation,
  steps: MultidimensionalSteps,
): boolean {
  return laidError(estimation, steps) <= errorNoted;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left > 0; left >>= 1) count += left & 1;
  return count;
}

/** Half of the vectors of -1, 0 and 1 but zero: of each and its opposite, one. */
function directionsIn(size: number): { direction: number[]; bits: number }[] {
  return Array.from({ length: 3 ** size }, (_, code) => {
    const direction = Array.from({ length: size }, (__, d) => (Math.floor(code / 3 ** d) % 3) - 1);
    const bits = direction.reduce((sum, value, d) => sum | (value === 0 ? 0 : 1 << d), 0);
    return { direction, bits };
  }).filter(({ direction }) => (direction.find((value) => value !== 0) ?? 0) > 0);
}

/** What a reader should know of the grid. */
export function notesOnGrid(
  estimation: MultidimensionalEstimation,
  steps: MultidimensionalSteps,
  { dimensions }: MultidimensionalOptions,
  groupNames: readonly string[],
): Message[] {
  const { nodes, cases, abilities } = estimation;
  const { size } = abilities;
  const notes: Message[] = [];
  const error = quadratureError(estimation, steps);
  if (error > errorNoted) {
    const percent = Number((100 * error).toPrecision(2));
    notes.push(message("posteriors-narrow", { nodes: nodes.length, percent }));
  }
  const ofLaid = laidError(estimation, steps);
  if (ofLaid > errorNoted) {
    notes.push(message("laid-nodes-few", { percent: Number((100 * ofLaid).toPrecision(2)) }));
  }
  const { means, covariances, weights } = steps.expectation.moments;
  const range = nodes[nodes.length - 1];
  for (let d = 0; d < size; d++) {
    let beyond = 0;
    weights.forEach((weight, n) => {
      const spread = Math.sqrt(covariances[(n * size + d) * size + d]);
      const isBeyond = Math.abs(means[n * size + d]) + reach * spread > range;
      if (weight > 0 && isBeyond && (cases.seen[n] & (1 << d)) !== 0) beyond++;
    });
    if (beyond > 0) {
      notes.push(message("grid-cuts-posteriors", { dimension: dimensions[d].name, range, count: beyond }));
    }
  }
  abilities.groups.forEach(({ isAtEdge, floor }, g) => {
    if (!isAtEdge) return;
    const group = abilities.groups.length > 1 ? groupNames[g] : null;
    notes.push(noteOnEdge(size, Number(floor.toPrecision(2)), group));
  });
  return notes;
}

/** @param group whose covariance it is; null for the only one. */
function noteOnEdge(size: number, floor: number, group: string | null): Message {
  if (group === null) return message(size > 1 ? "covariance-at-edge" : "variance-at-edge-of-one", { floor });
  const code = size > 1 ? "covariance-at-edge-in-group" : "variance-at-edge-of-one-in-group";
  return message(code, { floor, group });
}
