import { describe, expect, it } from "vitest";
import { fixedItemsFrom, responseDataOf, type Anchor } from "../../../psychometrics/index.js";
import { CounterStream } from "../../../psychometrics/numeric/counter-stream.js";
import { ExactSampler } from "../../../psychometrics/population-model/exact-draw.js";
import { PersonPosteriors } from "../../../psychometrics/population-model/person-posteriors.js";
import { NormalPrior } from "../../../psychometrics/population-model/posterior-mode.js";
import { uniformFrom } from "../../support/uniform.js";

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

describe("exact draws in two dimensions", () => {
  it("find the hump far from the mode that a lower asymptote can make", () => {
    const uniform = uniformFrom("two humps");
    const items = Array.from({ length: 10 }, (_, i) => `i${i}`);
    const anchors = items.map((item): Anchor => {
      const slope = 3.5 * (0.6 + 0.8 * uniform());
      const difficulty = 5 * uniform() - 2.5;
      return { item, model: "3pl", slope, intercepts: [-slope * difficulty], lowerAsymptote: 0.2 };
    });
    const personCount = 12;
    const scores = Int8Array.from({ length: personCount * 10 }, () => Number(uniform() < 0.5));
    const data = responseDataOf({ items, personCount, scores });
    const dimensions = [anchors.slice(0, 5), anchors.slice(5)].map((own, d) => {
      return { name: `d${d}`, items: fixedItemsFrom(own) };
    });
    const posteriors = new PersonPosteriors(dimensions, data, { kind: "quadrature" });
    posteriors.setPrior(new NormalPrior(Float64Array.of(6.25, 3.75, 3.75, 6.25)));
    const mean = Float64Array.of(-2, -2);
    const known = { mean: new Float64Array(2), covariance: new Float64Array(4), logMarginal: 0 };
    const sampler = new ExactSampler(2);
    const draw = new Float64Array(2);
    const stream = new CounterStream(1);
    const count = 1500;
    let far = 0;
    for (let person = 0; person < personCount; person++) {
      posteriors.fillMoments(person, mean, known);
      const mode = posteriors.findMode(person, mean);
      const deviations = [0, 1].map((d) => Math.sqrt(known.covariance[3 * d]));
      far = Math.max(far, ...[0, 1].map((d) => Math.abs(mode.theta[d] - known.mean[d]) / deviations[d]));
      sampler.prepare(mode, person, mean);
      const sums = [0, 0];
      const squares = [0, 0];
      for (let n = 0; n < count; n++) {
        stream.start(1, person, n);
        sampler.draw(stream, draw);
        draw.forEach((theta, d) => {
          sums[d] += (theta - known.mean[d]) / deviations[d] / count;
          squares[d] += ((theta - known.mean[d]) / deviations[d]) ** 2 / count;
        });
      }
      // Four standard errors of a mean of 1,500 draws are 0.1; candidates about the mode are off by 0.15 here, and by up to 0.7 elsewhere.
      for (const d of [0, 1]) {
        expect(Math.abs(sums[d])).toBeLessThan(0.1);
        expect(Math.abs(Math.sqrt(squares[d]) - 1)).toBeLessThan(0.12);
      }
    }
    expect(far).toBeGreaterThan(0.8);
  });
});
