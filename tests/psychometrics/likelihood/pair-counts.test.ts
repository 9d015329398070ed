import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { Posteriors } from "../../../psychometrics/likelihood/expectation.js";
import { PairCounter, rowsOf } from "../../../psychometrics/likelihood/pair-counts.js";
import { findPatterns } from "../../../psychometrics/likelihood/patterns.js";
import { rowStarts } from "../../../psychometrics/likelihood/tables.js";
import { largestDifference } from "../../support/expected-counts.js";

const nodeCount = 7;

/** Posteriors of random responses under random tables: pairs must be counted right whatever the model. */
function drawn(
  personCount: number,
  categories: number[],
  isPresented: (p: number, i: number) => boolean = () => true,
) {
  const random = seedrandom("pairs");
  const itemCount = categories.length;
  const responses = new Int8Array(personCount * itemCount);
  for (let p = 0; p < personCount; p++) {
    categories.forEach((count, i) => {
      responses[p * itemCount + i] = isPresented(p, i) ? Math.floor(count * random()) : -1;
    });
  }
  const weights = Float64Array.from({ length: personCount }, (_, p) => (p % 4) / 2);
  const logProbabilities = new Float64Array((rowStarts(categories).at(-1) ?? 0) * nodeCount).map(() =>
    Math.log(0.1 + 0.8 * random()),
  );
  const logMass = [new Float64Array(nodeCount).fill(-Math.log(nodeCount))];
  const patterns = findPatterns(
    responses,
    Int32Array.from(categories),
    weights,
    new Int32Array(personCount),
    1,
  );
  return { posteriors: new Posteriors(patterns, nodeCount), logProbabilities, logMass };
}

/** Counts of one pair of items, category by category, from every pattern's posterior. */
function byDefinition(
  { posteriors, logProbabilities, logMass }: ReturnType<typeof drawn>,
  i: number,
  l: number,
) {
  const { responses, itemCount, categories, weights } = posteriors.patterns;
  const table = new Float64Array(categories[i] * categories[l] * nodeCount);
  posteriors.visit(logProbabilities, logMass, (n, posterior, from, to) => {
    const [first, second] = [responses[n * itemCount + i], responses[n * itemCount + l]];
    if (first < 0 || second < 0) return;
    for (let q = from; q < to; q++) {
      table[(first * categories[l] + second) * nodeCount + q] += weights[n] * posterior[q];
    }
  });
  return table;
}

function compare(data: ReturnType<typeof drawn>): void {
  const { posteriors, logProbabilities, logMass } = data;
  const { chunks, categories, itemCount } = posteriors.patterns;
  const counter = new PairCounter(posteriors, posteriors.reader(logProbabilities, logMass));
  for (const chunk of chunks) {
    const first = rowsOf(chunk.items, categories);
    // The second items in no order, and not all of them.
    const others = Int32Array.from({ length: itemCount }, (_, i) => itemCount - 1 - i).filter(
      (i) => i % 5 > 0,
    );
    const second = rowsOf(others, categories);
    const { table, isThere, width } = counter.count(chunk, first, second);
    for (const i of chunk.items) {
      for (const l of others) {
        if (l === i) continue;
        const wanted = byDefinition(data, i, l);
        const rows = Array.from({ length: categories[i] * categories[l] }, (_, n) => {
          const [k, h] = [Math.floor(n / categories[l]), n % categories[l]];
          return (first.starts[i] + k) * width + second.starts[l] + h;
        });
        const got = rows.flatMap((row) => [...table.subarray(row * nodeCount, (row + 1) * nodeCount)]);
        // The same numbers added in another order.
        expect(largestDifference(got, wanted)).toBeLessThan(1e-13);
        rows.forEach((row, n) => {
          const sum = wanted.subarray(n * nodeCount, (n + 1) * nodeCount).reduce((a, b) => a + b, 0);
          expect(isThere[row]).toBe(sum > 0 ? 1 : 0);
        });
      }
    }
  }
}

describe("expected counts of pairs of responses are those of the definition", () => {
  it("for items of 2 to 4 categories, seen by all", () => {
    compare(drawn(200, [2, 3, 4, 2, 2, 3, 2, 2, 4, 2, 2]));
  });

  it("for booklets, and responses missing here and there", () => {
    compare(drawn(300, new Array<number>(16).fill(2), (p, i) => (i + p) % 4 < 2));
    compare(drawn(300, [2, 2, 3, 2, 2, 2, 2, 3], (p, i) => (i * 31 + p * 17) % 7 > 0));
  });
});
