import { describe, expect, it } from "vitest";
import { fixedItemsFrom, responseDataOf, type Anchor } from "../../../psychometrics/index.js";
import type { CounterStream } from "../../../psychometrics/numeric/counter-stream.js";
import { ExactSampler } from "../../../psychometrics/population-model/exact-draw.js";
import { PersonPosteriors } from "../../../psychometrics/population-model/person-posteriors.js";
import { NormalPrior } from "../../../psychometrics/population-model/posterior-mode.js";

/** Steep items with a lower asymptote and a wide population: what is above a hard item's wrong answer can be far from the mode. */
const patterns = [
  [1, 1, 1, 1, 1],
  [0, 0, 0, 0, 1],
  [1, 0, 1, 1, 1],
];

describe("exact draws in one dimension", () => {
  it("have the posterior's mean and variance where it has a long tail or a second hump", () => {
    const items = ["a", "b", "c", "d", "e"];
    const anchors = items.map((item, i): Anchor => {
      return { item, model: "3pl", slope: 4, intercepts: [4 * (2 - i)], lowerAsymptote: 0.25 };
    });
    const data = responseDataOf({
      ...{ items, personCount: patterns.length, scores: Int8Array.from(patterns.flat()) },
    });
    const posteriors = new PersonPosteriors([{ name: "theta", items: fixedItemsFrom(anchors) }], data, {
      kind: "quadrature",
    });
    posteriors.setPrior(new NormalPrior(Float64Array.of(2.25)));
    const mean = Float64Array.of(0);
    patterns.forEach((_, person) => {
      const known = { mean: new Float64Array(1), covariance: new Float64Array(1), logMarginal: 0 };
      posteriors.fillMoments(person, mean, known);
      const sampler = new ExactSampler(1);
      sampler.prepare(posteriors.findMode(person, mean), person, mean);
      // Every 20,000th part of the distribution once, in place of chance, so that the moments have no sampling error. The
      // tails beyond the first and last part, and the table's cells being straight lines, leave some thousandths.
      const count = 20_000;
      const draw = new Float64Array(1);
      const sums = [0, 0];
      for (let n = 0; n < count; n++) {
        sampler.draw({ uniform: () => (n + 0.5) / count } as CounterStream, draw);
        sums[0] += draw[0];
        sums[1] += draw[0] ** 2;
      }
      const found = sums[0] / count;
      expect(found).toBeCloseTo(known.mean[0], 3);
      expect(Math.abs((sums[1] / count - found ** 2) / known.covariance[0] - 1)).toBeLessThan(0.004);
    });
  });
});
