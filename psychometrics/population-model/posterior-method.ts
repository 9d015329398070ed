import { equallySpacedNodes, normalMass } from "../numeric/quadrature.js";
import { quadrature } from "./quadrature.js";
import { laplaceMoments } from "./laplace.js";
import type { MomentsAt } from "./posterior-moments.js";
import { Refusal } from "../messages/refusal.js";

/**
 * How posterior means and covariances are computed:
 * - `quadrature`: on nodes laid about each mode, up to four dimensions (see `quadrature`);
 * - `laplace`: the normal at the mode with the next terms of Laplace's expansion, as CGROUP does (Thomas, 1993);
 * - `grid`: one dimension only, on fixed equally spaced nodes with the prior's mass normalised to one, as `calibrate`.
 *
 * Thomas, N. (1993). Asymptotic corrections for multivariate posterior moments with factored likelihood functions.
 * Journal of Computational and Graphical Statistics, 2(3), 309-322.
 */
export type PosteriorMethod =
  { kind: "quadrature" } | { kind: "laplace" } | { kind: "grid"; count: number; range: number };

/**
 * The function for a method in so many dimensions.
 *
 * @throws {RangeError} for a grid in more than one dimension, or quadrature in more than four.
 */
export function momentsBy(method: PosteriorMethod, size: number): MomentsAt {
  switch (method.kind) {
    case "laplace":
      return laplaceMoments;
    case "quadrature":
      if (size > 4) throw new Refusal("quadrature-dimensions", { count: size });
      return quadrature(size);
    case "grid":
      if (size !== 1) throw new Refusal("grid-dimensions", { count: size });
      return fixedGrid(equallySpacedNodes(method.count, method.range));
  }
}

/** Moments on fixed nodes, where the normal prior's mass is normalised to one. */
function fixedGrid(nodes: Float64Array): MomentsAt {
  const mass = new Float64Array(nodes.length);
  const logs = new Float64Array(nodes.length);
  return (mode, person, mean, out) => {
    const variance = mode.prior.factor[0] ** 2;
    normalMass(nodes, mean[0], variance, mass);
    let peak = -Infinity;
    mode.dimensions[0].focusOn(person, nodes[0], nodes[nodes.length - 1]);
    mode.dimensions[0].valuesNear(0, 1, nodes, logs);
    for (let q = 0; q < nodes.length; q++) {
      if (mass[q] > 0 && logs[q] > peak) peak = logs[q];
    }
    let total = 0;
    let first = 0;
    for (let q = 0; q < nodes.length; q++) {
      mass[q] *= Math.exp(logs[q] - peak);
      total += mass[q];
      first += mass[q] * nodes[q];
    }
    out.mean[0] = first / total;
    let second = 0;
    for (let q = 0; q < nodes.length; q++) second += mass[q] * (nodes[q] - out.mean[0]) ** 2;
    out.covariance[0] = second / total;
    out.logMarginal = peak + Math.log(total);
  };
}
