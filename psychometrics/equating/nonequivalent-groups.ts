import type { Uniform } from "../numeric/random.js";
import { equipercentile, equivalentAt, type EquatedScore } from "./equipercentile.js";
import { Refusal } from "../messages/refusal.js";

/** A group that took one form: each test taker's sum score on it and on the anchor, and weight. */
export interface AnchoredScores {
  totals: readonly number[];
  anchors: readonly number[];
  weights?: readonly number[];
  highestTotal: number;
  highestAnchor: number;
}

/** How to equate forms of groups that differ. */
export interface AnchoredEquatingOptions {
  /** Through the anchor's own scale, or on a population made of both groups. */
  method: "chained" | "frequency-estimation";
  /** The weight of the first group in that population; 0.5 by default. */
  firstWeight?: number;
  /** For standard errors: how many bootstrap samples, and where their numbers come from. None by default. */
  bootstrap?: { replications: number; uniform: Uniform };
}

/** Shares of totals by anchor score: anchors x totals, row by row. */
interface Joint {
  shares: Float64Array;
  totals: number;
  anchors: number;
}

/**
 * Equating of two forms that have an anchor in common and were taken by groups that differ (Kolen & Brennan, 2014, ch. 5).
 * `chained`: from the first form to the anchor in the first group, and on to the second form in the second group.
 * `frequency-estimation`: equipercentile on a population of both, in which scores given the anchor are taken to be
 * distributed alike in both groups. Standard errors are by the bootstrap over test takers; with unequal weights over as many as
 * the weights are worth (Kish, 1965).
 *
 * @throws {RangeError} when lists are not as long as each other, a score is out of range, the anchors differ in length, or
 * (frequency estimation) an anchor score of one group does not occur in the other.
 */
export function equateByAnchor(
  first: AnchoredScores,
  second: AnchoredScores,
  options: AnchoredEquatingOptions,
): EquatedScore[] {
  if (first.highestAnchor !== second.highestAnchor) {
    throw new Refusal("anchors-differ", { value: first.highestAnchor, highest: second.highestAnchor });
  }
  const joints = [jointOf(first, 1), jointOf(second, 2)] as const;
  const equivalents = equateJoints(joints[0], joints[1], options);
  const errors = options.bootstrap ? bootstrapErrors(first, second, joints, options) : null;
  return Array.from(equivalents, (equivalent, score) => ({
    score,
    equivalent,
    standardError: errors ? errors[score] : null,
  }));
}

/** @param number of the group, 1 or 2. */
function jointOf(
  { totals, anchors, weights, highestTotal, highestAnchor }: AnchoredScores,
  number: number,
): Joint {
  if (totals.length !== anchors.length || (weights && weights.length !== totals.length))
    throw new Refusal("group-lists-differ", { number });
  const joint = {
    shares: new Float64Array((highestTotal + 1) * (highestAnchor + 1)),
    totals: highestTotal + 1,
    anchors: highestAnchor + 1,
  };
  let sum = 0;
  totals.forEach((total, p) => {
    const anchor = anchors[p];
    const fits = (score: number, highest: number) =>
      Number.isInteger(score) && score >= 0 && score <= highest;
    if (!fits(total, highestTotal) || !fits(anchor, highestAnchor)) {
      const most = { highest: highestTotal, most: highestAnchor };
      throw new Refusal("group-scores-not-whole", { number, row: p + 1, score: total, anchor, ...most });
    }
    const weight = weights ? weights[p] : 1;
    joint.shares[anchor * joint.totals + total] += weight;
    sum += weight;
  });
  if (!(sum > 0)) throw new Refusal("group-weightless", { number });
  return { ...joint, shares: joint.shares.map((share) => share / sum) };
}

