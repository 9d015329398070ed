import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseSmoothing, presmooth, scoreDistribution } from "../../../psychometrics/index.js";
import { multinomial } from "../../../psychometrics/equating/score-distribution.js";
import { shares } from "../../support/score-shares.js";

describe("log-linear presmoothing", () => {
  it("keeps the first moments, as many as its degree", () => {
    fc.assert(
      fc.property(shares(12), fc.integer({ min: 1, max: 6 }), (observed, degree) => {
        const smooth = presmooth(multinomial(observed, 500), degree);
        for (let power = 0; power <= degree; power++) {
          const moment = (values: Float64Array) =>
            values.reduce((sum, share, score) => sum + share * (score / 11) ** power, 0);
          expect(moment(smooth.shares)).toBeCloseTo(moment(observed), 7);
        }
        expect(smooth.likelihoodRatio).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("of the highest degree is no smoothing, in its covariance too", () => {
    const observed = multinomial(Float64Array.of(0.1, 0.2, 0.4, 0.2, 0.1), 300);
    const full = presmooth(observed, 4);
    full.shares.forEach((share, score) => expect(share).toBeCloseTo(observed.shares[score], 8));
    full.covariance.forEach((value, n) => expect(value).toBeCloseTo(observed.covariance[n], 8));
    expect(full.degreesOfFreedom).toBe(0);
  });

  it("refuses what the scores do not determine", () => {
    const two = scoreDistribution([0, 0, 5], 5);
    expect(() => presmooth(two, 2)).toThrow("too few different scores");
    expect(() => presmooth(two, 0)).toThrow("from 1 to 5");
    expect(() => presmooth(two, 6)).toThrow("from 1 to 5");
  });
});

describe("the choice of a smoothing", () => {
  it("takes the degree with the least AIC, and what a polynomial made is found to be of its degree", () => {
    // Exactly log-quadratic: a third degree fits no better, and costs a parameter.
    const shares = Float64Array.from({ length: 13 }, (_, score) => Math.exp(-((score - 7) ** 2) / 9));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const { chosen, tried } = chooseSmoothing(
      multinomial(
        shares.map((share) => share / total),
        400,
      ),
    );
    expect(chosen.degree).toBe(2);
    expect(tried.map(({ degree }) => degree)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(Math.min(...tried.map(({ aic }) => aic))).toBeCloseTo(chosen.aic, 8);
  });

  it("passes over degrees that the scores do not determine", () => {
    const { tried } = chooseSmoothing(scoreDistribution([0, 2, 2, 5], 5));
    expect(tried.map(({ degree }) => degree)).toEqual([1, 2]);
  });
});
