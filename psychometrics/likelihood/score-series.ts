import { logOfOneAnd } from "../numeric/special.js";
import { scorePosterior } from "./score-posterior.js";

/**
 * How many terms a series has. The person's loop in `ScoreSeries.add` is written out for this number.
 */
const terms = 10;

/** What a series leaves out, as a share of the posterior: the same that posteriors leave out at their edges. */
const negligible = 1e-12;

/** A bin reaches so many standard deviations of a posterior to each side of its middle; then ten terms are enough. */
const reach = 0.14;
const binsMax = 1024;
const deviationMin = 1e-3;

// Places in a bin's stretch of `bins`: the posterior mean and the log-likelihood at its middle, coefficients by powers
// of the distance from there, and what is gathered of its test takers. The first two coefficients are known.
const meanPlace = 0;
const logPlace = 1;
const likelihoodPlace = 2;
const momentPlace = likelihoodPlace + terms;
const gatheredPlace = momentPlace + terms;
const binLength = gatheredPlace + terms;

const factorials = Float64Array.from({ length: terms + 1 }, () => 1);
for (let m = 2; m <= terms; m++) factorials[m] = m * factorials[m - 1];

const unseen = 0;
const isSeries = 1;
const isDirect = 2;

/**
 * The posteriors of one booklet's test takers where they depend on a weighted score alone.
 *
 * In a model whose log-odds are linear in ability, `log P(k) / P(0) = a_k theta + d_k`, the likelihood of a pattern is
 * `exp(score * theta)`, with the score the sum of the a_k of the responses, times a function of theta that all test takers
 * of the booklet share: the score is a sufficient statistic (Birnbaum, 1968; Andersen, 1977). So scores are put into
 * bins, and a posterior is that of the bin's middle times `exp(distance * theta)`: the likelihood, the posterior mean and
 * what is expected at each node are power series in the distance, whose coefficients are the moments of the posterior in
 * the middle. A test taker costs a few operations for each of ten terms and none for each node.
 *
 * With M terms, a distance d and theta from the mean, the series of `exp(d theta)` leaves out a share of the posterior of
 * about `E(theta^M) d^M / M!`, less than 1e-12; where a bin is too wide for that, its test takers go node by node.
 *
 * Birnbaum, A. (1968). Some latent trait models and their use in inferring an examinee's ability. In F. M. Lord &
 * M. R. Novick, Statistical theories of mental test scores (pp. 397-479). Addison-Wesley.
 */
export class ScoreSeries {
  private readonly nodes: Float64Array;
  private logs: Float64Array = new Float64Array(0);
  private low = 0;
  private binWidth = 1;
  private perBin = 1;
  private binCount = 0;
  private states = new Uint8Array(0);
  private bins = new Float64Array(0);
  private rows = new Float64Array(0);
  private windows = new Int32Array(0);
  private readonly work: Float64Array;
  private readonly direct: Float64Array;
  private readonly moments = new Float64Array(terms + 1);
  private mean = 0;

  /** @param nodes of the grid, in ascending order. */
  constructor(nodes: Float64Array) {
    this.nodes = nodes;
    this.work = new Float64Array(nodes.length);
    this.direct = new Float64Array(nodes.length);
  }

  /**
   * Begin a booklet.
   *
   * @param logs at the nodes: the logarithm of the prior mass times the probability of the first category on every item.
   * @param low the lowest score that can be had, and `high` the highest.
   */
  begin(logs: Float64Array, low: number, high: number): void {
    this.logs = logs;
    this.low = low;
    // The least able and the most able are the ones of whom the least is known.
    const spread = Math.max(deviationMin, this.deviationAt(low), this.deviationAt(high), this.spacing() / 2);
    const width = (2 * reach) / spread;
    this.binCount = Math.min(binsMax, Math.floor((high - low) / width) + 1);
    this.binWidth = Math.max(width, (high - low) / this.binCount);
    this.perBin = 1 / this.binWidth;
    if (this.states.length < this.binCount) {
      this.states = new Uint8Array(this.binCount);
      this.bins = new Float64Array(this.binCount * binLength);
      this.rows = new Float64Array(this.binCount * this.nodes.length);
      this.windows = new Int32Array(2 * this.binCount);
    }
    this.states.fill(unseen, 0, this.binCount);
    this.direct.fill(0);
  }

