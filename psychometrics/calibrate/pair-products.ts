import type { InformationInput, ItemScores } from "./item-scores.js";

// One block of the table of pairs is kept within this many numbers (64 MB).
const pairTableMax = 8e6;

/** E(s s') between two different items, from the expected counts of pairs of responses, a block of rows at a time. */
export function subtractPairProducts(
  input: InformationInput,
  scores: ItemScores,
  information: Float64Array,
): void {
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
