import type { ReplicationMethod } from "./replication.js";

/**
 * The degrees of freedom of a t statistic from replicates and plausible values.
 *
 * Sampling: Welch-Satterthwaite on the replicates' squared deviations, (sum d)^2 / sum d^2. For jackknives of pairs this
 * is corrected as NAEP does (Johnson & Rust, 1992) by 3.16 - 2.77 / sqrt(Z), at least 1 and at most Z, the number of zones that the
 * statistic's persons are in. For the jackknife of units it is at most their number less one. For BRR, Fay and the bootstrap the
 * deviations of replicates are not independent of one another, and say nothing of degrees of freedom: those of the design are taken, the
 * zones of BRR and Fay and the units less strata of the bootstrap, and no more than replicates (for the bootstrap less one).
 * With plausible values: 1 / df = f^2 / (M - 1) + (1 - f)^2 / df_sampling, f the share of missing information.
 *
 * @param squares each replicate's share of the sampling variance.
 * @param valueCount number of plausible values M.
 * @param designDegrees the directions in which replicates move the persons' weights (`weightSpan`); null where they are not known, which is
 * taken for as many as the replicates can have.
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
  designDegrees: number | null = null,
): number | null {
  const sampling = samplingDegrees(method, squares, designDegrees);
  if (valueCount < 2) return sampling;
  const f = missingInformation;
  const inverse = f ** 2 / (valueCount - 1) + (sampling === null ? 0 : (1 - f) ** 2 / sampling);
  return inverse > 0 ? 1 / inverse : null;
}

function samplingDegrees(
  method: ReplicationMethod,
  squares: ArrayLike<number>,
  designDegrees: number | null,
): number | null {
  let sum = 0;
  let sumOfSquares = 0;
  for (let r = 0; r < squares.length; r++) {
    sum += squares[r];
    sumOfSquares += squares[r] ** 2;
  }
  if (!(sumOfSquares > 0)) return null;
  // Totals are moved by what multiplies all weights alike, too: they vary even where the design has no direction.
  const most = Math.min(mostDegrees(method, squares.length), Math.max(1, designDegrees ?? Infinity));
  switch (method) {
    case "brr":
    case "fay":
    case "bootstrap":
      return most;
    case "jk1":
      return Math.min(most, sum ** 2 / sumOfSquares);
    case "jk2":
    case "jk2-both": {
      // Two replicates of a zone say the same twice: each holds half of the zone's share.
      const twice = method === "jk2" ? 1 : 2;
      const corrected = ((3.16 - 2.77 / Math.sqrt(most)) * sum ** 2) / (twice * sumOfSquares);
      // A single zone has 1, of which the correction, made for many, would leave 0.39.
      return Math.min(most, Math.max(1, corrected));
    }
  }
}

/** The degrees of freedom that a number of replicates can have at most. */
function mostDegrees(method: ReplicationMethod, count: number): number {
  switch (method) {
    case "brr":
    case "fay":
    case "jk2":
      return count;
    case "jk1":
    case "bootstrap":
      return count - 1;
    case "jk2-both":
      return count / 2;
  }
}