  /**
   * Count test takers, and fill `weightedMeans` with their weights times their posterior means. Returns the sum of weights
   * times log-likelihoods.
   *
   * @param weights those of the test takers, from place `first` on; `scores` and `weightedMeans` begin at place 0.
   */
  add(
    count: number,
    scores: Float64Array,
    weights: Float64Array,
    first: number,
    weightedMeans: Float64Array,
  ): number {
    const { low, perBin, binWidth, states, bins } = this;
    const last = this.binCount - 1;
    let logLikelihood = 0;
    for (let j = 0; j < count; j++) {
      const weight = weights[first + j];
      weightedMeans[j] = 0;
      if (weight === 0) continue;
      const score = scores[j];
      const place = ((score - low) * perBin) | 0;
      const bin = place > last ? last : place < 0 ? 0 : place;
      if (states[bin] !== isSeries && this.isDirectIn(bin)) {
        logLikelihood += weight * this.addDirectly(score, weight);
        weightedMeans[j] = weight * this.mean;
        continue;
      }
      const at = bin * binLength;
      const d = score - (low + (bin + 0.5) * binWidth);
      const z = at + likelihoodPlace;
      const m = at + momentPlace;
      // Ten terms each, by powers of d, the highest first; the likelihood is 1 more.
      let excess = bins[z + 9];
      let moment = bins[m + 9];
      excess = excess * d + bins[z + 8];
      moment = moment * d + bins[m + 8];
      excess = excess * d + bins[z + 7];
      moment = moment * d + bins[m + 7];
      excess = excess * d + bins[z + 6];
      moment = moment * d + bins[m + 6];
      excess = excess * d + bins[z + 5];
      moment = moment * d + bins[m + 5];
      excess = excess * d + bins[z + 4];
      moment = moment * d + bins[m + 4];
      excess = excess * d + bins[z + 3];
      moment = moment * d + bins[m + 3];
      excess = (excess * d + bins[z + 2]) * d * d;
      moment = ((moment * d + bins[m + 2]) * d + bins[m + 1]) * d;
      const share = weight / (1 + excess);
      const centre = bins[at + meanPlace];
      weightedMeans[j] = weight * centre + moment * share;
      logLikelihood += weight * (bins[at + logPlace] + d * centre + logOfOneAnd(excess));
      const g = at + gatheredPlace;
      const d2 = d * d;
      const d4 = d2 * d2;
      const odd = d * share;
      bins[g] += share;
      bins[g + 1] += odd;
      bins[g + 2] += share * d2;
      bins[g + 3] += odd * d2;
      bins[g + 4] += share * d4;
      bins[g + 5] += odd * d4;
      bins[g + 6] += share * d2 * d4;
      bins[g + 7] += odd * d2 * d4;
      bins[g + 8] += share * d4 * d4;
      bins[g + 9] += odd * d4 * d4;
    }
    return logLikelihood;
  }

  /** Add to `mass` how many of the test takers counted since `begin` are expected at each node. */
  finish(mass: Float64Array): void {
    const { nodes, bins, rows, windows, states, direct } = this;
    for (let q = 0; q < nodes.length; q++) mass[q] += direct[q];
    for (let bin = 0; bin < this.binCount; bin++) {
      if (states[bin] !== isSeries) continue;
      const at = bin * binLength;
      const row = bin * nodes.length;
      const g = at + gatheredPlace;
      const mean = bins[at + meanPlace];
      const [c0, c1, c2, c3, c4] = [bins[g], bins[g + 1], bins[g + 2] / 2, bins[g + 3] / 6, bins[g + 4] / 24];
      const [c5, c6, c7] = [bins[g + 5] / 120, bins[g + 6] / 720, bins[g + 7] / 5040];
      const [c8, c9] = [bins[g + 8] / 40_320, bins[g + 9] / 362_880];
      for (let q = windows[2 * bin]; q < windows[2 * bin + 1]; q++) {
        const x = nodes[q] - mean;
        const square = x * x;
        const even = (((c8 * square + c6) * square + c4) * square + c2) * square + c0;
        const odd = (((c9 * square + c7) * square + c5) * square + c3) * square + c1;
        mass[q] += rows[row + q] * (even + odd * x);
      }
    }
  }

