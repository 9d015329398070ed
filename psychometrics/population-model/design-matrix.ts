import { choleskyInPlace, solveLower, solveUpper } from "../numeric/cholesky.js";
import { weightedCrossProduct } from "../numeric/dense.js";
import { message, type Message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/** Named predictors, without the intercept. */
export interface DesignMatrix {
  names: readonly string[];
  /** All test takers' values of the first predictor, then all of the second, and so on. */
  columns: Float64Array;
}

/** A predictor that takes no part. */
export interface DroppedColumn {
  name: string;
  reason: Message;
}

// A column that the ones before it explain to all but this share of its variance says nothing of its own.
const shareMin = 1e-8;

/** Predictors with weighted mean 0 and variance 1, none of which the others make up; and what was left out. */
export class ScaledDesignMatrix {
  readonly personCount: number;
  /** The names of the columns kept. */
  readonly names: string[];
  readonly dropped: DroppedColumn[] = [];
  /** A column of the design in each row. */
  readonly columns: Float64Array;
  readonly means: Float64Array;
  readonly scales: Float64Array;
  private readonly weights: Float64Array;
  private readonly weightSum: number;
  private readonly factor: Float64Array;

  /**
   * Standardise the columns and leave out those that are constant or made up of earlier ones.
   *
   * @param weights of the test takers in estimation; those with weight 0 are standardised by the others' mean and SD.
   * @throws {RangeError} naming the place of a value that is no number, or when the weights sum to zero.
   */
  constructor(design: DesignMatrix, weights: Float64Array) {
    const personCount = weights.length;
    const { names, columns } = design;
    if (columns.length !== personCount * names.length)
      throw new Refusal("design-length", { count: columns.length, most: names.length, persons: personCount });
    const bad = columns.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new Refusal("predictor-no-number", {
        row: (bad % personCount) + 1,
        name: names[Math.floor(bad / personCount)],
        value: columns[bad],
      });
    this.personCount = personCount;
    this.weights = weights;
    this.weightSum = weights.reduce((sum, weight) => sum + weight, 0);
    if (!(this.weightSum > 0)) throw new Refusal("nobody-counts");

    const all = columns.slice();
    const { means, scales } = standardise(all, names.length, weights, this.weightSum);
    const varying = names.flatMap((_, j) => (scales[j] > 0 ? [j] : []));
    const varyingColumns = varying.length === names.length ? all : gather(all, varying, personCount);
    const products = weightedCrossProduct(varyingColumns, varying.length, personCount, weights);
    const independent = independentColumns(products, varying.length);
    const keptSet = new Set(independent.map((place) => varying[place]));
    names.forEach((name, j) => {
      if (keptSet.has(j)) return;
      const reason = message(scales[j] > 0 ? "column-made-up" : "column-constant");
      this.dropped.push({ name, reason });
    });
    const kept = [...keptSet];
    this.names = kept.map((j) => names[j]);
    this.means = Float64Array.from(kept, (j) => means[j]);
    this.scales = Float64Array.from(kept, (j) => scales[j]);
    this.columns = kept.length === names.length ? all : gather(all, kept, personCount);
    this.factor = Float64Array.from({ length: kept.length ** 2 }, (_, n) => {
      const [i, j] = [independent[Math.floor(n / kept.length)], independent[n % kept.length]];
      return products[i * varying.length + j];
    });
    choleskyInPlace(this.factor, kept.length, 0);
  }

  /** Fill `out` (test takers x dimensions) with the fitted values; the first coefficient of each dimension is the intercept. */
  fitted(coefficients: Float64Array, dimensionCount: number, out: Float64Array): void {
    const { personCount, columns } = this;
    const width = this.names.length + 1;
    for (let d = 0; d < dimensionCount; d++) {
      const sums = new Float64Array(personCount).fill(coefficients[d * width]);
      for (let j = 1; j < width; j++) {
        const coefficient = coefficients[d * width + j];
        if (coefficient === 0) continue;
        const at = (j - 1) * personCount;
        for (let p = 0; p < personCount; p++) sums[p] += coefficient * columns[at + p];
      }
      for (let p = 0; p < personCount; p++) out[p * dimensionCount + d] = sums[p];
    }
  }

  /** The weighted least-squares coefficients of each dimension of `targets` (test takers x dimensions). */
  regress(targets: Float64Array, dimensionCount: number): Float64Array {
    const { personCount, columns, weights } = this;
    const width = this.names.length + 1;
    const coefficients = new Float64Array(dimensionCount * width);
    const weighted = new Float64Array(personCount);
    for (let d = 0; d < dimensionCount; d++) {
      let sum = 0;
      for (let p = 0; p < personCount; p++) {
        weighted[p] = weights[p] * targets[p * dimensionCount + d];
        sum += weighted[p];
      }
      // The columns have mean 0, so the intercept is the mean whatever the others are.
      coefficients[d * width] = sum / this.weightSum;
      const slopes = coefficients.subarray(d * width + 1, (d + 1) * width);
      for (let j = 0; j < slopes.length; j++) {
        const at = j * personCount;
        let product = 0;
        for (let p = 0; p < personCount; p++) product += columns[at + p] * weighted[p];
        slopes[j] = product;
      }
      solveLower(this.factor, slopes.length, slopes);
      solveUpper(this.factor, slopes.length, slopes);
    }
    return coefficients;
  }
}

/** Standardise each row in place; a scale of 0 marks a column that does not vary. */
function standardise(
  columns: Float64Array,
  count: number,
  weights: Float64Array,
  weightSum: number,
): { means: Float64Array; scales: Float64Array } {
  const personCount = weights.length;
  const means = new Float64Array(count);
  const scales = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const column = columns.subarray(j * personCount, (j + 1) * personCount);
    let sum = 0;
    let largest = 0;
    for (let p = 0; p < personCount; p++) {
      sum += weights[p] * column[p];
      if (weights[p] > 0) largest = Math.max(largest, Math.abs(column[p]));
    }
    means[j] = sum / weightSum;
    let squares = 0;
    for (let p = 0; p < personCount; p++) squares += weights[p] * (column[p] - means[j]) ** 2;
    const scale = Math.sqrt(squares / weightSum);
    // What is left of a constant after subtracting its mean is rounding error.
    scales[j] = scale > 1e-10 * largest ? scale : 0;
    for (let p = 0; p < personCount; p++) column[p] = scales[j] > 0 ? (column[p] - means[j]) / scale : 0;
  }
  return { means, scales };
}

function gather(columns: Float64Array, wanted: readonly number[], length: number): Float64Array {
  const out = new Float64Array(wanted.length * length);
  wanted.forEach((j, place) => out.set(columns.subarray(j * length, (j + 1) * length), place * length));
  return out;
}

/** The places of the columns that earlier ones do not make up, from the columns' products. */
function independentColumns(products: Float64Array, count: number): number[] {
  const whole = Array.from({ length: count }, (_, j) => j);
  if (choleskyInPlace(products.slice(), count, shareMin) < 0) return whole;
  // A Cholesky decomposition that passes over the columns with nothing left of their own.
  const kept: number[] = [];
  const rows: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const row = new Float64Array(kept.length + 1);
    let pivot = products[i * count + i];
    for (let n = 0; n < kept.length; n++) {
      let sum = products[i * count + kept[n]];
      const other = rows[n];
      for (let k = 0; k < n; k++) sum -= row[k] * other[k];
      row[n] = sum / other[n];
      pivot -= row[n] ** 2;
    }
    if (!(pivot > shareMin * products[i * count + i])) continue;
    row[kept.length] = Math.sqrt(pivot);
    rows.push(row);
    kept.push(i);
  }
  return kept;
}
