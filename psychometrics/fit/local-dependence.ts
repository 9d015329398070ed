import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import { align, type AlignedData } from "../persons/align.js";

/** How two items hang together beyond what ability explains. */
export interface LocalDependence {
  items: [string, string];
  /** Weighted number of test takers with a response to both. */
  n: number;
  /** Chi-square of the two-way table, with the sign of the dependence: plus where the items agree more than expected. */
  ldX2: number | null;
  df: number;
  p: number | null;
  /** Cramer's V of the same, from -1 to 1. */
  cramersV: number | null;
}

/**
 * LD-X2 (Chen & Thissen, 1997) of every pair of items: the observed two-way table of categories against
 * N times the integral of P_i P_j over the population, on (K_i - 1)(K_j - 1) degrees of freedom, which is a little too
 * many, for parameters were estimated. The sign is that of the observed correlation less the expected one.
 * Pairs rest on the test takers presented both; weights count as frequencies; groups enter by their shares of these.
 * Null where nobody was presented both.
 *
 * @throws {RangeError} as `align`.
 *
 * Chen, W.-H., & Thissen, D. (1997). Local dependence indexes for item pairs using item response theory.
 * Journal of Educational and Behavioral Statistics, 22(3), 265-289.
 */
export function localDependence(calibration: Calibration, data: ResponseData): LocalDependence[] {
  const aligned = align(calibration, data);
  const found: LocalDependence[] = [];
  for (let j = 1; j < calibration.items.length; j++) {
    for (let i = 0; i < j; i++) {
      found.push({
        items: [calibration.items[i].item, calibration.items[j].item],
        ...comparePair(aligned, i, j),
      });
    }
  }
  return found;
}

function comparePair(aligned: AlignedData, i: number, j: number): Omit<LocalDependence, "items"> {
  const { patterns, items } = aligned;
  const [rows, columns] = [items[i].categories, items[j].categories];
  const observed = new Float64Array(rows * columns);
  const groups = new Float64Array(patterns.groupCount);
  for (let n = 0; n < patterns.patternCount; n++) {
    const a = patterns.responses[n * items.length + i];
    const b = patterns.responses[n * items.length + j];
    if (a < 0 || b < 0) continue;
    observed[a * columns + b] += patterns.weights[n];
    groups[patterns.groups[n]] += patterns.weights[n];
  }
  return dependenceOf(observed, expectedTable(aligned, i, j, groups), columns);
}

/**
 * LD-X2 of one pair.
 *
 * @param observed the two-way table of categories, row by row.
 * @param expected the same for as many test takers.
 */
export function dependenceOf(
  observed: Float64Array,
  expected: Float64Array,
  columns: number,
): Omit<LocalDependence, "items"> {
  const n = observed.reduce((sum, value) => sum + value, 0);
  const rows = observed.length / columns;
  const df = (rows - 1) * (columns - 1);
  if (!(n > 0)) return { n, ldX2: null, df, p: null, cramersV: null };
  let chiSquare = 0;
  observed.forEach((value, at) => {
    if (expected[at] > 0) chiSquare += (value - expected[at]) ** 2 / expected[at];
  });
  const sign = correlationOf(observed, columns, n) < correlationOf(expected, columns, n) ? -1 : 1;
  return {
    n,
    ldX2: sign * chiSquare,
    df,
    p: chiSquareUpperTail(chiSquare, df),
    cramersV: sign * Math.sqrt(chiSquare / (n * Math.min(rows - 1, columns - 1))),
  };
}

function expectedTable(aligned: AlignedData, i: number, j: number, groups: Float64Array): Float64Array {
  const { items, posteriors, nodes, logProbabilities, mass } = aligned;
  const [rows, columns] = [items[i].categories, items[j].categories];
  const expected = new Float64Array(rows * columns);
  const population = nodes.map((_, q) => mass.reduce((sum, values, g) => sum + groups[g] * values[q], 0));
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < columns; b++) {
      const first = (posteriors.rows[i] + a) * nodes.length;
      const second = (posteriors.rows[j] + b) * nodes.length;
      let sum = 0;
      for (let q = 0; q < nodes.length; q++)
        sum += population[q] * Math.exp(logProbabilities[first + q] + logProbabilities[second + q]);
      expected[a * columns + b] = sum;
    }
  }
  return expected;
}

function correlationOf(table: Float64Array, columns: number, n: number): number {
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  table.forEach((value, at) => {
    const [a, b] = [Math.floor(at / columns), at % columns];
    x += (value * a) / n;
    y += (value * b) / n;
    xx += (value * a * a) / n;
    yy += (value * b * b) / n;
    xy += (value * a * b) / n;
  });
  return (xy - x * y) / Math.sqrt((xx - x * x) * (yy - y * y));
}
