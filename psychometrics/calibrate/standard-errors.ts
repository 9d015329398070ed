import { OuterProducts } from "../numeric/outer-products.js";
import { itemScores, type InformationInput, type ItemScores } from "./item-scores.js";
import { stretch, type ItemSetup, type Layout } from "./layout.js";
import { subtractPairProducts } from "./pair-products.js";

/** How standard errors are had from the data; see `observedInformation`, `crossProductInformation` and `sandwich`. */
export type InformationMethod = "observed" | "cross-product" | "sandwich";

/**
 * The observed information: minus the second derivatives of the marginal log-likelihood, exactly, by Louis' identity
 * (1982). With s the score of one test taker's complete data (theta known), it is
 *
 *     sum over test takers of  E(-ds)  -  E(s s')  +  E(s) E(s)',
 *
 * expectations over the posterior. The first term is a sum over items; the second over pairs of items, from expected
 * counts of pairs of responses at each node; the third over test takers. It equals what Oakes' identity (1999) gives.
 *
 * Rows and columns are the free item parameters, then those of the population.
 *
 * Louis, T. A. (1982). Finding the observed information matrix when using the EM algorithm.
 * Journal of the Royal Statistical Society, Series B, 44(2), 226-233.
 */
export function observedInformation(input: InformationInput): Float64Array {
  const information = crossProductInformation(input);
  const scores = itemScores(input.layout, input.posteriors.rows, input.nodes);
  addCompleteInformation(input, information);
  subtractOwnProducts(input, scores, information);
  subtractPairProducts(input, scores, information);
  return information;
}

/** The sum over test takers of weight times E(s) E(s)': cheaper, and equal in large samples where the model holds. */
export function crossProductInformation(input: InformationInput): Float64Array {
  const { layout, population, posteriors, nodes } = input;
  const { patterns, rows } = posteriors;
  const size = layout.freeCount + population.freeNames.length;
  const products = new OuterProducts(size);
  const scores = itemScores(layout, rows, nodes);
  const ofGroup = Array.from({ length: patterns.groupCount }, (_, g) => population.logMassDerivatives(g));
  const score = new Float64Array(size);
  posteriors.visit(input.logProbabilities, input.logMass, (n, posterior, from, to) => {
    const weight = patterns.weights[n];
    if (weight === 0) return;
    score.fill(0);
    for (let i = 0; i < patterns.itemCount; i++) {
      const category = patterns.responses[n * patterns.itemCount + i];
      if (category < 0) continue;
      const parameterCount = layout.offsets[i + 1] - layout.offsets[i];
      for (let j = 0; j < parameterCount; j++) {
        const place = layout.freePlace[layout.offsets[i] + j];
        if (place < 0) continue;
        const base = scores.row(i, rows[i] + category, j) * nodes.length;
        let mean = 0;
        for (let q = from; q < to; q++) mean += posterior[q] * scores.table[base + q];
        score[place] += mean;
      }
    }
    for (const { place, atNodes } of ofGroup[patterns.groups[n]]) {
      let mean = 0;
      for (let q = from; q < to; q++) mean += posterior[q] * atNodes[q];
      score[layout.freeCount + place] += mean;
    }
    products.add(score, weight);
  });
  return products.total();
}

/**
 * The covariance that holds also where the model is not exactly true (Huber, 1967; White, 1982): the inverse of the
 * observed information, times the cross-products of the scores, times that inverse again.
 *
 * White, H. (1982). Maximum likelihood estimation of misspecified models. Econometrica, 50(1), 1-25.
 */
export function sandwich(inverse: Float64Array, crossProducts: Float64Array, size: number): Float64Array {
  return multiply(multiply(inverse, crossProducts, size), inverse, size);
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k];
      if (factor === 0) continue;
      for (let j = 0; j < size; j++) product[i * size + j] += factor * b[k * size + j];
    }
  }
  return product;
}

/** E(-ds): minus the second derivatives of the expected complete-data log-likelihood and of the log priors. */
function addCompleteInformation(input: InformationInput, information: Float64Array): void {
  const { layout, population, posteriors, nodes, countsOfGroup } = input;
  const size = layout.freeCount + population.freeNames.length;
  const counts = countsOfGroup[0].counts.slice();
  for (const other of countsOfGroup.slice(1))
    for (let n = 0; n < counts.length; n++) counts[n] += other.counts[n];
  addItemInformation(layout, posteriors.rows, nodes, counts, size, information);
  const ofPopulation = new Float64Array(population.freeNames.length ** 2);
  countsOfGroup.forEach(({ groupMass }, g) => population.addInformation(g, groupMass[g], ofPopulation));
  const count = population.freeNames.length;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      information[(layout.freeCount + a) * size + layout.freeCount + b] += ofPopulation[a * count + b];
    }
  }
}

