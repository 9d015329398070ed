import type { ScoreDistribution } from "./score-distribution.js";

/** A score on one form and what it is worth on the other. */
export interface EquatedScore {
  score: number;
  /** Not rounded; from -0.5 to the other form's highest score + 0.5. */
  equivalent: number;
  standardError: number | null;
}

/**
 * Percentile ranks as shares: the share below a score and half of the share at it, as if scores were spread evenly over
 * half a point to either side (Kolen & Brennan, 2014, ch. 2).
 */
export function percentileRanks(shares: Float64Array): Float64Array {
  let below = 0;
  return shares.map((share) => {
    const rank = below + share / 2;
    below += share;
    return rank;
  });
}

/** A percentile rank's place among shares, and how it moves. */
interface Place {
  equivalent: number;
  inRank: number;
  /** The derivative in each of the shares. */
  inShares: Float64Array;
}

// Ranks that differ by rounding alone are one.
const same = 1e-12;

/**
 * The score at a percentile rank: the inverse of the continued distribution function. Where a stretch of scores that
 * nobody has makes more than one score right, the middle of the stretch.
 */
function placeOfRank(shares: Float64Array, rank: number): Place {
  const inShares = new Float64Array(shares.length);
  // Below or above everybody nothing is known but the ends of the scale.
  if (rank < same) return { equivalent: -0.5, inRank: 0, inShares };
  if (rank > 1 - same) return { equivalent: shares.length - 0.5, inRank: 0, inShares };
  const upper = firstAbove(shares, rank + same);
  const below = cumulative(shares, upper);
  const share = shares[upper];
  const top = upper - 0.5 + Math.max(0, rank - below) / share;
  if (Math.abs(rank - below) > same) {
    for (let score = 0; score < upper; score++) inShares[score] = -1 / share;
    inShares[upper] = -Math.max(0, rank - below) / share ** 2;
    return { equivalent: top, inRank: 1 / share, inShares };
  }
  // The rank is met at the top of one score already, and at the bottom of another that may be further up.
  let lower = upper - 1;
  while (lower > 0 && shares[lower] < same) lower--;
  for (let score = 0; score < upper; score++) inShares[score] = -1 / share;
  return { equivalent: (top + lower + 0.5) / 2, inRank: 1 / share, inShares };
}

function firstAbove(shares: Float64Array, rank: number): number {
  let sum = 0;
  let last = 0;
  for (let score = 0; score < shares.length; score++) {
    sum += shares[score];
    if (shares[score] > 0) last = score;
    if (sum > rank && shares[score] > 0) return score;
  }
  return last;
}

function cumulative(shares: Float64Array, score: number): number {
  let sum = 0;
  for (let s = 0; s < score; s++) sum += shares[s];
  return sum;
}

/** Equivalents of every score, and their derivatives in the shares of both forms. */
export interface Equipercentile {
  equivalents: Float64Array;
  /** A row for each score. */
  inFrom: Float64Array[];
  inTo: Float64Array[];
}

/** The equipercentile function between two distributions; see `equateEquipercentile`. */
export function equipercentile(from: Float64Array, to: Float64Array): Equipercentile {
  const ranks = percentileRanks(from);
  const inFrom: Float64Array[] = [];
  const inTo: Float64Array[] = [];
  const equivalents = ranks.map((rank, score) => {
    const { equivalent, inRank, inShares } = placeOfRank(to, rank);
    inFrom.push(from.map((_, s) => (s < score ? inRank : s === score ? inRank / 2 : 0)));
    inTo.push(inShares);
    return equivalent;
  });
  return { equivalents, inFrom, inTo };
}

/** The equivalent of a score that need not be whole, between -0.5 and the highest + 0.5. */
export function equivalentAt(from: Float64Array, to: Float64Array, score: number): number {
  const whole = Math.min(from.length - 1, Math.max(0, Math.round(score)));
  const within = Math.min(1, Math.max(0, score - whole + 0.5));
  return placeOfRank(to, cumulative(from, whole) + within * from[whole]).equivalent;
}

/**
 * Equipercentile equating of two forms taken by equivalent groups: a score's equivalent has the same percentile rank
 * (Braun & Holland, 1982; Kolen & Brennan, 2014, ch. 2). Smooth the distributions first with `presmooth` where samples are
 * small.
 *
 * Standard errors are by the delta method from the sampling covariance of both distributions, multinomial or smoothed
 * (Lord, 1982; Holland & Thayer, 1987).
 */
export function equateEquipercentile(from: ScoreDistribution, to: ScoreDistribution): EquatedScore[] {
  const { equivalents, inFrom, inTo } = equipercentile(from.shares, to.shares);
  return Array.from(equivalents, (equivalent, score) => ({
    score,
    equivalent,
    standardError: Math.sqrt(
      Math.max(0, quadratic(inFrom[score], from.covariance) + quadratic(inTo[score], to.covariance)),
    ),
  }));
}

function quadratic(gradient: Float64Array, covariance: Float64Array): number {
  const size = gradient.length;
  let sum = 0;
  for (let a = 0; a < size; a++) {
    if (gradient[a] === 0) continue;
    for (let b = 0; b < size; b++) sum += gradient[a] * covariance[a * size + b] * gradient[b];
  }
  return sum;
}
