// Moments on nodes laid about the mode, beside a plain sum over a grid so fine and wide that nothing is left to say.
import { describe, expect, it } from "vitest";
import { fixedItemsFrom, responseDataOf, type Anchor } from "../../../psychometrics/index.js";
import { adaptiveQuadrature } from "../../../psychometrics/population-model/adaptive-quadrature.js";
import { equallySpaced } from "../../../psychometrics/population-model/equally-spaced.js";
import { PersonPosteriors } from "../../../psychometrics/population-model/person-posteriors.js";
import { NormalPrior } from "../../../psychometrics/population-model/posterior-mode.js";
import type {
  MomentsAt,
  PosteriorMoments,
} from "../../../psychometrics/population-model/posterior-moments.js";
import { quadrature } from "../../../psychometrics/population-model/quadrature.js";
import { uniformFrom } from "../../support/uniform.js";

interface Setting {
  size: number;
  itemsPerDimension: number;
  model: "2pl" | "3pl";
  slope: number;
  deviation: number;
}

const personCount = 24;

/** Test takers with all kinds of patterns: the first all wrong, the second all right, the others at random. */
function posteriorsOf({ size, itemsPerDimension, model, slope, deviation }: Setting) {
  const uniform = uniformFrom(`${model} ${size} ${itemsPerDimension} ${slope}`);
  const items = Array.from({ length: size * itemsPerDimension }, (_, i) => `i${i}`);
  const anchors = items.map((item, i): Anchor => {
    const own = slope * (0.6 + 0.4 * (i % 2));
    const difficulty = 2 - (4 * ((i % itemsPerDimension) + 0.5)) / itemsPerDimension;
    return {
      ...{ item, model, slope: own, intercepts: [-own * difficulty] },
      ...(model === "3pl" ? { lowerAsymptote: 0.2 } : {}),
    };
  });
  const scores = Int8Array.from({ length: personCount * items.length }, (_, n) => {
    const person = Math.floor(n / items.length);
    return person < 2 ? person : Number(uniform() < 0.5);
  });
  const dimensions = Array.from({ length: size }, (_, d) => ({
    name: `d${d}`,
    items: fixedItemsFrom(anchors.slice(d * itemsPerDimension, (d + 1) * itemsPerDimension)),
  }));
  const data = responseDataOf({ items, personCount, scores });
  const posteriors = new PersonPosteriors(dimensions, data, { kind: "quadrature" });
  const covariance = Float64Array.from(
    { length: size * size },
    (_, n) => deviation ** 2 * (n % (size + 1) === 0 ? 1 : 0.7),
  );
  posteriors.setPrior(new NormalPrior(covariance));
  return posteriors;
}

function momentsOf(posteriors: PersonPosteriors, person: number, fill: MomentsAt): PosteriorMoments {
  const { size } = posteriors;
  const prior = new Float64Array(size).fill(0.2);
  const out = { mean: new Float64Array(size), covariance: new Float64Array(size * size), logMarginal: 0 };
  fill(posteriors.findMode(person, prior), person, prior, out);
  return out;
}

/** The largest difference over test takers: of means in posterior standard deviations, of variances as a share. */
function largestErrors(setting: Setting, fill: MomentsAt, exact: MomentsAt) {
  const posteriors = posteriorsOf(setting);
  const errors = { mean: 0, variance: 0, logMarginal: 0 };
  for (let p = 0; p < personCount; p++) {
    const known = momentsOf(posteriors, p, exact);
    const found = momentsOf(posteriors, p, fill);
    for (let d = 0; d < setting.size; d++) {
      const at = d * (setting.size + 1);
      const gap = Math.abs(found.mean[d] - known.mean[d]) / Math.sqrt(known.covariance[at]);
      errors.mean = Math.max(errors.mean, gap);
      errors.variance = Math.max(errors.variance, Math.abs(found.covariance[at] / known.covariance[at] - 1));
    }
    errors.logMarginal = Math.max(errors.logMarginal, Math.abs(found.logMarginal - known.logMarginal));
  }
  return errors;
}

