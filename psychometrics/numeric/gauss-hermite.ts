import { symmetricEigenvectors } from "./linear-algebra.js";
import { Refusal } from "../messages/refusal.js";

/** Places and weights of a quadrature rule. */
export interface QuadratureRule {
  nodes: Float64Array;
  weights: Float64Array;
}

/**
 * Gauss-Hermite quadrature for the standard normal distribution: the sum of weights x f(nodes) is the mean of f, exact
 * where f is a polynomial of degree 2 `count` - 1 (Golub & Welsch, 1969). The weights sum to one.
 *
 * @throws {RangeError} when the count is no whole number from 1 to 64.
 *
 * Golub, G. H., & Welsch, J. H. (1969). Calculation of Gauss quadrature rules. Mathematics of Computation, 23, 221-230.
 */
export function gaussHermite(count: number): QuadratureRule {
  if (!Number.isInteger(count) || count < 1 || count > 64)
    throw new Refusal("gauss-hermite-nodes", { count });
  const jacobi = new Float64Array(count * count);
  for (let k = 1; k < count; k++) jacobi[k * count + k - 1] = jacobi[(k - 1) * count + k] = Math.sqrt(k);
  const { values, vectors } = symmetricEigenvectors(jacobi, count);
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let q = 0; q < count; q++) {
    // The rule is symmetric; halving the two ends' rounding keeps it so to the last bit.
    const mirror = count - 1 - q;
    nodes[q] = (values[q] - values[mirror]) / 2;
    weights[q] = (vectors[q * count] ** 2 + vectors[mirror * count] ** 2) / 2;
  }
  return { nodes, weights };
}
