import { studentTwoSided } from "../numeric/student.js";
import { withoutRounding } from "../numeric/without-rounding.js";
import { combine, linearCombination, type ReplicatedValue, type SamplingVarianceRule } from "./combine.js";
import type { Replication } from "./replication.js";
import { message, type Message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/** A difference with its test against none. */
export interface Difference {
  difference: number | null;
  standardError: number | null;
  t: number | null;
  degreesOfFreedom: number | null;
  /** Two-sided, by Student's t. */
  p: number | null;
  reason: Message | null;
}

/**
 * The difference of two statistics of the same sample, such as girls and boys of one country: computed replicate by
 * replicate, so that the covariance through shared schools is in the error.
 *
 * @returns `second` minus `first`.
 */
export function differenceWithin(
  first: ReplicatedValue,
  second: ReplicatedValue,
  replication: Pick<Replication, "method" | "factor">,
  rule: SamplingVarianceRule = "all",
): Difference {
  const parts = [
    { value: second, coefficient: 1 },
    { value: first, coefficient: -1 },
  ];
  const { estimate, standardError, degreesOfFreedom, reason } = combine(
    linearCombination(parts),
    replication,
    rule,
  );
  return tested(estimate, standardError, degreesOfFreedom, reason);
}

/** An estimate as a comparison needs it. */
export interface ComparedEstimate {
  estimate: number | null;
  standardError: number | null;
  degreesOfFreedom?: number | null;
}

/**
 * The difference of two statistics of independent samples, such as two countries, or two cycles of a study (then
 * with the link error between their scales): variances add. Degrees of freedom by Satterthwaite; without those of the
 * parts, the normal distribution.
 *
 * @param linkError in the units of the statistic; 0 within a cycle.
 * @returns `second` minus `first`.
 * @throws {RangeError} for a negative link error.
 */
export function differenceBetween(
  first: ComparedEstimate,
  second: ComparedEstimate,
  linkError = 0,
): Difference {
  if (!(linkError >= 0)) throw new Refusal("link-error-negative", { value: linkError });
  if (first.estimate === null || second.estimate === null)
    return tested(null, null, null, message("no-estimate-of-one"));
  const difference = differenceOf(second.estimate, first.estimate);
  if (first.standardError === null || second.standardError === null) {
    return tested(difference, null, null, message("no-standard-error-of-one"));
  }
  const variances = [first, second].map(({ standardError }) => (standardError ?? 0) ** 2);
  const total = variances[0] + variances[1] + linkError ** 2;
  const shares = [first, second].map(({ degreesOfFreedom }, n) =>
    degreesOfFreedom ? variances[n] ** 2 / degreesOfFreedom : 0,
  );
  const denominator = shares[0] + shares[1];
  return tested(difference, Math.sqrt(total), denominator > 0 ? total ** 2 / denominator : null, null);
}

/**
 * The mean of independent estimates with equal weight, such as the OECD average: SE = sqrt(sum SE^2) / C.
 *
 * @throws {RangeError} for an empty list.
 */
export function compositeOf(parts: readonly { estimate: number; standardError: number }[]): {
  estimate: number;
  standardError: number;
} {
  if (parts.length === 0) throw new Refusal("nothing-to-average");
  const count = parts.length;
  return {
    estimate: parts.reduce((sum, { estimate }) => sum + estimate, 0) / count,
    standardError: Math.sqrt(parts.reduce((sum, { standardError }) => sum + standardError ** 2, 0)) / count,
  };
}

/**
 * The difference of one part from the composite that it belongs to. Part and whole are not independent: with C parts,
 * Var = sum of SE^2 / C^2 + ((C - 1)^2 - 1) / C^2 * SE_own^2. Degrees of freedom by Satterthwaite, from those of the parts; without
 * them, the normal distribution.
 *
 * @param own the place of the part in `parts`.
 * @returns the part minus the composite.
 */
export function differenceFromComposite(
  parts: readonly { estimate: number; standardError: number; degreesOfFreedom?: number | null }[],
  own: number,
): Difference {
  const composite = compositeOf(parts);
  const count = parts.length;
  const variance =
    composite.standardError ** 2 + (((count - 1) ** 2 - 1) / count ** 2) * parts[own].standardError ** 2;
  const denominator = parts.reduce((sum, { standardError, degreesOfFreedom }, n) => {
    const share = ((n === own ? count - 1 : 1) * standardError) ** 2 / count ** 2;
    return degreesOfFreedom ? sum + share ** 2 / degreesOfFreedom : sum;
  }, 0);
  return tested(
    differenceOf(parts[own].estimate, composite.estimate),
    Math.sqrt(Math.max(0, variance)),
    denominator > 0 ? variance ** 2 / denominator : null,
    null,
  );
}

/** 0 where it is rounding: two groups that are wholly above a cut differ by nothing. */
function differenceOf(one: number, other: number): number {
  return withoutRounding(one - other, Math.abs(one) + Math.abs(other));
}

function tested(
  difference: number | null,
  standardError: number | null,
  degreesOfFreedom: number | null,
  reason: Message | null,
): Difference {
  if (difference === null || standardError === null || !(standardError > 0)) {
    const why = reason ?? (difference === null ? null : message("standard-error-zero"));
    return { difference, standardError, t: null, degreesOfFreedom, p: null, reason: why };
  }
  const t = difference / standardError;
  return { difference, standardError, t, degreesOfFreedom, p: studentTwoSided(t, degreesOfFreedom), reason };
}