/**
 * The items' share of the complete information, with that of their priors: added to `information`, which has `size` rows.
 *
 * @param rows the first row of each item in `counts`, expected counts of item x category at the nodes.
 */
export function addItemInformation(
  layout: Layout,
  rows: Int32Array,
  nodes: Float64Array,
  counts: Float64Array,
  size: number,
  information: Float64Array,
): void {
  layout.items.forEach((item, i) => {
    const parameters = stretch(layout, layout.values, i).slice();
    const gradientAt = (values: Float64Array) => itemGradient(item, rows[i], nodes, counts, values);
    const places = layout.freePlace.subarray(layout.offsets[i], layout.offsets[i + 1]);
    for (let j = 0; j < parameters.length; j++) {
      const place = places[j];
      if (place < 0) continue;
      // A central difference of the analytic gradient is good to ten digits, for any model.
      const step = 1e-5 * Math.max(1, Math.abs(parameters[j]));
      const kept = parameters[j];
      parameters[j] = kept + step;
      const above = gradientAt(parameters);
      parameters[j] = kept - step;
      const below = gradientAt(parameters);
      parameters[j] = kept;
      for (let h = 0; h < parameters.length; h++) {
        if (places[h] >= 0) information[place * size + places[h]] -= (above[h] - below[h]) / (2 * step);
      }
      const prior = item.priors[j];
      if (prior) information[place * size + place] -= prior.secondDerivative(kept);
    }
    addJointPriors(item, places, parameters, size, information);
  });
}

function addJointPriors(
  { jointPriors }: ItemSetup,
  places: Int32Array,
  parameters: Float64Array,
  size: number,
  information: Float64Array,
): void {
  const own = parameters.length;
  const curvature = new Float64Array(own * own);
  for (const prior of jointPriors) prior.addCurvature(parameters, curvature);
  curvature.forEach((value, n) => {
    const place = places[Math.floor(n / own)];
    const other = places[n % own];
    if (place >= 0 && other >= 0) information[place * size + other] += value;
  });
}

/** The derivatives of an item's expected complete-data log-likelihood; `row` is its first in `expected`. */
export function itemGradient(
  { model, categories }: ItemSetup,
  row: number,
  nodes: Float64Array,
  expected: Float64Array,
  parameters: Float64Array,
): Float64Array {
  const gradient = new Float64Array(parameters.length);
  const counts = new Float64Array(categories);
  const probabilities = new Float64Array(categories);
  for (let q = 0; q < nodes.length; q++) {
    for (let k = 0; k < categories; k++) counts[k] = expected[(row + k) * nodes.length + q];
    model.probabilities(nodes[q], parameters, probabilities);
    model.addGradient(nodes[q], parameters, counts, probabilities, gradient);
  }
  return gradient;
}

/** E(s s') within one item, within the population, and between the two. */
function subtractOwnProducts(input: InformationInput, scores: ItemScores, information: Float64Array): void {
  const { layout, population, posteriors, nodes, countsOfGroup } = input;
  const { rows } = posteriors;
  const size = layout.freeCount + population.freeNames.length;
  const { table } = scores;
  countsOfGroup.forEach(({ counts, groupMass }, g) => {
    const derivatives = population.logMassDerivatives(g);
    for (const a of derivatives) {
      for (const b of derivatives) {
        let sum = 0;
        for (let q = 0; q < nodes.length; q++) sum += groupMass[g][q] * a.atNodes[q] * b.atNodes[q];
        information[(layout.freeCount + a.place) * size + layout.freeCount + b.place] -= sum;
      }
    }
    layout.items.forEach(({ categories, parameters }, i) => {
      for (let k = 0; k < categories; k++) {
        const count = (rows[i] + k) * nodes.length;
        for (let j = 0; j < parameters.length; j++) {
          const place = layout.freePlace[layout.offsets[i] + j];
          if (place < 0) continue;
          const first = scores.row(i, rows[i] + k, j) * nodes.length;
          for (let h = 0; h < parameters.length; h++) {
            const other = layout.freePlace[layout.offsets[i] + h];
            if (other < 0) continue;
            const second = scores.row(i, rows[i] + k, h) * nodes.length;
            let sum = 0;
            for (let q = 0; q < nodes.length; q++)
              sum += counts[count + q] * table[first + q] * table[second + q];
            information[place * size + other] -= sum;
          }
          for (const { place: ofPopulation, atNodes } of derivatives) {
            const other = layout.freeCount + ofPopulation;
            let sum = 0;
            for (let q = 0; q < nodes.length; q++) sum += counts[count + q] * table[first + q] * atNodes[q];
            information[place * size + other] -= sum;
            information[other * size + place] -= sum;
          }
        }
      }
    });
  });
}
