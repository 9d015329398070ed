import type { Patterns } from "../../psychometrics/likelihood/patterns.js";

/** Responses of persons to items, row by row; -1 where not presented. */
export interface PlainResponses {
  responses: Int8Array;
  categories: Int32Array;
  weights: Float64Array;
  groups: Int32Array;
}

/** The E-step by its definition: person by person, item by item, in logarithms, with nothing shared or left out. */
export function expectedByDefinition(
  { responses, categories, weights, groups }: PlainResponses,
  nodeCount: number,
  logProbabilities: Float64Array,
  logMass: readonly Float64Array[],
): { logLikelihood: number; counts: Float64Array; groupMass: Float64Array[] } {
  const itemCount = categories.length;
  const rows = [0];
  for (const count of categories) rows.push((rows.at(-1) ?? 0) + count);
  const counts = new Float64Array(logProbabilities.length);
  const groupMass = logMass.map(() => new Float64Array(nodeCount));
  let logLikelihood = 0;
  for (let p = 0; p < weights.length; p++) {
    const logs = logMass[groups[p]].slice();
    for (let i = 0; i < itemCount; i++) {
      const category = responses[p * itemCount + i];
      if (category < 0) continue;
      for (let q = 0; q < nodeCount; q++) logs[q] += logProbabilities[(rows[i] + category) * nodeCount + q];
    }
    const peak = Math.max(...logs);
    const posterior = logs.map((value) => Math.exp(value - peak));
    const total = posterior.reduce((sum, value) => sum + value, 0);
    if (weights[p] > 0) logLikelihood += weights[p] * (peak + Math.log(total));
    for (let q = 0; q < nodeCount; q++) {
      const expected = (weights[p] * posterior[q]) / total;
      groupMass[groups[p]][q] += expected;
      for (let i = 0; i < itemCount; i++) {
        const category = responses[p * itemCount + i];
        if (category >= 0) counts[(rows[i] + category) * nodeCount + q] += expected;
      }
    }
  }
  return { logLikelihood, counts, groupMass };
}

/** The largest difference between two arrays, in units of their largest value or 1. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = a.length === b.length ? 0 : Infinity;
  let size = 1;
  for (let n = 0; n < a.length; n++) {
    size = Math.max(size, Math.abs(b[n]));
    const gap = Math.abs(a[n] - b[n]);
    // NaN is no agreement.
    if (!(gap <= difference)) difference = Number.isNaN(gap) ? Infinity : gap;
  }
  return difference / size;
}

/** The responses of each person, read back from the patterns. */
export function personResponses({ responses, personPattern, itemCount }: Patterns): number[][] {
  return Array.from(personPattern, (n) => Array.from(responses.subarray(n * itemCount, (n + 1) * itemCount)));
}
