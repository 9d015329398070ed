import type { ItemModel } from "./model.js";

/**
 * `ItemModel.addGridSums` of the generalized partial credit model, whose log-likelihood is concave in the slope and the
 * intercepts: an exponential family. For two categories, the 2PL, one exponential and one logarithm a node.
 */
export const gpcmGridSums: NonNullable<ItemModel["addGridSums"]> = (
  nodes,
  sums,
  item,
  row,
  parameters,
  gradient,
  information,
) =>
  parameters.length === 2
    ? twoCategories(nodes, sums, item, row, parameters, gradient, information)
    : manyCategories(nodes, sums, item, row, parameters, gradient, information);

const twoCategories: typeof gpcmGridSums = (nodes, sums, item, row, parameters, gradient, information) => {
  const { totals, responses, abilities } = sums;
  const nodeCount = nodes.length;
  const offset = item * nodeCount;
  const [slope, intercept] = parameters;
  let logarithms = 0;
  let expected = 0;
  let expectedSlope = 0;
  let variances = 0;
  let variancesSlope = 0;
  let variancesSquare = 0;
  for (let q = 0; q < nodeCount; q++) {
    const total = totals[offset + q];
    if (total === 0) continue;
    const theta = nodes[q];
    const z = slope * theta + intercept;
    // exp(-|z|) neither overflows nor loses digits where a probability is close to one.
    const small = Math.exp(z > 0 ? -z : z);
    const larger = 1 / (1 + small);
    const probability = z > 0 ? larger : small * larger;
    logarithms += total * ((z > 0 ? z : 0) - Math.log(larger));
    const share = total * probability;
    const variance = total * small * larger * larger;
    expected += share;
    expectedSlope += theta * share;
    variances += variance;
    variancesSlope += theta * variance;
    variancesSquare += theta * theta * variance;
  }
  const right = responses[row + 1];
  const rightSlope = abilities[row + 1];
  gradient[0] += rightSlope - expectedSlope;
  gradient[1] += right - expected;
  information[0] += variancesSquare;
  information[1] += variancesSlope;
  information[2] += variancesSlope;
  information[3] += variances;
  return slope * rightSlope + intercept * right - logarithms;
};

const manyCategories: typeof gpcmGridSums = (nodes, sums, item, row, parameters, gradient, information) => {
  const { totals, responses, abilities } = sums;
  const nodeCount = nodes.length;
  const size = parameters.length;
  const slope = parameters[0];
  const probabilities = new Float64Array(size);
  let objective = 0;
  // The slope's score is theta times the score on the item, an intercept's is one in its category.
  for (let k = 1; k < size; k++) {
    gradient[0] += k * abilities[row + k];
    gradient[k] += responses[row + k];
    objective += k * slope * abilities[row + k] + parameters[k] * responses[row + k];
  }
  for (let q = 0; q < nodeCount; q++) {
    const total = totals[item * nodeCount + q];
    if (total === 0) continue;
    const theta = nodes[q];
    let peak = 0;
    for (let k = 1; k < size; k++) {
      const z = k * slope * theta + parameters[k];
      probabilities[k] = z;
      if (z > peak) peak = z;
    }
    let sum = Math.exp(-peak);
    for (let k = 1; k < size; k++) {
      probabilities[k] = Math.exp(probabilities[k] - peak);
      sum += probabilities[k];
    }
    objective -= total * (peak + Math.log(sum));
    let expected = 0;
    for (let k = 1; k < size; k++) {
      probabilities[k] /= sum;
      expected += k * probabilities[k];
    }
    let squares = 0;
    for (let k = 1; k < size; k++) {
      const share = total * probabilities[k];
      gradient[0] -= k * theta * share;
      gradient[k] -= share;
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
