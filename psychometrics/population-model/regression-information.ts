import { choleskyInPlace, inverseDiagonal, solveLower, solveUpper } from "../numeric/cholesky.js";
import { weightedCrossProduct } from "../numeric/dense.js";
import type { ScaledDesignMatrix } from "./design-matrix.js";

/**
 * The observed information about the regression coefficients, given the residual covariance S (Louis, 1982):
 *
 *     I = sum over test takers of w (S^-1 - S^-1 V S^-1) (x) x x'
 *
 * where V is the posterior covariance: what is lost by seeing responses in place of abilities. Its inverse is the
 * sampling covariance of the coefficients. Coefficients go dimension by dimension, each with its intercept first.
 *
 * Louis, T. A. (1982). Finding the observed information matrix when using the EM algorithm. JRSS B, 44(2), 226-233.
 */
export class RegressionInformation {
  /** The lower Cholesky factor of the information. */
  readonly factor: Float64Array;
  readonly size: number;
  /** False where the posterior was no narrower than the prior in some direction, and V was left out of account. */
  readonly isObserved: boolean;

  /**
   * @param precision the inverse of the residual covariance, row by row.
   * @param covariances posterior covariances, test takers x dimensions squared.
   */
  constructor(
    design: ScaledDesignMatrix,
    weights: Float64Array,
    precision: Float64Array,
    covariances: Float64Array,
  ) {
    const count = Math.round(Math.sqrt(precision.length));
    const width = design.names.length + 1;
    this.size = count * width;
    const withIntercept = new Float64Array(width * design.personCount);
    withIntercept.fill(1, 0, design.personCount);
    withIntercept.set(design.columns, design.personCount);
    const assemble = (isObserved: boolean) => {
      const information = new Float64Array(this.size ** 2);
      for (let d = 0; d < count; d++) {
        for (let e = 0; e <= d; e++) {
          const shares = informationShares(weights, precision, isObserved ? covariances : null, d, e);
          const block = weightedCrossProduct(withIntercept, width, design.personCount, shares);
          for (let j = 0; j < width; j++)
            for (let h = 0; h < width; h++)
              information[(d * width + j) * this.size + e * width + h] = block[j * width + h];
        }
      }
      return information;
    };
    this.factor = assemble(true);
    this.isObserved = choleskyInPlace(this.factor, this.size) < 0;
    if (!this.isObserved) {
      this.factor = assemble(false);
      choleskyInPlace(this.factor, this.size, 0);
    }
  }

  /** The sampling variances of the coefficients. */
  variances(): Float64Array {
    return inverseDiagonal(this.factor, this.size);
  }

  /** The sampling variance of the sum of `shares` times the coefficients; `shares` is overwritten. */
  varianceOf(shares: Float64Array): number {
    solveLower(this.factor, this.size, shares);
    let sum = 0;
    for (const value of shares) sum += value * value;
    return sum;
  }

  /** Turn standard normal numbers into a deviation with the coefficients' sampling covariance, in place. */
  deviation(normals: Float64Array): void {
    solveUpper(this.factor, this.size, normals);
  }
}

/** Each test taker's w (S^-1 - S^-1 V S^-1) in the place of dimensions d and e. */
function informationShares(
  weights: Float64Array,
  precision: Float64Array,
  covariances: Float64Array | null,
  d: number,
  e: number,
): Float64Array {
  const count = Math.round(Math.sqrt(precision.length));
  return weights.map((weight, p) => {
    let share = precision[d * count + e];
    if (covariances) {
      const at = p * count * count;
      for (let f = 0; f < count; f++)
        for (let g = 0; g < count; g++)
          share -= precision[d * count + f] * covariances[at + f * count + g] * precision[g * count + e];
    }
    return weight * share;
  });
}
