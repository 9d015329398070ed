import type { ItemModel } from "./model.js";

/**
 * `ItemModel.addGridSums` of the generalized partial credit model, whose log-likelihood is concave in the slope and the
 * intercepts: an exponential family. For two categories, the 2PL, one exponential and one logarithm a node.
 */
export const gpcmGridSums: NonNullable<ItemModel["addGridSums"]> = (
  nodes,
  counts,
  offset,
  parameters,
  gradient,
  information,
) =>
  parameters.length === 2
    ? twoCategories(nodes, counts, offset, parameters, gradient, information)
    : manyCategories(nodes, counts, offset, parameters, gradient, information);

const twoCategories: typeof gpcmGridSums = (nodes, counts, offset, parameters, gradient, information) => {
  const nodeCount = nodes.length;
  const [slope, intercept] = parameters;
  let objective = 0;
  let residualSum = 0;
  let residualSlope = 0;
  let variances = 0;
  let variancesSlope = 0;
  let variancesSquare = 0;
  for (let q = 0; q < nodeCount; q++) {
    const wrong = counts[offset + q];
    const right = counts[offset + nodeCount + q];
    const total = wrong + right;
    if (total === 0) continue;
    const theta = nodes[q];
    const z = slope * theta + intercept;
    // exp(-|z|) neither overflows nor loses digits where a probability is close to one.
    const small = Math.exp(z > 0 ? -z : z);
    const larger = 1 / (1 + small);
    const probability = z > 0 ? larger : small * larger;
    objective += right * z - total * ((z > 0 ? z : 0) - Math.log(larger));
    const residual = right - total * probability;
    const variance = total * small * larger * larger;
    residualSum += residual;
    residualSlope += theta * residual;
    variances += variance;
    variancesSlope += theta * variance;
    variancesSquare += theta * theta * variance;
  }
  gradient[0] += residualSlope;
  gradient[1] += residualSum;
  information[0] += variancesSquare;
  information[1] += variancesSlope;
  information[2] += variancesSlope;
  information[3] += variances;
  return objective;
};

const manyCategories: typeof gpcmGridSums = (nodes, counts, offset, parameters, gradient, information) => {
  const nodeCount = nodes.length;
  const size = parameters.length;
  const slope = parameters[0];
  const probabilities = new Float64Array(size);
  let objective = 0;
  for (let q = 0; q < nodeCount; q++) {
    const theta = nodes[q];
    let total = counts[offset + q];
    let peak = 0;
    let linear = 0;
    for (let k = 1; k < size; k++) {
      const count = counts[offset + k * nodeCount + q];
      const z = k * slope * theta + parameters[k];
      total += count;
      linear += count * z;
      probabilities[k] = z;
      if (z > peak) peak = z;
    }
    if (total === 0) continue;
    let sum = Math.exp(-peak);
    for (let k = 1; k < size; k++) {
      probabilities[k] = Math.exp(probabilities[k] - peak);
      sum += probabilities[k];
    }
    objective += linear - total * (peak + Math.log(sum));
    let expected = 0;
    for (let k = 1; k < size; k++) {
      probabilities[k] /= sum;
      expected += k * probabilities[k];
    }
    // The slope's score is theta times the score on the item, an intercept's is one in its category.
    let squares = 0;
    for (let k = 1; k < size; k++) {
      const share = total * probabilities[k];
      const residual = counts[offset + k * nodeCount + q] - share;
      gradient[0] += k * theta * residual;
      gradient[k] += residual;
      squares += share * k * k;
      const withSlope = share * theta * (k - expected);
      information[k] += withSlope;
      information[k * size] += withSlope;
      information[k * size + k] += share;
      for (let h = 1; h < k; h++) {
        const product = share * probabilities[h];
        information[k * size + h] -= product;
        information[h * size + k] -= product;
      }
      information[k * size + k] -= share * probabilities[k];
    }
    information[0] += theta * theta * (squares - total * expected * expected);
  }
  return objective;
};
