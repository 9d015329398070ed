import type { Calibration } from "../calibrate/calibration.js";
import { equallySpacedNodes, normalMass } from "../numeric/quadrature.js";
import type { AlignedDimensions } from "./align-dimensions.js";
import type { MultidimensionalCalibration } from "./options.js";

/**
 * One dimension of a calibration as a calibration in one dimension: its items, and the distribution of its ability over all
 * test takers. Whatever looks at one dimension alone takes this.
 *
 * With regressors the distribution is the mixture over test takers of the normals that the regression expects.
 */
export function oneDimension(
  calibration: MultidimensionalCalibration,
  { abilities, cases, expectation }: AlignedDimensions,
  d: number,
): Calibration {
  const { dimensions, items, covariances, quadrature, ...others } = calibration;
  const { name, mean, personCount } = dimensions[d];
  const variance = covariances[d][d];
  const { size } = abilities;
  const fitted = new Float64Array(cases.count * size);
  abilities.fillMeans(fitted);
  let mass: number[] | null = null;
  if (calibration.coefficients.length > 0) {
    const nodes = equallySpacedNodes(quadrature.count, quadrature.range);
    const own = new Float64Array(nodes.length);
    const sum = new Float64Array(nodes.length);
    let total = 0;
    expectation.moments.weights.forEach((weight, n) => {
      if (!(weight > 0)) return;
      normalMass(nodes, fitted[n * size + d], variance, own);
      own.forEach((value, q) => (sum[q] += weight * value));
      total += weight;
    });
    mass = Array.from(sum, (value) => value / total);
  }
  return {
    ...others,
    quadrature,
    items: items.filter(({ dimension }) => dimension === name),
    groups: [
      {
        ...{ name, personCount, mean, variance, mass },
        ...{ meanStandardError: null, varianceStandardError: null },
      },
    ],
  };
}