/** A plain sum in one dimension: 6,001 nodes from -30 to 30. */
const plainSum: MomentsAt = (mode, person, mean, out) => {
  const step = 0.01;
  const sums = [0, 0, 0];
  for (let theta = -30; theta <= 30; theta += step) {
    const residual = (theta - mean[0]) / mode.prior.factor[0];
    const weight = Math.exp(mode.dimensions[0].valueAt(person, theta) - 0.5 * residual * residual);
    [1, theta, theta * theta].forEach((power, n) => (sums[n] += weight * power));
  }
  out.mean[0] = sums[1] / sums[0];
  out.covariance[0] = sums[2] / sums[0] - out.mean[0] ** 2;
  out.logMarginal = Math.log((sums[0] * step) / Math.sqrt(2 * Math.PI)) - mode.prior.halfLogDeterminant;
};

/** Few items, steep ones, a wide population and lower asymptotes: posteriors that are no normals. */
const hard: Omit<Setting, "size">[] = [
  { itemsPerDimension: 2, model: "2pl", slope: 2.5, deviation: 1.5 },
  { itemsPerDimension: 5, model: "3pl", slope: 2, deviation: 1.6 },
  { itemsPerDimension: 12, model: "3pl", slope: 3, deviation: 1 },
];

describe("quadrature in one dimension", () => {
  it("has the moments of a plain sum over 6,001 nodes, whatever the posterior's shape", () => {
    const easy: Setting = { size: 1, itemsPerDimension: 40, model: "2pl", slope: 1, deviation: 1 };
    for (const setting of [easy, ...hard.map((other) => ({ ...other, size: 1 }))]) {
      const { mean, variance, logMarginal } = largestErrors(setting, quadrature(1), plainSum);
      // What the rule leaves out: nodes end at 1e-8 of the height, and lie as far apart as the steepest item's turn.
      expect(mean).toBeLessThan(2e-5);
      expect(variance).toBeLessThan(5e-5);
      expect(logMarginal).toBeLessThan(2e-5);
    }
  });
});

describe("equally spaced nodes", () => {
  it("come to the same in two and three dimensions as nodes half as far apart that go further out", () => {
    for (const size of [2, 3]) {
      for (const setting of hard) {
        const finer = equallySpaced(size, { spacing: 0.6, negligible: 1e-8, densest: 6 });
        const { mean, variance } = largestErrors({ ...setting, size }, equallySpaced(size), finer);
        expect(mean).toBeLessThan(size === 2 ? 1e-5 : 1e-4);
        expect(variance).toBeLessThan(size === 2 ? 1e-4 : 1e-3);
      }
    }
  });

  it("follow a few very steep items in a wide population, where the normal at the mode is far wider than the posterior", () => {
    const steep = { itemsPerDimension: 2, model: "2pl" as const, slope: 6, deviation: 2.5 };
    for (const size of [2, 3]) {
      const finer = equallySpaced(size, { spacing: 0.6, negligible: 1e-8, densest: size === 2 ? 20 : 8 });
      const { mean } = largestErrors({ ...steep, size }, equallySpaced(size), finer);
      // With nodes no more than four (two in three dimensions) times as dense means were off by more than 0.01.
      expect(mean).toBeLessThan(size === 2 ? 1e-4 : 2e-3);
    }
  });
});

describe("Gauss-Hermite nodes", () => {
  it("are taken in three dimensions where they are exact to 2e-4 of a standard deviation", () => {
    const near: Setting = { size: 3, itemsPerDimension: 12, model: "2pl", slope: 1, deviation: 0.9 };
    const chosen = largestErrors(near, quadrature(3), adaptiveQuadrature(3, 7));
    expect(chosen).toEqual({ mean: 0, variance: 0, logMarginal: 0 });
    const errors = largestErrors(near, quadrature(3), equallySpaced(3));
    expect(errors.mean).toBeLessThan(2e-4);
    expect(errors.variance).toBeLessThan(1e-3);
  });

  it("are not where they would be off by a twentieth of a standard deviation", () => {
    const setting: Setting = { size: 3, itemsPerDimension: 3, model: "3pl", slope: 4, deviation: 1.5 };
    expect(largestErrors(setting, adaptiveQuadrature(3, 7), equallySpaced(3)).mean).toBeGreaterThan(0.05);
    expect(largestErrors(setting, quadrature(3), equallySpaced(3)).mean).toBe(0);
    // With a lower asymptote they take posteriors half as wide: at this width they were off by a thousandth.
    const guessed: Setting = { size: 3, itemsPerDimension: 20, model: "3pl", slope: 2, deviation: 1 };
    expect(largestErrors(guessed, adaptiveQuadrature(3, 7), equallySpaced(3)).mean).toBeGreaterThan(0.001);
    expect(largestErrors(guessed, quadrature(3), equallySpaced(3)).mean).toBe(0);
  });
});
