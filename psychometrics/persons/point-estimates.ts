import { findRoot } from "../numeric/root.js";
import { searchRange, type LikelihoodAt, type PatternLikelihoods } from "./likelihood.js";
import { message, type Message } from "../messages/message.js";

/** A point estimate; without a finite one, the reason why. */
export interface PointEstimate {
  /** In logits; plus or minus infinity where the likelihood rises without end; null where there is nothing to go by. */
  theta: number | null;
  standardError: number | null;
  /** Why there is no finite estimate; null when there is one. */
  reason: Message | null;
}

// Many test takers share a reason, so that each is made once.
const risesUp = message("likelihood-rises-up");
const risesDown = message("likelihood-rises-down");
const noMaximum = message("no-maximum", { range: searchRange });

/** Steps of Simpson's rule, two by two, between 0 and 1 logit: enough for slopes of 20. */
const stepPairsPerLogit = 32;

/** The derivative of the logarithm of Warm's weight. */
function weightSlope({ information, bias }: LikelihoodAt): number {
  return information > 0 ? bias / (2 * information) : 0;
}

/** A normal prior of ability. */
export interface NormalPrior {
  mean: number;
  variance: number;
}

/** Finds the point estimates of response patterns. One object serves all patterns of a data set. */
export class PointEstimator {
  private readonly likelihoods: PatternLikelihoods;
  private readonly score: Float64Array;
  private readonly information: Float64Array;
  private readonly bias: Float64Array;
  private readonly logLikelihood: Float64Array;

  /** @param likelihoods of the patterns. */
  constructor(likelihoods: PatternLikelihoods) {
    this.likelihoods = likelihoods;
    const size = likelihoods.nodes.length;
    this.score = new Float64Array(size);
    this.information = new Float64Array(size);
    this.bias = new Float64Array(size);
    this.logLikelihood = new Float64Array(size);
  }

  /**
   * The maximum likelihood estimate, with standard error 1 / sqrt(observed information). It is infinite where the
   * likelihood is highest at an end of the scale, as when every response is right.
   */
  mle(pattern: number): PointEstimate {
    this.likelihoods.onGrid(pattern, "score", this.score);
    const root = this.bestRoot(
      pattern,
      this.score,
      (at) => at.score,
      () => 0,
      true,
    );
    if (root === Infinity || root === -Infinity) {
      return { theta: root, standardError: null, reason: root > 0 ? risesUp : risesDown };
    }
    return this.withError(pattern, root, (at) => at.observedInformation);
  }

  /**
   * Warm's (1989) weighted likelihood estimate: the root of l'(theta) + J(theta) / (2 I(theta)), which is finite for
   * every response pattern; its standard error is 1 / sqrt(I).
   *
   * Warm, T. A. (1989). Weighted likelihood estimation of ability in item response theory.
   * Psychometrika, 54(3), 427-450.
   */
  wle(pattern: number): PointEstimate {
    const { score, information, bias } = this;
    this.likelihoods.onGrid(pattern, "score", score);
    this.likelihoods.onGrid(pattern, "information", information);
    this.likelihoods.onGrid(pattern, "bias", bias);
    const weighted = score.map(
      (value, q) => value + (information[q] > 0 ? bias[q] / (2 * information[q]) : 0),
    );
    const root = this.bestRoot(
      pattern,
      weighted,
      (at) => at.score + weightSlope(at),
      (_, theta) => this.logWeight(pattern, theta),
      false,
    );
    return this.withError(pattern, root, (at) => at.information);
  }

  /** The mode of the posterior under a normal prior, with standard error 1 / sqrt(observed information + 1 / variance). */
  map(pattern: number, prior: NormalPrior): PointEstimate {
    const { nodes } = this.likelihoods;
    this.likelihoods.onGrid(pattern, "score", this.score);
    const pull = (theta: number) => (prior.mean - theta) / prior.variance;
    const slopes = this.score.map((value, q) => value + pull(nodes[q]));
    const root = this.bestRoot(
      pattern,
      slopes,
      (at, theta) => at.score + pull(theta),
      (_, theta) => -((theta - prior.mean) ** 2) / (2 * prior.variance),
      false,
    );
    return this.withError(pattern, root, (at) => at.observedInformation + 1 / prior.variance);
  }

  /**
   * The logarithm of Warm's weight, the integral of J / (2I), from 0 by Simpson's rule. It is log I / 2 only in models whose
   * log-odds are linear in ability, which the 3PL's and the graded model's are not. Few patterns have several roots and need it.
   */
  private logWeight(pattern: number, theta: number): number {
    const count = 2 * Math.ceil(Math.abs(theta) * stepPairsPerLogit);
    let sum = 0;
    for (let n = 0; n <= count && count > 0; n++) {
      const factor = n === 0 || n === count ? 1 : n % 2 === 1 ? 4 : 2;
      sum += factor * weightSlope(this.likelihoods.at(pattern, (theta * n) / count));
    }
    return count > 0 ? (sum * theta) / (3 * count) : 0;
  }

  private withError(
    pattern: number,
    theta: number | null,
    precisionAt: (at: LikelihoodAt) => number,
  ): PointEstimate {
    if (theta === null || Math.abs(theta) >= searchRange) {
      return { theta: null, standardError: null, reason: noMaximum };
    }
    const precision = precisionAt(this.likelihoods.at(pattern, theta));
    return { theta, standardError: precision > 0 ? 1 / Math.sqrt(precision) : null, reason: null };
  }

  /**
   * The root where the criterion's derivative falls through zero; of several, as the 3PL can have, the one with the
   * highest criterion. With `mayEnd`, an end of the scale can win, as plus or minus infinity.
   */
  private bestRoot(
    pattern: number,
    onGrid: Float64Array,
    derivative: (at: LikelihoodAt, theta: number) => number,
    extra: (at: LikelihoodAt, theta: number) => number,
    mayEnd: boolean,
  ): number | null {
    const { nodes } = this.likelihoods;
    const last = nodes.length - 1;
    const roots: number[] = [];
    for (let q = 0; q < last; q++) {
      if (onGrid[q] === 0 && onGrid[q + 1] < 0 && q > 0 && onGrid[q - 1] > 0) roots.push(nodes[q]);
      if (!(onGrid[q] > 0 && onGrid[q + 1] < 0)) continue;
      roots.push(findRoot((x) => derivative(this.likelihoods.at(pattern, x), x), nodes[q], nodes[q + 1]));
    }
    const ends: { theta: number; at: number }[] = [];
    if (mayEnd && !(onGrid[0] > 0)) ends.push({ theta: -Infinity, at: nodes[0] });
    if (mayEnd && !(onGrid[last] < 0)) ends.push({ theta: Infinity, at: nodes[last] });
    const candidates = [...roots.map((theta) => ({ theta, at: theta })), ...ends];
    if (candidates.length === 1) return candidates[0].theta;
    let best: number | null = null;
    let highest = -Infinity;
    for (const { theta, at } of candidates) {
      const there = this.likelihoods.at(pattern, at);
      const value = there.logLikelihood + extra(there, at);
      if (value > highest) {
        highest = value;
        best = theta;
      }
    }
    return best;
  }
}
