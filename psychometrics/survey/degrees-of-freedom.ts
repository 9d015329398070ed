import type { ReplicationMethod } from "./replication.js";

/**
 * The degrees of freedom of a t statistic from replicates and plausible values.
 *
 * Sampling: Welch-Satterthwaite on the replicates' squared deviations, (sum d)^2 / sum d^2. For jackknives of pairs this
 * is corrected as NAEP does (Johnson & Rust, 1992) by 3.16 - 2.77 / sqrt(Z), and never more than Z, the number of zones. For BRR and Fay the
 * replicates are not independent of one another, and their number is taken; for the bootstrap that number less one.
 * With plausible values: 1 / df = f^2 / (M - 1) + (1 - f)^2 / df_sampling, f the share of missing information.
 *
 * @param squares each replicate's share of the sampling variance.
 * @param valueCount number of plausible values M.
 * @returns null where nothing varies.
 *
 * Johnson, E. G., & Rust, K. F. (1992). Population inferences and variance estimation for NAEP data. Journal of
 * Educational Statistics, 17, 175-190.
 */
export function degreesOfFreedom(
  method: ReplicationMethod,
  squares: ArrayLike<number>,
  valueCount: number,
  missingInformation: number,
): number | null {
  const sampling = samplingDegrees(method, squares);
  if (valueCount < 2) return sampling;
  const f = missingInformation;
  const inverse = f ** 2 / (valueCount - 1) + (sampling === null ? 0 : (1 - f) ** 2 / sampling);
  return inverse > 0 ? 1 / inverse : null;
}

function samplingDegrees(method: ReplicationMethod, squares: ArrayLike<number>): number | null {
  const count = squares.length;
  let sum = 0;
  let sumOfSquares = 0;
  for (let r = 0; r < count; r++) {
    sum += squares[r];
    sumOfSquares += squares[r] ** 2;
  }
  if (!(sumOfSquares > 0)) return null;
  switch (method) {
    case "brr":
    case "fay":
      return count;
    case "bootstrap":
      return count - 1;
    case "jk1":
      return Math.min(count - 1, sum ** 2 / sumOfSquares);
    case "jk2":
    case "jk2-both": {
      // Two replicates of a zone say the same twice: each holds half of the zone's share.
      const twice = method === "jk2" ? 1 : 2;
      const zones = count / twice;
      return Math.min(zones, ((3.16 - 2.77 / Math.sqrt(zones)) * sum ** 2) / (twice * sumOfSquares));
    }
  }
}
