import { describe, expect, it } from "vitest";
import { namedModel, type ModelName } from "../../../psychometrics/index.js";
import { personFit } from "../../../psychometrics/persons/person-fit.js";

const item = (name: ModelName, categories: number, ...parameters: number[]) => ({
  model: namedModel(name).itemModel,
  categories,
  parameters: Float64Array.from(parameters),
});
const items = [item("2pl", 2, 1.3, 0.4), item("2pl", 2, 0.7, -0.9), item("gpcm", 3, 0.9, 0.6, -0.2)];

/** Every pattern of responses, with its log-likelihood at an ability. */
const patterns = [0, 1].flatMap((a) => [0, 1].flatMap((b) => [0, 1, 2].map((c) => Int8Array.of(a, b, c))));
function logLikelihood(pattern: Int8Array, theta: number): number {
  return items.reduce((sum, { model, categories, parameters }, i) => {
    const probabilities = new Float64Array(categories);
    model.probabilities(theta, parameters, probabilities);
    return sum + Math.log(probabilities[pattern[i]]);
  }, 0);
}

describe("lz*", () => {
  it.each([-1.2, 0.3, 1.7])("is by its definition, over all patterns, at an ability of %d", (theta) => {
    // Snijders (2001): (l - E l - c l') / sqrt(Var(l - c l')), with c that leaves l - c l' and l' uncorrelated.
    const step = 1e-5;
    const all = patterns.map((pattern) => ({
      probability: Math.exp(logLikelihood(pattern, theta)),
      l: logLikelihood(pattern, theta),
      slope: (logLikelihood(pattern, theta + step) - logLikelihood(pattern, theta - step)) / (2 * step),
    }));
    const mean = (value: (one: (typeof all)[number]) => number) =>
      all.reduce((sum, one) => sum + one.probability * value(one), 0);
    const expected = mean(({ l }) => l);
    const c = mean(({ l, slope }) => (l - expected) * slope) / mean(({ slope }) => slope ** 2);
    const variance = mean(({ l, slope }) => (l - expected - c * slope) ** 2);
    patterns.forEach((pattern, n) => {
      const { l, slope } = all[n];
      // The estimator that stands here for this pattern adds to the derivative what takes it to 0.
      const { lz, lzStar } = personFit(items, pattern, theta, -slope);
      expect(lz).toBeCloseTo((l - expected) / Math.sqrt(mean((one) => (one.l - expected) ** 2)), 10);
      // The derivative is by differences, good to 1e-9 or so.
      expect(lzStar).toBeCloseTo((l - expected - c * slope) / Math.sqrt(variance), 7);
    });
  });

  it("is not there where the estimate solves no such equation", () => {
    expect(personFit(items, Int8Array.of(1, 0, 2), 0.3).lzStar).toBeNull();
  });
});
