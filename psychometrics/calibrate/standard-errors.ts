import type { Population } from "../population/population.js";
import type { ExpectedCounts, Posteriors } from "../likelihood/expectation.js";
import { stretch, type Layout } from "./layout.js";

/** How standard errors are had from the data; see `observedInformation` and `crossProductInformation`. */
export type InformationMethod = "observed" | "cross-product";

/** Everything the information matrix is made from, at the maximum. */
export interface InformationInput {
  layout: Layout;
  population: Population;
  posteriors: Posteriors;
  nodes: Float64Array;
  logProbabilities: Float64Array;
  logMass: readonly Float64Array[];
  /** Expected counts of each group by itself. */
  countsOfGroup: readonly ExpectedCounts[];
}

// One block of the table of pairs is kept within this many numbers (64 MB).
const pairTableMax = 8e6;

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
  const scores = itemScores(input);
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
  const information = new Float64Array(size * size);
  const scores = itemScores(input);
  const ofGroup = Array.from({ length: patterns.groupCount }, (_, g) => population.logMassDerivatives(g));
  const score = new Float64Array(size);
  const touched = new Int32Array(size);
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
    // A booklet touches few of the parameters: only their rows and columns change.
    let count = 0;
    for (let a = 0; a < size; a++) if (score[a] !== 0) touched[count++] = a;
    for (let a = 0; a < count; a++) {
      const row = touched[a] * size;
      const scaled = weight * score[touched[a]];
      for (let b = 0; b < count; b++) information[row + touched[b]] += scaled * score[touched[b]];
    }
  });
  return information;
}

/** d log P(X = k) / d parameter at the nodes, for every item, category and parameter. */
interface ItemScores {
  table: Float64Array;
  /** The row of parameter `j` for the category whose row in the tables of categories is `categoryRow`. */
  row(item: number, categoryRow: number, j: number): number;
}

function itemScores({ layout, posteriors, nodes }: InformationInput): ItemScores {
  const { rows } = posteriors;
  const starts = new Int32Array(layout.items.length + 1);
  layout.items.forEach(
    ({ categories, parameters }, i) => (starts[i + 1] = starts[i] + categories * parameters.length),
  );
  const table = new Float64Array(starts[layout.items.length] * nodes.length);
  layout.items.forEach(({ model, categories }, i) => {
    const parameters = stretch(layout, layout.values, i);
    const probabilities = new Float64Array(categories);
    const counts = new Float64Array(categories);
    const gradient = new Float64Array(parameters.length);
    for (let q = 0; q < nodes.length; q++) {
      model.probabilities(nodes[q], parameters, probabilities);
      for (let k = 0; k < categories; k++) {
        counts.fill(0);
        counts[k] = 1;
        gradient.fill(0);
        model.addGradient(nodes[q], parameters, counts, probabilities, gradient);
        for (let j = 0; j < parameters.length; j++) {
          table[(starts[i] + k * parameters.length + j) * nodes.length + q] = gradient[j];
        }
      }
    }
  });
  return {
    table,
    row: (i, categoryRow, j) => starts[i] + (categoryRow - rows[i]) * layout.items[i].parameters.length + j,
  };
}

/** E(-ds): minus the second derivatives of the expected complete-data log-likelihood and of the log priors. */
function addCompleteInformation(input: InformationInput, information: Float64Array): void {
  const { layout, population } = input;
  const size = layout.freeCount + population.freeNames.length;
  layout.items.forEach((item, i) => {
    const parameters = stretch(layout, layout.values, i).slice();
    const gradientAt = (values: Float64Array) => itemGradient(input, i, values);
    for (let j = 0; j < parameters.length; j++) {
      const place = layout.freePlace[layout.offsets[i] + j];
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
        const other = layout.freePlace[layout.offsets[i] + h];
        if (other >= 0) information[place * size + other] -= (above[h] - below[h]) / (2 * step);
      }
      const prior = item.priors[j];
      if (prior) information[place * size + place] -= prior.secondDerivative(kept);
    }
  });
  const ofPopulation = new Float64Array(population.freeNames.length ** 2);
  input.countsOfGroup.forEach(({ groupMass }, g) => population.addInformation(g, groupMass[g], ofPopulation));
  const count = population.freeNames.length;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      information[(layout.freeCount + a) * size + layout.freeCount + b] += ofPopulation[a * count + b];
    }
  }
}

