import type { CounterStream } from "../numeric/counter-stream.js";
import { lowerFactor } from "../numeric/small-factor.js";
import { ExactSampler } from "./exact-draw.js";
import type { PersonPosteriors } from "./person-posteriors.js";
import type { PosteriorMoments } from "./posterior-moments.js";

/** Draws abilities of one test taker after another: what depends on the test taker alone is done once. */
export class AbilitySampler {
  private readonly posteriors: PersonPosteriors;
  private readonly exact: ExactSampler | null;
  private isExact = false;
  private readonly moments: PosteriorMoments;
  private readonly factor: Float64Array;
  private readonly normals: Float64Array;

  /** @param shape of what is drawn from: the normal with the posterior's moments, or the posterior itself. */
  constructor(posteriors: PersonPosteriors, shape: "normal" | "exact") {
    const { size } = posteriors;
    this.posteriors = posteriors;
    this.exact = shape === "exact" ? new ExactSampler(size) : null;
    this.moments = {
      mean: new Float64Array(size),
      covariance: new Float64Array(size * size),
      logMarginal: 0,
    };
    this.factor = new Float64Array(size * size);
    this.normals = new Float64Array(size);
  }

  /** Take a test taker, given the mean of the prior. */
  prepare(person: number, mean: Float64Array): void {
    const { posteriors, moments, factor } = this;
    // Without responses the posterior is the prior, which is a normal.
    this.isExact = this.exact !== null && posteriors.hasResponses(person);
    if (this.exact && this.isExact) {
      this.exact.prepare(posteriors.findMode(person, mean), person, mean);
      return;
    }
    posteriors.fillMoments(person, mean, moments);
    lowerFactor(moments.covariance, posteriors.size, factor);
  }

  /** As of `ExactSampler`, for the test taker in hand; null too where the draw is from a normal distribution. */
  get effectiveCandidates(): number | null {
    return this.exact && this.isExact ? this.exact.effectiveCandidates : null;
  }

  /** Fill `out` with a draw of the test taker's abilities. */
  draw(stream: CounterStream, out: Float64Array): void {
    if (this.exact && this.isExact) {
      this.exact.draw(stream, out);
      return;
    }
    const { factor, moments, normals } = this;
    const size = out.length;
    for (let d = 0; d < size; d++) {
      normals[d] = stream.normal();
      out[d] = moments.mean[d];
      for (let e = 0; e <= d; e++) out[d] += factor[d * size + e] * normals[e];
    }
  }
}