function equateJoints(first: Joint, second: Joint, options: AnchoredEquatingOptions): Float64Array {
  if (options.method === "chained") {
    const { equivalents } = equipercentile(totalShares(first), anchorShares(first));
    const [fromAnchor, toTotal] = [anchorShares(second), totalShares(second)];
    return equivalents.map((anchor) => equivalentAt(fromAnchor, toTotal, anchor));
  }
  const weight = options.firstWeight ?? 0.5;
  if (!(weight >= 0 && weight <= 1)) throw new Refusal("weight-range", { value: weight });
  const mixed = (own: Float64Array, elsewhere: Float64Array, ownWeight: number) =>
    own.map((share, score) => ownWeight * share + (1 - ownWeight) * elsewhere[score]);
  return equipercentile(
    mixed(totalShares(first), totalsGivenAnchor(first, anchorShares(second), 1 - weight), weight),
    mixed(totalShares(second), totalsGivenAnchor(second, anchorShares(first), weight), 1 - weight),
  ).equivalents;
}

function totalShares({ shares, totals, anchors }: Joint): Float64Array {
  const out = new Float64Array(totals);
  for (let anchor = 0; anchor < anchors; anchor++)
    for (let total = 0; total < totals; total++) out[total] += shares[anchor * totals + total];
  return out;
}

function anchorShares({ shares, totals, anchors }: Joint): Float64Array {
  return Float64Array.from({ length: anchors }, (_, anchor) =>
    shares.subarray(anchor * totals, (anchor + 1) * totals).reduce((sum, share) => sum + share, 0),
  );
}

/** The totals of a group if its anchor scores were distributed as another's. */
function totalsGivenAnchor(joint: Joint, others: Float64Array, needed: number): Float64Array {
  const { shares, totals } = joint;
  const own = anchorShares(joint);
  const out = new Float64Array(totals);
  others.forEach((share, anchor) => {
    if (share === 0 || needed === 0) return;
    if (own[anchor] === 0) {
      throw new Refusal("anchor-score-of-one-group", { score: anchor });
    }
    for (let total = 0; total < totals; total++)
      out[total] += (share * shares[anchor * totals + total]) / own[anchor];
  });
  return out;
}

/** Standard deviations over samples drawn from both joint distributions; a sample that cannot be equated is drawn again. */
function bootstrapErrors(
  first: AnchoredScores,
  second: AnchoredScores,
  joints: readonly [Joint, Joint],
  options: AnchoredEquatingOptions,
): Float64Array {
  const { replications, uniform } = options.bootstrap ?? { replications: 0, uniform: () => 0 };
  if (!(replications >= 2)) throw new Refusal("few-replications", { count: replications });
  const sources = [first, second].map((group, g) => resampler(joints[g], effectiveCount(group)));
  const results: Float64Array[] = [];
  for (let attempt = 0; results.length < replications; attempt++) {
    if (attempt === 10 * replications) throw new Refusal("samples-without-anchor");
    const drawn = sources.map((source) => source(uniform));
    try {
      results.push(equateJoints(drawn[0], drawn[1], options));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return results[0].map((_, score) => {
    const mean = results.reduce((sum, row) => sum + row[score], 0) / replications;
    const squares = results.reduce((sum, row) => sum + (row[score] - mean) ** 2, 0);
    return Math.sqrt(squares / (replications - 1));
  });
}

/** Test takers; with unequal weights what they are worth, (sum of weights)^2 / sum of squares (Kish, 1965). */
function effectiveCount({ totals, weights }: AnchoredScores): number {
  if (!weights) return totals.length;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  return Math.max(1, Math.round((sum * sum) / squares));
}

/** Draws samples of a joint distribution. */
function resampler(joint: Joint, count: number): (uniform: Uniform) => Joint {
  const upTo = Float64Array.from(joint.shares);
  for (let cell = 1; cell < upTo.length; cell++) upTo[cell] += upTo[cell - 1];
  return (uniform) => {
    const shares = new Float64Array(joint.shares.length);
    for (let n = 0; n < count; n++) shares[cellAt(upTo, uniform())] += 1 / count;
    return { ...joint, shares };
  };
}

/** The first cell whose cumulative share is above a number in [0, 1). */
function cellAt(upTo: Float64Array, u: number): number {
  const total = upTo[upTo.length - 1];
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle] > u * total) high = middle;
    else low = middle + 1;
  }
  return low;
}
