/** An ability estimate and its standard error, both in logits on the scale of the calibration. */
export interface Ability {
  theta: number;
  standardError: number;
}

/**
 * Expected a posteriori ability: the mean of the posterior, with its standard deviation as the standard error
 * (Bock & Mislevy, 1982).
 *
 * @param posterior mass at each node; it sums to one from node `from` up to, not including, node `to`.
 * @param nodes quadrature nodes, in logits.
 *
 * @example
 * eap(Float64Array.of(0.25, 0.5, 0.25), Float64Array.of(-1, 0, 1));
 * // { theta: 0, standardError: 0.7071067811865476 }
 *
 * Bock, R. D., & Mislevy, R. J. (1982). Adaptive EAP estimation of ability in a microcomputer environment.
 * Applied Psychological Measurement, 6(4), 431-444.
 */
export function eap(posterior: Float64Array, nodes: Float64Array, from = 0, to = nodes.length): Ability {
  let theta = 0;
  for (let q = from; q < to; q++) theta += posterior[q] * nodes[q];

  // The variance is taken about the mean: E(theta^2) - theta^2 can come out below zero when the posterior is narrow.
  let variance = 0;
  for (let q = from; q < to; q++) variance += posterior[q] * (nodes[q] - theta) ** 2;
  return { theta, standardError: Math.sqrt(variance) };
}
