import { productOfRows, transposed, weightedCrossProduct } from "../numeric/dense.js";
import { largestEigen } from "../numeric/symmetric-eigen.js";
import { Refusal } from "../messages/refusal.js";

/** Columns to be summarised: all test takers' values of the first, then of the second, and so on. */
export interface ComponentSource {
  columns: Float64Array;
  personCount: number;
  names: readonly string[];
}

/** How many components are kept. */
export interface ComponentOptions {
  /** The smallest number whose variances sum to at least this share of the whole: above 0, at most 1. */
  share: number;
  /** No more than this many. */
  countMax?: number;
  /** Sampling weights; all equal by default. Test takers with weight 0 get scores and change nothing. */
  weights?: Float64Array;
}

/** Principal components of standardised columns. */
export interface PrincipalComponents {
  /** `pc1`, `pc2`, ... */
  names: string[];
  /** The kept components' scores: all test takers' of the first component, then of the second, and so on. */
  columns: Float64Array;
  /** Variances of all components, largest first; they sum to the number of columns. */
  eigenvalues: Float64Array;
  /** Share of the whole variance in the kept components. */
  share: number;
  /** Kept components x columns: unit vectors over the standardised columns, each with its largest entry positive. */
  loadings: Float64Array;
}

// Components whose variance is below this share of the first's are rounding error.
const noise = 1e-10;

/**
 * Principal components of columns standardised to mean 0 and variance 1: as many as reach a share of the variance, such
 * as 0.80 (PISA), 0.90 (NAEP, TIMSS) or 0.99 (SEA-PLM). The eigenvectors are taken from whichever is smaller, the
 * correlations of the columns or the products of the test takers.
 *
 * @throws {RangeError} when the share is not above 0 and at most 1, or a column does not vary.
 */
export function principalComponents(
  { columns, personCount, names }: ComponentSource,
  options: ComponentOptions,
): PrincipalComponents {
  const { share, countMax = Infinity } = options;
  if (!(share > 0 && share <= 1)) throw new Refusal("share-of-variance", { value: share });
  const count = names.length;
  const weights = options.weights ?? new Float64Array(personCount).fill(1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const standardised = standardise(columns, names, weights, total);
  const byPerson = transposed(standardised, count, personCount);
  const wanted = (values: Float64Array) => Math.min(countMax, countFor(values, share, count));
  const found =
    count <= personCount
      ? fromCorrelations(standardised, count, weights, total, wanted)
      : fromPersons(byPerson, count, weights, total, wanted);
  const kept = found.vectors.length / Math.max(1, count);
  for (let c = 0; c < kept; c++) turnPositive(found.vectors.subarray(c * count, (c + 1) * count));
  let sum = 0;
  for (let c = 0; c < kept; c++) sum += found.values[c];
  return {
    names: Array.from({ length: kept }, (_, c) => `pc${c + 1}`),
    columns: productOfRows(found.vectors, kept, byPerson, personCount, count),
    eigenvalues: found.values,
    share: count > 0 ? sum / count : 1,
    loadings: found.vectors,
  };
}

function standardise(
  columns: Float64Array,
  names: readonly string[],
  weights: Float64Array,
  total: number,
): Float64Array {
  const personCount = weights.length;
  const out = new Float64Array(columns.length);
  names.forEach((name, j) => {
    const at = j * personCount;
    let mean = 0;
    for (let p = 0; p < personCount; p++) mean += (weights[p] / total) * columns[at + p];
    let variance = 0;
    for (let p = 0; p < personCount; p++) variance += (weights[p] / total) * (columns[at + p] - mean) ** 2;
    if (!(variance > 1e-20 * mean * mean) || !(variance > 0))
      throw new Refusal("column-constant-weighted", { name });
    const scale = 1 / Math.sqrt(variance);
    for (let p = 0; p < personCount; p++) out[at + p] = (columns[at + p] - mean) * scale;
  });
  return out;
}

/** The smallest number of components with the share, of those that are more than rounding error. */
function countFor(values: Float64Array, share: number, whole: number): number {
  let sum = 0;
  for (let c = 0; c < values.length; c++) {
    if (!(values[c] > noise * values[0])) return c;
    sum += values[c];
    if (sum >= share * whole * (1 - 1e-12)) return c + 1;
  }
  return values.length;
}

type Wanted = (values: Float64Array) => number;

function fromCorrelations(
  standardised: Float64Array,
  count: number,
  weights: Float64Array,
  total: number,
  wanted: Wanted,
): { values: Float64Array; vectors: Float64Array } {
  const correlations = weightedCrossProduct(standardised, count, weights.length, weights);
  for (let n = 0; n < correlations.length; n++) correlations[n] /= total;
  return largestEigen(correlations, count, wanted);
}

/** From the products of test takers: u of Z Z' gives the loadings Z'u. */
function fromPersons(
  byPerson: Float64Array,
  count: number,
  weights: Float64Array,
  total: number,
  wanted: Wanted,
): { values: Float64Array; vectors: Float64Array } {
  const personCount = weights.length;
  const scaled = byPerson.map((value, n) => value * Math.sqrt(weights[Math.floor(n / count)] / total));
  const products = weightedCrossProduct(scaled, personCount, count, new Float64Array(count).fill(1));
  const { values, vectors, count: kept } = largestEigen(products, personCount, wanted);
  const loadings = productOfRows(vectors, kept, transposed(scaled, personCount, count), count, personCount);
  for (let c = 0; c < kept; c++) {
    const scale = 1 / Math.sqrt(values[c]);
    for (let j = 0; j < count; j++) loadings[c * count + j] *= scale;
  }
  return { values, vectors: loadings };
}

function turnPositive(vector: Float64Array): void {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest) * (1 + 1e-9)) largest = value;
  if (largest < 0) for (let j = 0; j < vector.length; j++) vector[j] = -vector[j];
}