  /** Whether the test takers of a bin go node by node; its series is made where it is the first time. */
  private isDirectIn(bin: number): boolean {
    if (this.states[bin] === unseen) this.fill(bin);
    return this.states[bin] === isDirect;
  }

  private fill(bin: number): void {
    const { nodes, bins, rows, windows } = this;
    const at = bin * binLength;
    const row = bin * nodes.length;
    const middle = this.low + (bin + 0.5) * this.binWidth;
    const { from, to, mean, logLikelihood } = scorePosterior(nodes, this.logs, middle, rows, row);
    windows[2 * bin] = from;
    windows[2 * bin + 1] = to;
    bins[at + meanPlace] = mean;
    bins[at + logPlace] = logLikelihood;
    bins.fill(0, at + likelihoodPlace, at + binLength);
    const { moments } = this;
    this.fillMoments(row, mean, from, to);
    // The k-th central moment over k! is a coefficient of the likelihood, over (k - 1)! one of the mean.
    for (let k = 2; k < terms; k++) bins[at + likelihoodPlace + k] = moments[k] / factorials[k];
    for (let k = 1; k < terms; k++) bins[at + momentPlace + k] = moments[k + 1] / factorials[k];
    const highest = moments[terms];
    const half = this.binWidth / 2;
    const furthest = half * Math.max(mean - nodes[from], nodes[to - 1] - mean);
    // Each second term after the last is at most this part of the one before, so that all together are less than twice the
    // first: of even powers, and as much again of odd ones.
    const isShrinking = furthest * furthest < ((terms + 1) * (terms + 2)) / 2;
    const isEnough = isShrinking && (4 * highest * half ** terms) / factorials[terms] < negligible;
    this.states[bin] = isEnough ? isSeries : isDirect;
  }

  /** The second to tenth central moments of a row: each has a variable of its own, which stays in a register. */
  private fillMoments(row: number, mean: number, from: number, to: number): void {
    const { nodes, rows, moments } = this;
    let [m2, m3, m4, m5, m6, m7, m8, m9, m10] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let q = from; q < to; q++) {
      const distance = nodes[q] - mean;
      const square = distance * distance;
      const even = rows[row + q] * square;
      const fourth = even * square;
      const sixth = fourth * square;
      const eighth = sixth * square;
      m2 += even;
      m3 += even * distance;
      m4 += fourth;
      m5 += fourth * distance;
      m6 += sixth;
      m7 += sixth * distance;
      m8 += eighth;
      m9 += eighth * distance;
      m10 += eighth * square;
    }
    moments.set([m2, m3, m4, m5, m6, m7, m8, m9, m10], 2);
  }

  /** Node by node: fills `mean` and returns the log-likelihood. */
  private addDirectly(score: number, weight: number): number {
    const { nodes, logs, work, direct } = this;
    const { from, to, mean, logLikelihood } = scorePosterior(nodes, logs, score, work, 0);
    for (let q = from; q < to; q++) direct[q] += weight * work[q];
    this.mean = mean;
    return logLikelihood;
  }

  private deviationAt(score: number): number {
    const { nodes, logs, work } = this;
    const { from, to, mean } = scorePosterior(nodes, logs, score, work, 0);
    let variance = 0;
    for (let q = from; q < to; q++) variance += work[q] * (nodes[q] - mean) ** 2;
    return Math.sqrt(variance);
  }

  private spacing(): number {
    const { nodes } = this;
    let widest = 0;
    for (let q = 1; q < nodes.length; q++) widest = Math.max(widest, nodes[q] - nodes[q - 1]);
    return widest;
  }
}
