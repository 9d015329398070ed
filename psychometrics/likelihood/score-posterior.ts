/** Nodes whose share of a posterior is below exp of this are left out. */
const logNegligible = -34;

/** A posterior: it sums to one from node `from` up to, not including, `to`. */
export interface ScorePosterior {
  from: number;
  to: number;
  mean: number;
  /** The logarithm of the likelihood, but for the responses' intercepts. */
  logLikelihood: number;
}

/**
 * The posterior of a weighted score, node by node.
 *
 * @param logs at the nodes: the logarithm of the prior mass times the probability of the first category on every item.
 * @param out is filled with the posterior, from place `start` on.
 */
export function scorePosterior(
  nodes: Float64Array,
  logs: Float64Array,
  score: number,
  out: Float64Array,
  start: number,
): ScorePosterior {
  let peak = -Infinity;
  for (let q = 0; q < nodes.length; q++) {
    const value = logs[q] + score * nodes[q];
    out[start + q] = value;
    if (value > peak) peak = value;
  }
  let from = 0;
  let to = nodes.length;
  while (out[start + from] < peak + logNegligible) from++;
  while (out[start + to - 1] < peak + logNegligible) to--;
  let total = 0;
  let sum = 0;
  for (let q = from; q < to; q++) {
    const value = Math.exp(out[start + q] - peak);
    out[start + q] = value;
    total += value;
    sum += value * nodes[q];
  }
  const inverse = 1 / total;
  for (let q = from; q < to; q++) out[start + q] *= inverse;
  return { from, to, mean: sum * inverse, logLikelihood: peak + Math.log(total) };
}
