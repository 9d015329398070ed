import { choleskyInPlace, solveLower, solveUpper } from "../numeric/cholesky.js";
import { weightedCrossProduct } from "../numeric/dense.js";
import type { ScaledDesignMatrix } from "../population-model/design-matrix.js";
import type { CaseMoments } from "./abilities.js";
import type { Cases } from "./cases.js";

/** The regressors as the estimation has them. */
export interface GroupedRegressors {
  /** Less each group's weighted means, and of variance 1. */
  design: ScaledDesignMatrix;
  /** For each group the regressors' weighted means, in their own units. */
  groupMeans: readonly Float64Array[];
}

/** One group's cases that count. */
interface GroupDesign {
  cases: Int32Array;
  weights: Float64Array;
  /** Regressors x cases. */
  columns: Float64Array;
  /** Weighted sums of squares and products, regressors x regressors. */
  products: Float64Array;
}

/**
 * The regression of abilities on regressors, whose coefficients all groups have in common. Regressors are less their groups'
 * means, so that groups' means of ability say nothing of coefficients, nor these of them.
 */
export class LatentRegression {
  readonly size: number;
  readonly regressors: GroupedRegressors;
  /** Of the standardised regressors, dimension by dimension. */
  coefficients: Float64Array;
  /** None where there is one group, for which all dimensions' coefficients are those of least squares. */
  private readonly groups: readonly GroupDesign[];

  constructor(regressors: GroupedRegressors, size: number, cases: Cases) {
    this.size = size;
    this.regressors = regressors;
    this.coefficients = new Float64Array(size * this.count);
    const groupCount = regressors.groupMeans.length;
    this.groups = groupCount === 1 ? [] : regressors.groupMeans.map((_, g) => designOf(regressors, cases, g));
  }

  /** How many regressors there are. */
  get count(): number {
    return this.regressors.design.names.length;
  }

  /** Fill `out`, cases x dimensions, with what the regressors add to the groups' means. */
  fillShifts(out: Float64Array): void {
    const { size, count, coefficients } = this;
    const withoutMeans = new Float64Array(size * (count + 1));
    for (let d = 0; d < size; d++)
      withoutMeans.set(coefficients.subarray(d * count, (d + 1) * count), d * (count + 1) + 1);
    this.regressors.design.fitted(withoutMeans, size, out);
  }

  /**
   * The most likely coefficients given the groups' covariances. With one of these all dimensions have the same regressors, so
   * that they are those of least squares, each dimension by itself; with several, of generalised least squares.
   *
   * @param precisions the inverses of the groups' covariances.
   */
  maximize(moments: CaseMoments, precisions: readonly Float64Array[]): void {
    const { size, count } = this;
    if (this.groups.length > 0) {
      this.coefficients = this.generalised(moments, precisions) ?? this.coefficients;
      return;
    }
    const all = this.regressors.design.regress(moments.means, size);
    this.coefficients = this.coefficients.slice();
    for (let d = 0; d < size; d++) {
      const from = d * (count + 1) + 1;
      this.coefficients.set(all.subarray(from, from + count), d * count);
    }
  }

  private generalised({ means }: CaseMoments, precisions: readonly Float64Array[]): Float64Array | null {
    const { size, count } = this;
    const width = size * count;
    const matrix = new Float64Array(width * width);
    const target = new Float64Array(width);
    this.groups.forEach((group, g) => {
      const sums = productsWith(group, means, size);
      for (let d = 0; d < size; d++) {
        for (let e = 0; e < size; e++) {
          const share = precisions[g][d * size + e];
          for (let j = 0; j < count; j++) {
            target[d * count + j] += share * sums[e * count + j];
            const row = (d * count + j) * width + e * count;
            for (let k = 0; k < count; k++) matrix[row + k] += share * group.products[j * count + k];
          }
        }
      }
    });
    if (choleskyInPlace(matrix, width) >= 0) return null;
    solveLower(matrix, width, target);
    solveUpper(matrix, width, target);
    return target;
  }
}

function designOf({ design }: GroupedRegressors, { groups, weights, seen }: Cases, g: number): GroupDesign {
  const places: number[] = [];
  groups.forEach((own, n) => {
    if (own === g && seen[n] > 0 && weights[n] > 0) places.push(n);
  });
  const count = design.names.length;
  const columns = new Float64Array(count * places.length);
  for (let j = 0; j < count; j++)
    places.forEach((n, at) => (columns[j * places.length + at] = design.columns[j * design.personCount + n]));
  const own = Float64Array.from(places, (n) => weights[n]);
  return {
    cases: Int32Array.from(places),
    weights: own,
    columns,
    products: weightedCrossProduct(columns, count, places.length, own),
  };
}

/** Weighted sums of the regressors times `values` (all cases x dimensions): dimensions x regressors. */
function productsWith(
  { cases, weights, columns }: GroupDesign,
  values: Float64Array,
  size: number,
): Float64Array {
  const count = cases.length === 0 ? 0 : columns.length / cases.length;
  const sums = new Float64Array(size * count);
  const weighted = new Float64Array(cases.length);
  for (let d = 0; d < size; d++) {
    for (let n = 0; n < cases.length; n++) weighted[n] = weights[n] * values[cases[n] * size + d];
    for (let j = 0; j < count; j++) {
      const from = j * cases.length;
      let sum = 0;
      for (let n = 0; n < cases.length; n++) sum += columns[from + n] * weighted[n];
      sums[d * count + j] = sum;
    }
  }
  return sums;
}
