import { PairCounter, rowsOf, type ItemRows, type PairCounts } from "../likelihood/pair-counts.js";
import type { InformationInput, ItemScores } from "./item-scores.js";

// A table of pairs is kept within this many numbers (64 MB).
const pairTableMax = 8e6;

/** E(s s') between two different items, from the expected counts of pairs of responses, chunk by chunk. */
export function subtractPairProducts(
  input: InformationInput,
  scores: ItemScores,
  information: Float64Array,
): void {
  const { posteriors, logProbabilities, logMass } = input;
  const { categories, chunks } = posteriors.patterns;
  const counter = new PairCounter(posteriors, posteriors.reader(logProbabilities, logMass));
  // Each pair of items once: those of a chunk with what comes after them, in the order of the chunks.
  const order = Int32Array.from(chunks.flatMap(({ items }) => [...items]));
  const placeOf = new Int32Array(order.length);
  order.forEach((item, place) => (placeOf[item] = place));
  let start = 0;
  for (const chunk of chunks) {
    const first = rowsOf(chunk.items, categories);
    const rowMax = Math.floor(pairTableMax / (first.count * posteriors.nodeCount));
    for (const items of withinRows(order.subarray(start), categories, rowMax)) {
      const second = rowsOf(items, categories);
      const pairs = counter.count(chunk, first, second);
      for (const i of chunk.items) {
        for (const l of items) {
          if (placeOf[l] > placeOf[i]) contractPair(input, scores, i, l, first, second, pairs, information);
        }
      }
    }
    start += chunk.items.length;
  }
}

/** Items in stretches of at most so many rows, or of one item. */
function withinRows(items: Int32Array, categories: Int32Array, rowMax: number): Int32Array[] {
  const stretches: Int32Array[] = [];
  for (let start = 0; start < items.length;) {
    let end = start + 1;
    let rows = categories[items[start]];
    while (end < items.length && rows + categories[items[end]] <= rowMax) rows += categories[items[end++]];
    stretches.push(items.subarray(start, end));
    start = end;
  }
  return stretches;
}

function contractPair(
  input: InformationInput,
  scores: ItemScores,
  i: number,
  l: number,
  first: ItemRows,
  second: ItemRows,
  pairs: PairCounts,
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
      const place = (first.starts[i] + k) * pairs.width + second.starts[l] + h;
      if (pairs.isThere[place] === 0) continue;
      const pair = place * nodes.length;
      for (let a = 0; a < left.parameters.length; a++) {
        const row = layout.freePlace[layout.offsets[i] + a];
        if (row < 0) continue;
        const ofLeft = scores.row(i, rows[i] + k, a) * nodes.length;
        for (let b = 0; b < right.parameters.length; b++) {
          const column = layout.freePlace[layout.offsets[l] + b];
          if (column < 0) continue;
          const ofRight = scores.row(l, rows[l] + h, b) * nodes.length;
          let sum = 0;
          for (let q = 0; q < nodes.length; q++) {
            sum += pairs.table[pair + q] * table[ofLeft + q] * table[ofRight + q];
          }
          // A shared parameter meets itself here, once from each side.
          information[row * size + column] -= sum;
          information[column * size + row] -= sum;
        }
      }
    }
  }
}
