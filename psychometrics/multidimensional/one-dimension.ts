import type { CalibratedGroup, Calibration } from "../calibrate/calibration.js";
import { equallySpacedNodes, normalMass } from "../numeric/quadrature.js";
import type { AlignedDimensions } from "./align-dimensions.js";
import type { MultidimensionalCalibration } from "./options.js";

/**
 * One dimension of a calibration as a calibration in one dimension: its items, and each group's distribution of its ability.
 * Whatever looks at one dimension alone takes this.
 *
 * With regressors the distribution is the mixture over the group's test takers of the normals that the regression expects.
 */
export function oneDimension(
  calibration: MultidimensionalCalibration,
  aligned: AlignedDimensions,
  d: number,
): Calibration {
  const { dimensions, items, groups, quadrature: grid, ...others } = calibration;
  const quadrature = { count: grid.count, range: grid.range };
  const { name: dimension } = dimensions[d];
  const nodes = equallySpacedNodes(quadrature.count, quadrature.range);
  const hasRegressors = calibration.coefficients.length > 0;
  return {
    ...others,
    quadrature,
    items: items.filter((item) => item.dimension === dimension),
    groups: groups.map(({ name, personCount, means, covariances }, g): CalibratedGroup => {
      const variance = covariances[d][d];
      return {
        ...{ name, personCount, variance },
        mean: means[d],
        mass: hasRegressors ? mixtureAt(nodes, aligned, g, d, variance) : null,
        ...{ meanStandardError: null, varianceStandardError: null },
      };
    }),
  };
}

function mixtureAt(
  nodes: Float64Array,
  { abilities, cases, expectation }: AlignedDimensions,
  g: number,
  d: number,
  variance: number,
): number[] | null {
  const { size } = abilities;
  const fitted = new Float64Array(cases.count * size);
  abilities.fillMeans(fitted);
  const own = new Float64Array(nodes.length);
  const sum = new Float64Array(nodes.length);
  let total = 0;
  expectation.moments.weights.forEach((weight, n) => {
    if (!(weight > 0) || cases.groups[n] !== g) return;
    normalMass(nodes, fitted[n * size + d], variance, own);
    own.forEach((value, q) => (sum[q] += weight * value));
    total += weight;
  });
  // Nobody of the group is in these data: its normal distribution stands for it.
  return total > 0 ? Array.from(sum, (value) => value / total) : null;
}
