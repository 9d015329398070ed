import type { CounterStream } from "../numeric/counter-stream.js";
import { lowerFactor } from "../numeric/small-factor.js";
import type { PosteriorMode } from "./posterior-mode.js";
import type { MomentsAt, PosteriorMoments } from "./posterior-moments.js";
import { quadrature } from "./quadrature.js";

/** Places of the table of one ability's posterior: a normal's is about every 0.07 of a standard deviation. */
const tablePlaces = 201;
const places = Float64Array.from({ length: tablePlaces }, (_, n) => n);
/** The table ends where the posterior has fallen to this share of its height. */
const negligible = 1e-10;
/** In standard deviations of the normal that fits at the mode: the end that is tried first, and how much further the next one is. */
const reachMin = 6.8;
const reachGrowth = 1.15;
/** Draws from the posterior's stand-in among which one is chosen. */
const candidates = 64;
const degreesOfFreedom = 4;
/** The most dimensions that there is quadrature in. */
const momentsSizeMax = 4;

/**
 * Draws abilities from a test taker's posterior as it is, and not as a normal.
 *
 * In one dimension by inverting the distribution function, tabled about the mode. In several by sampling with
 * importance resampling (Rubin, 1988): of 64 draws from a t distribution with 4 degrees of freedom about the mode, one
 * is chosen with probability proportional to posterior over t. The t has heavier tails than any posterior under a normal
 * prior, so that the weights stay bounded. Where items have a lower asymptote a posterior can have a second hump far from the
 * mode, which candidates about the mode miss (means were off by up to 0.7 standard deviations, with slopes of 3.5 and a
 * population's of 2.5): there the t is laid about the posterior's mean by its covariance.
 *
 * Kish, L. (1965). Survey sampling. Wiley.
 * Rubin, D. B. (1988). Using the SIR algorithm to simulate posterior distributions. In Bayesian Statistics 3 (pp. 395-402).
 */
export class ExactSampler {
  /**
   * How many candidates of the last draw their weights come to (Kish, 1965): up to 64, few where the weights are concentrated;
   * null in one dimension, where none are needed.
   */
  effectiveCandidates: number | null = null;
  private mode!: PosteriorMode;
  private readonly mean: Float64Array;
  /** Where the t distribution lies: its centre, and the factor that stretches it. */
  private centre: Float64Array;
  private factor: Float64Array;
  private readonly momentsAt: MomentsAt | null;
  private readonly moments: PosteriorMoments;
  private readonly momentsFactor: Float64Array;
  private readonly density = new Float64Array(tablePlaces);
  private total = 0;
  /** The ability at the table's first place, and the distance of places. */
  private tableStart = 0;
  private placeStep = 1;
  private readonly normals: Float64Array;
  /** For each dimension the candidates' abilities, and the log-likelihoods of one dimension there. */
  private readonly thetas: Float64Array[];
  private readonly values = new Float64Array(candidates);
  private readonly weights = new Float64Array(candidates);

