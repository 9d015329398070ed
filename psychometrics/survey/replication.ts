import { Refusal } from "../messages/refusal.js";

/** The ways of making replicate weights, each with its own variance formula. */
export const replicationMethods = ["brr", "fay", "jk1", "jk2", "jk2-both", "bootstrap"] as const;

/** One of `replicationMethods`. */
export type ReplicationMethod = (typeof replicationMethods)[number];

/** A sample's weights and replicate weights: all that its variances need to know of the sampling design. */
export interface Replication {
  method: ReplicationMethod;
  /** The full-sample weight of each person. */
  full: Float64Array;
  /** For each replicate, the weight of each person. */
  replicates: readonly Float64Array[];
  /** The sampling variance is this times the sum over replicates of (estimate of the replicate - full estimate)^2. */
  factor: number;
  /** The stratum of each person, where replicates of a stratified sample were made from it: degrees of freedom ask for it. */
  strata?: readonly string[];
}

/** One replicate says nothing of how replicates vary: the jackknife's factor is 0 then, and so would be every error. */
const replicatesMin = 2;

/**
 * Weights with the factor that belongs to their method; G is the number of replicates:
 *
 * - `brr`, balanced repeated replication: 1 / G;
 * - `fay`, with perturbation k (PISA: 80 replicates, k = 0.5, hence 1 / 20): 1 / (G (1 - k)^2);
 * - `jk1`, one unit of an unstratified sample left out at a time: (G - 1) / G;
 * - `jk2`, one replicate per zone (TIMSS and PIRLS until 2011, SEA-PLM): 1;
 * - `jk2-both`, two replicates per zone, one for either half (TIMSS and PIRLS since 2015): 1 / 2;
 * - `bootstrap`: 1 / G.
 *
 * A factor of another method gives standard errors wrong by a factor of four and more, which no number betrays: hence
 * the method has to be named.
 *
 * @param fayFactor k, for `fay` only; 0.5 by default.
 * @throws {RangeError} for fewer than two replicates, an odd number of them for `jk2-both`, lists of other lengths, weights
 * that are no numbers (negative full weights too), or k outside [0, 1).
 *
 * Wolter, K. M. (2007). Introduction to variance estimation (2nd ed.). Springer. Judkins, D. R. (1990). Fay's method for
 * variance estimation. Journal of Official Statistics, 6, 223-239.
 */
export function replication(
  method: ReplicationMethod,
  full: ArrayLike<number>,
  replicates: readonly ArrayLike<number>[],
  fayFactor = 0.5,
): Replication {
  if (replicates.length === 0) throw new Refusal("no-replicates");
  if (!(fayFactor >= 0 && fayFactor < 1)) throw new Refusal("fay-factor-range", { value: fayFactor });
  const weights = Float64Array.from(full);
  const negative = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (negative >= 0) throw new Refusal("weight-negative", { row: negative + 1, weight: weights[negative] });
  const copies = replicates.map((source, r) => {
    if (source.length !== weights.length) {
      throw new Refusal("replicate-length", {
        replicate: r + 1,
        count: source.length,
        persons: weights.length,
      });
    }
    const copy = source instanceof Float64Array ? source : Float64Array.from(source);
    const bad = firstNotFinite(copy);
    if (bad >= 0)
      throw new Refusal("replicate-no-weight", { replicate: r + 1, row: bad + 1, value: copy[bad] });
    return copy;
  });
  if (replicates.length < replicatesMin)
    throw new Refusal("few-replicates", { least: replicatesMin, count: replicates.length });
  if (method === "jk2-both" && replicates.length % 2 === 1) {
    throw new Refusal("replicates-odd", { count: replicates.length });
  }
  return { method, full: weights, replicates: copies, factor: factorOf(method, copies.length, fayFactor) };
}

/** A plain loop: there are tens of millions of replicate weights in an international file. */
function firstNotFinite(values: Float64Array): number {
  for (let p = 0; p < values.length; p++) if (!Number.isFinite(values[p])) return p;
  return -1;
}

function factorOf(method: ReplicationMethod, count: number, fayFactor: number): number {
  switch (method) {
    case "fay":
      return 1 / (count * (1 - fayFactor) ** 2);
    case "jk1":
      return (count - 1) / count;
    case "jk2":
      return 1;
    case "jk2-both":
      return 1 / 2;
    case "brr":
    case "bootstrap":
      return 1 / count;
  }
}