function itemGradient(input: InformationInput, i: number, parameters: Float64Array): Float64Array {
  const { layout, posteriors, nodes, countsOfGroup } = input;
  const { model, categories } = layout.items[i];
  const gradient = new Float64Array(parameters.length);
  const counts = new Float64Array(categories);
  const probabilities = new Float64Array(categories);
  for (let q = 0; q < nodes.length; q++) {
    counts.fill(0);
    for (const ofGroup of countsOfGroup) {
      for (let k = 0; k < categories; k++)
        counts[k] += ofGroup.counts[(posteriors.rows[i] + k) * nodes.length + q];
    }
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

/** E(s s') between two different items, from the expected counts of pairs of responses, a block of rows at a time. */
function subtractPairProducts(input: InformationInput, scores: ItemScores, information: Float64Array): void {
  const { posteriors, nodes } = input;
  const { patterns, rows } = posteriors;
  const { itemCount } = patterns;
  const allRows = rows[itemCount];
  for (let start = 0; start < itemCount;) {
    let end = start + 1;
    const sizeOf = (last: number) => (rows[last] - rows[start]) * (allRows - rows[start]) * nodes.length;
    while (end < itemCount && sizeOf(end + 1) <= pairTableMax) end++;
    const width = allRows - rows[start];
    const pairs = new Float64Array(sizeOf(end));
    posteriors.visit(input.logProbabilities, input.logMass, (n, posterior, from, to) => {
      const weight = patterns.weights[n];
      if (weight === 0) return;
      for (let q = from; q < to; q++) posterior[q] *= weight;
      const base = n * itemCount;
      for (let i = start; i < end; i++) {
        const category = patterns.responses[base + i];
        if (category < 0) continue;
        const row = (rows[i] + category - rows[start]) * width - rows[start];
        for (let l = i + 1; l < itemCount; l++) {
          const other = patterns.responses[base + l];
          if (other < 0) continue;
          const at = (row + rows[l] + other) * nodes.length;
          for (let q = from; q < to; q++) pairs[at + q] += posterior[q];
        }
      }
    });
    for (let i = start; i < end; i++) {
      for (let l = i + 1; l < itemCount; l++) {
        const first = (rows[i] - rows[start]) * width + rows[l] - rows[start];
        contractPair(input, scores, i, l, pairs, first, width, information);
      }
    }
    start = end;
  }
}

function contractPair(
  input: InformationInput,
  scores: ItemScores,
  i: number,
  l: number,
  pairs: Float64Array,
  first: number,
  width: number,
  information: Float64Array,
): void {
  const { layout, population, posteriors, nodes } = input;
  const { rows } = posteriors;
  const { table } = scores;
  const size = layout.freeCount + population.freeNames.length;
  const left = layout.items[i];
  const right = layout.items[l];
  for (let k = 0; k < left.categories; k++) {
    for (let h = 0; h < right.categories; h++) {
      const pair = (first + k * width + h) * nodes.length;
      for (let a = 0; a < left.parameters.length; a++) {
        const place = layout.freePlace[layout.offsets[i] + a];
        if (place < 0) continue;
        const ofLeft = scores.row(i, rows[i] + k, a) * nodes.length;
        for (let b = 0; b < right.parameters.length; b++) {
          const other = layout.freePlace[layout.offsets[l] + b];
          if (other < 0) continue;
          const ofRight = scores.row(l, rows[l] + h, b) * nodes.length;
          let sum = 0;
          for (let q = 0; q < nodes.length; q++)
            sum += pairs[pair + q] * table[ofLeft + q] * table[ofRight + q];
          // A shared parameter meets itself here, once from each side.
          information[place * size + other] -= sum;
          information[other * size + place] -= sum;
        }
      }
    }
  }
}