  /** @param size the number of dimensions. */
  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.normals = new Float64Array(size);
    this.momentsAt = size > 1 && size <= momentsSizeMax ? quadrature(size) : null;
    this.momentsFactor = new Float64Array(size * size);
    this.moments = {
      ...{ mean: new Float64Array(size), covariance: new Float64Array(size * size), logMarginal: 0 },
    };
    this.centre = this.moments.mean;
    this.factor = this.momentsFactor;
    this.thetas = Array.from({ length: size }, () => new Float64Array(candidates));
  }

  /** Take a test taker whose mode was found; the mode must stay as it is until the last draw. */
  prepare(mode: PosteriorMode, person: number, mean: Float64Array): void {
    this.mode = mode;
    this.mean.set(mean);
    const covariance = this.lay(mode, person, mean);
    this.centre.forEach((theta, d) => {
      const reach = reachMin * Math.sqrt(covariance[d * (mean.length + 1)]);
      mode.dimensions[d].focusOn(person, theta - reach, theta + reach);
    });
    if (mean.length === 1) this.fillTable();
  }

  /** Lay the t distribution; returns the covariance that it is laid by. */
  private lay(mode: PosteriorMode, person: number, mean: Float64Array): Float64Array {
    const { moments, momentsFactor, momentsAt } = this;
    const mayHaveHumps = mode.dimensions.some(({ hasLowerAsymptote }) => hasLowerAsymptote);
    if (momentsAt && mayHaveHumps) {
      momentsAt(mode, person, mean, moments);
      if (lowerFactor(moments.covariance, mean.length, momentsFactor)) {
        this.centre = moments.mean;
        this.factor = momentsFactor;
        return moments.covariance;
      }
    }
    this.centre = mode.theta;
    this.factor = mode.factor;
    return mode.covariance;
  }

  private fillTable(): void {
    const { density, mode } = this;
    const low = mode.theta[0] - this.reach(-1);
    const step = (mode.theta[0] + this.reach(1) - low) / (tablePlaces - 1);
    this.tableStart = low;
    this.placeStep = step;
    const halfPrecision = 0.5 * mode.prior.precision[0];
    mode.dimensions[0].valuesNear(low, step, places, density);
    let total = 0;
    for (let n = 0; n < tablePlaces; n++) {
      const gap = low + step * n - this.mean[0];
      density[n] = Math.exp(density[n] - halfPrecision * gap * gap - mode.height);
      if (n > 0) total += density[n - 1] + density[n];
    }
    this.total = total;
  }

  /** How far from the mode the posterior is as good as nothing to one side: further out than a normal where it has a long tail. */
  private reach(direction: 1 | -1): number {
    const { mode } = this;
    const halfPrecision = 0.5 * mode.prior.precision[0];
    for (let reach = reachMin * mode.factor[0]; ; reach *= reachGrowth) {
      const theta = mode.theta[0] + direction * reach;
      const gap = theta - this.mean[0];
      const log = mode.dimensions[0].valueNear(theta) - halfPrecision * gap * gap - mode.height;
      if (!(log > Math.log(negligible))) return reach;
    }
  }

  /** Fill `out` with a draw. */
  draw(stream: CounterStream, out: Float64Array): void {
    if (this.mean.length === 1) out[0] = this.inverted(stream.uniform());
    else this.resample(stream, out);
  }

  private inverted(uniform: number): number {
    const { density } = this;
    let left = uniform * this.total;
    let place = 0;
    while (place < tablePlaces - 2 && left > density[place] + density[place + 1]) {
      left -= density[place] + density[place + 1];
      place++;
    }
    // Within a cell the density is a straight line, and its integral, twice what is left, a square.
    const low = density[place];
    const rise = density[place + 1] - low;
    const root = Math.sqrt(Math.max(0, low * low + rise * left));
    const share = low + root > 0 ? left / (low + root) : 0.5;
    return this.tableStart + (place + Math.min(1, share)) * this.placeStep;
  }

  private resample(stream: CounterStream, out: Float64Array): void {
    const { weights, thetas } = this;
    for (let c = 0; c < candidates; c++) weights[c] = -this.propose(stream, c);
    this.addLogPosterior();
    let peak = -Infinity;
    for (let c = 0; c < candidates; c++) peak = Math.max(peak, weights[c]);
    let total = 0;
    let squares = 0;
    for (let c = 0; c < candidates; c++) {
      weights[c] = Math.exp(weights[c] - peak);
      total += weights[c];
      squares += weights[c] ** 2;
    }
    this.effectiveCandidates = (total * total) / squares;
    let left = stream.uniform() * total;
    let chosen = 0;
    while (chosen < candidates - 1 && left >= weights[chosen]) left -= weights[chosen++];
    for (let d = 0; d < out.length; d++) out[d] = thetas[d][chosen];
  }

  /** Make candidate c a draw from the t distribution; returns its log density up to a constant. */
  private propose(stream: CounterStream, c: number): number {
    const { normals, thetas, centre, factor } = this;
    const size = normals.length;
    // A chi-square with 4 degrees of freedom is twice the sum of two exponentials.
    const chiSquare = -2 * Math.log((1 - stream.uniform()) * (1 - stream.uniform()));
    const stretch = Math.sqrt(degreesOfFreedom / chiSquare);
    let squares = 0;
    for (let d = 0; d < size; d++) {
      normals[d] = stretch * stream.normal();
      squares += normals[d] ** 2;
      let theta = centre[d];
      for (let e = 0; e <= d; e++) theta += factor[d * size + e] * normals[e];
      thetas[d][c] = theta;
    }
    return (-(degreesOfFreedom + size) / 2) * Math.log1p(squares / degreesOfFreedom);
  }

  /** Add each candidate's log posterior density, up to a constant, to its weight. */
  private addLogPosterior(): void {
    const { mode, mean, thetas, weights, values } = this;
    const { precision } = mode.prior;
    const size = mean.length;
    for (let d = 0; d < size; d++) {
      mode.dimensions[d].valuesNear(0, 1, thetas[d], values);
      for (let c = 0; c < candidates; c++) {
        let slope = 0;
        for (let e = 0; e < size; e++) slope += precision[d * size + e] * (thetas[e][c] - mean[e]);
        weights[c] += values[c] - 0.5 * slope * (thetas[d][c] - mean[d]);
      }
    }
  }
}
