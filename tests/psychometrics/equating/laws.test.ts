import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chooseSmoothing,
  equateByAnchor,
  equateEquipercentile,
  equateObservedScores,
  equateTrueScores,
  formItem,
  link,
  linkedForms,
  presmooth,
  responseData,
  scoreDistribution,
  scoreDistributionOfCounts,
  scoreMoments,
  sumScoreDistributionOf,
  type CalibratedForm,
} from "../../../psychometrics/index.js";
import { equivalentAt, percentileRanks } from "../../../psychometrics/equating/equipercentile.js";
import { multinomial } from "../../../psychometrics/equating/score-distribution.js";
import { transformFormItem } from "../../../psychometrics/linking/transform.js";
import { drawCategory } from "../../../psychometrics/numeric/random.js";
import { uniformFrom } from "../../support/uniform.js";

const shares = (length: number) =>
  fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      return Float64Array.from(values, (value) => value / total);
    });

describe("equipercentile equating", () => {
  it("of a form to itself is no change", () => {
    fc.assert(
      fc.property(shares(8), (own) => {
        const form = multinomial(own, 100);
        for (const { score, equivalent } of equateEquipercentile(form, form))
          expect(equivalent).toBeCloseTo(score, 8);
      }),
    );
  });

  it("there and back is no change: it is symmetric", () => {
    fc.assert(
      fc.property(shares(8), shares(12), (from, to) => {
        for (let score = -0.5; score <= 7.5; score += 0.25)
          expect(equivalentAt(to, from, equivalentAt(from, to, score))).toBeCloseTo(score, 6);
      }),
    );
  });

  it("keeps percentile ranks and the order of scores", () => {
    fc.assert(
      fc.property(shares(9), shares(7), (from, to) => {
        const rows = equateEquipercentile(multinomial(from, 50), multinomial(to, 50));
        const ranks = percentileRanks(from);
        rows.forEach(({ equivalent }, score) => {
          const whole = Math.round(equivalent);
          const below = to.subarray(0, whole).reduce((sum, share) => sum + share, 0);
          expect(below + (equivalent - whole + 0.5) * to[whole]).toBeCloseTo(ranks[score], 8);
          if (score > 0) expect(equivalent).toBeGreaterThan(rows[score - 1].equivalent);
        });
      }),
    );
  });

  it("by hand: percentile ranks, a stretch that nobody has, and scores beyond everybody", () => {
    // Half have 1 and half 2 on the first form; half 0 and half 3 on the second.
    const from = scoreDistribution([1, 1, 2, 2], 3);
    const to = scoreDistribution([0, 0, 3, 3], 3);
    expect(Array.from(percentileRanks(from.shares))).toEqual([0, 0.25, 0.75, 1]);
    const equivalents = equateEquipercentile(from, to).map(({ equivalent }) => equivalent);
    // 0 is below all and 3 above all; 1 and 2 stand at the middle of 0 and of 3.
    expect(equivalents[0]).toBe(-0.5);
    expect(equivalents[1]).toBeCloseTo(0, 12);
    expect(equivalents[2]).toBeCloseTo(3, 12);
    expect(equivalents[3]).toBe(3.5);
    // The rank of one half is at the top of 0 and at the bottom of 3: the middle of 0.5 and 2.5.
    expect(equivalentAt(from.shares, to.shares, 1.5)).toBeCloseTo(1.5, 12);
  });

  it("has standard errors that are how it varies over samples, smoothed or not", () => {
    const uniform = uniformFrom("equipercentile");
    const x = Float64Array.of(0.03, 0.07, 0.13, 0.2, 0.22, 0.17, 0.1, 0.05, 0.03);
    const y = Float64Array.of(0.05, 0.09, 0.14, 0.18, 0.2, 0.15, 0.1, 0.06, 0.03);
    const sample = (probabilities: Float64Array) =>
      scoreDistribution(
        Array.from({ length: 800 }, () => drawCategory(uniform, probabilities)),
        8,
      );
    const plain: number[][] = [];
    const smooth: number[][] = [];
    for (let r = 0; r < 400; r++) {
      const [from, to] = [sample(x), sample(y)];
      plain.push(equateEquipercentile(from, to).map(({ equivalent }) => equivalent));
      smooth.push(
        equateEquipercentile(presmooth(from, 3), presmooth(to, 3)).map(({ equivalent }) => equivalent),
      );
    }
    const big = (probabilities: Float64Array) => multinomial(probabilities, 800);
    const errors = {
      plain: equateEquipercentile(big(x), big(y)).map(({ standardError }) => standardError ?? NaN),
      smooth: equateEquipercentile(presmooth(big(x), 3), presmooth(big(y), 3)).map(
        ({ standardError }) => standardError ?? NaN,
      ),
    };
    for (const [rows, expected] of [
      [plain, errors.plain],
      [smooth, errors.smooth],
    ] as const) {
      for (let score = 0; score <= 8; score++) {
        const values = rows.map((row) => row[score]);
        const mean = values.reduce((sum, value) => sum + value, 0) / 400;
        const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399);
        // The standard deviation of 400 values is uncertain by 4 %; the function bends where scores are rare.
        expect(Math.abs(expected[score] / deviation - 1)).toBeLessThan(0.15);
      }
    }
    // Smoothing helps where scores are rare.
    expect(errors.smooth[0]).toBeLessThan(errors.plain[0]);
  });
});

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

describe("a score distribution", () => {
  it("from counts is that of the test takers one by one", () => {
    const counted = scoreDistributionOfCounts([1, 0, 2]);
    const listed = scoreDistribution([2, 0, 2], 2);
    expect(Array.from(counted.shares)).toEqual(Array.from(listed.shares));
    expect(counted.n).toBe(3);
    expect(Array.from(counted.covariance)).toEqual(Array.from(listed.covariance));
    expect(() => scoreDistributionOfCounts([1, -1])).toThrow("the score 1 is there -1 times");
    expect(() => scoreDistributionOfCounts([0, 0])).toThrow("all counts are 0");
  });

  it("has the moments of a Bernoulli distribution, and none beyond the first two where all are alike", () => {
    const p = 0.2;
    const { mean, sd, skewness, kurtosis } = scoreMoments([1 - p, p]);
    expect([mean, sd ** 2]).toEqual([p, expect.closeTo(p * (1 - p), 12)]);
    expect(skewness).toBeCloseTo((1 - 2 * p) / Math.sqrt(p * (1 - p)), 10);
    expect(kurtosis).toBeCloseTo((1 - 3 * p * (1 - p)) / (p * (1 - p)), 10);
    expect(scoreMoments([0, 1, 0])).toEqual({ mean: 1, sd: 0, skewness: null, kurtosis: null });
    // As other values: twice the score and 1 more.
    const moved = scoreMoments([0.5, 0.3, 0.2], [1, 3, 5]);
    const plain = scoreMoments([0.5, 0.3, 0.2]);
    expect(moved.mean).toBeCloseTo(2 * plain.mean + 1, 12);
    expect(moved.sd).toBeCloseTo(2 * plain.sd, 12);
    expect(moved.skewness).toBeCloseTo(plain.skewness ?? NaN, 10);
  });

  it("weighs its test takers, and counts unequal ones for less", () => {
    const weighted = scoreDistribution([0, 1, 1, 2], 2, [1, 2, 1, 0]);
    expect(Array.from(weighted.shares)).toEqual([0.25, 0.75, 0]);
    expect(weighted.n).toBeCloseTo(16 / 6, 12);
    expect(() => scoreDistribution([0.5], 2)).toThrow("row 1: a score of 0.5");
    expect(() => scoreDistribution([1], 2, [0])).toThrow("nobody");
  });

  it("of data is over those who were presented the whole form", () => {
    const data = responseData({
      items: ["a", "b", "c"],
      rows: [
        [1, 2, null],
        [0, 1, 1],
        [null, 1, 0],
      ],
    });
    expect(Array.from(sumScoreDistributionOf(data, ["a", "b"]).shares)).toEqual([0, 0.5, 0, 0.5]);
    expect(() => sumScoreDistributionOf(data, ["d"])).toThrow("no item d");
  });
});

const base: CalibratedForm = {
  items: [
    formItem({ item: "a", model: "2pl", slope: 1.2, difficulties: [-0.8] }),
    formItem({ item: "b", model: "gpcm", slope: 0.9, difficulties: [-0.5, 0.7] }),
    formItem({ item: "c", model: "grm", slope: 1.4, difficulties: [-0.2, 1] }),
    formItem({ item: "d", model: "2pl", slope: 0.7, difficulties: [0.4] }),
  ],
};
const guessing: CalibratedForm = {
  items: [-1, 0, 1].map((b, i) =>
    formItem({ item: `g${i}`, model: "3pl", slope: 1, difficulties: [b], lowerAsymptote: 0.2 }),
  ),
};

describe.each([
  ["true", equateTrueScores],
  ["observed", equateObservedScores],
] as const)("IRT %s-score equating", (_, equate) => {
  it("of a form to itself is no change, also where it was calibrated on another scale", () => {
    const moved = {
      items: base.items.map((item) => transformFormItem(item, { slope: 0.8, intercept: -0.3 })),
    };
    const linking = link(base, moved);
    const forms = linkedForms({ calibration: base }, { calibration: moved }, linking);
    for (const { score, equivalent, standardError } of equate(forms)) {
      expect(equivalent).toBeCloseTo(score, 5);
      expect(standardError).toBeNull();
    }
  });

  it("gives a harder form the lower scores", () => {
    const harder = {
      items: base.items.map((item) => transformFormItem(item, { slope: 1, intercept: 0.5 })),
    };
    const rows = equate(linkedForms({ calibration: base }, { calibration: harder }, null));
    rows.slice(1, -1).forEach(({ score, equivalent }) => expect(equivalent).toBeLessThan(score));
  });

  it("refuses items that it does not know or that fall with ability", () => {
    expect(() => linkedForms({ calibration: base, items: ["x"] }, { calibration: base }, null)).toThrow(
      "item x",
    );
    expect(() => linkedForms({ calibration: base, items: [] }, { calibration: base }, null)).toThrow(
      "no items",
    );
    const falling = { items: [formItem({ item: "f", model: "2pl", slope: -1, difficulties: [0] })] };
    expect(() => linkedForms({ calibration: falling }, { calibration: base }, null)).toThrow("slope of -1");
  });
});

describe("IRT true-score equating", () => {
  it("there and back is no change", () => {
    const other = {
      items: [-1, -0.4, 0.1, 0.6, 1.1].map((b, i) =>
        formItem({ item: `o${i}`, model: "2pl", slope: 1.1, difficulties: [b] }),
      ),
    };
    for (const { score, theta, equivalent } of equateTrueScores(
      linkedForms({ calibration: other }, { calibration: base }, null),
    )) {
      if (theta === null) continue;
      const back = equateTrueScores(linkedForms({ calibration: base }, { calibration: other }, null));
      const low = Math.floor(equivalent);
      // Between the whole scores of the other form, at which the way back is known.
      expect(back[low].equivalent).toBeLessThanOrEqual(score + 1e-9);
      expect(back[low + 1].equivalent).toBeGreaterThanOrEqual(score - 1e-9);
    }
  });

  it("interpolates below what guessing alone is expected to give", () => {
    const rows = equateTrueScores(linkedForms({ calibration: guessing }, { calibration: base }, null));
    // Three guesses of 0.2 are 0.6: a score of 0 has no ability, a score of 1 has one.
    expect(rows[0]).toMatchObject({ equivalent: 0, theta: null });
    expect(rows[1].theta).not.toBeNull();
    expect(rows[3]).toMatchObject({ equivalent: 6, theta: null });
  });
});

describe("IRT observed-score equating", () => {
  it("depends on its population where the forms differ, and refuses what is none", () => {
    const other = {
      items: base.items.map((item) => transformFormItem(item, { slope: 0.7, intercept: 0.2 })),
    };
    const forms = linkedForms({ calibration: base }, { calibration: other }, null);
    const low = equateObservedScores(forms, { from: { mean: -1, variance: 1 }, fromWeight: 1 });
    const high = equateObservedScores(forms, { from: { mean: 1, variance: 1 }, fromWeight: 1 });
    expect(Math.abs(low[3].equivalent - high[3].equivalent)).toBeGreaterThan(0.01);
    expect(() => equateObservedScores(forms, { fromWeight: 2 })).toThrow("0 to 1");
    expect(() => equateObservedScores(forms, { to: { mean: 0, variance: 0 } })).toThrow("above 0");
  });
});

describe("equating by an anchor", () => {
  const uniform = uniformFrom("anchor");
  /** Totals and anchors that rise together; the second group does better. */
  const group = (count: number, better: number) => {
    const anchors: number[] = [];
    const totals: number[] = [];
    for (let p = 0; p < count; p++) {
      const ability = (uniform() + uniform() + uniform()) / 3 + better;
      const sum = (items: number) => {
        let right = 0;
        for (let i = 0; i < items; i++) if (uniform() < ability) right++;
        return right;
      };
      anchors.push(sum(5));
      totals.push(sum(8));
    }
    return { anchors, totals, highestTotal: 8, highestAnchor: 5 };
  };
  const first = group(1500, 0);
  const second = group(1500, 0.1);

  it.each(["chained", "frequency-estimation"] as const)(
    "%s: forms that are alike come out alike though the groups are not",
    (method) => {
      const bootstrap = { replications: 40, uniform: uniformFrom("bootstrap") };
      const rows = equateByAnchor(first, second, { method, bootstrap });
      for (const { score, equivalent, standardError } of rows.slice(1, 8)) {
        // Frequency estimation leaves a part of the groups' difference in the forms, as it is known to with short anchors.
        expect(Math.abs(equivalent - score)).toBeLessThan(method === "chained" ? 0.35 : 0.6);
        expect(standardError).toBeGreaterThan(0.01);
        expect(standardError).toBeLessThan(0.3);
      }
      const naive = equateEquipercentile(
        scoreDistribution(first.totals, 8),
        scoreDistribution(second.totals, 8),
      );
      expect(Math.abs(naive[4].equivalent - 4)).toBeGreaterThan(Math.abs(rows[4].equivalent - 4));
    },
  );

  it("draws as many test takers as unequal weights are worth", () => {
    const part = (group: typeof first, count: number) => ({
      ...group,
      totals: group.totals.slice(0, count),
      anchors: group.anchors.slice(0, count),
    });
    const few = part(first, 50);
    const twice = {
      ...few,
      totals: [...few.totals, ...few.totals],
      anchors: [...few.anchors, ...few.anchors],
    };
    const errorOf = (weights: number[] | undefined, group: typeof few) => {
      const bootstrap = { replications: 400, uniform: uniformFrom("kish") };
      const rows = equateByAnchor({ ...group, weights }, part(second, 500), { method: "chained", bootstrap });
      return rows[4].standardError ?? NaN;
    };
    const alone = errorOf(undefined, few);
    // Each once more, with next to no weight: (50 x 2)^2 / (50 x (1.9^2 + 0.1^2)) = 55 test takers, not 100.
    const shared = errorOf([...few.totals.map(() => 1.9), ...few.totals.map(() => 0.1)], twice);
    // Standard deviations of 400 values are uncertain by 4 %.
    expect(shared / alone).toBeGreaterThan(0.82);
    expect(errorOf(undefined, twice) / alone).toBeLessThan(0.82);
  });

  it("refuses lists that do not fit each other", () => {
    const options = { method: "chained" } as const;
    expect(() => equateByAnchor({ ...first, totals: [1] }, second, options)).toThrow("not equally long");
    expect(() => equateByAnchor(first, { ...second, highestAnchor: 6 }, options)).toThrow("the same items");
    expect(() => equateByAnchor({ ...first, highestTotal: 3 }, second, options)).toThrow("group 1, row");
    const apart = { totals: [1, 2], anchors: [0, 5], highestTotal: 8, highestAnchor: 5 };
    expect(() => equateByAnchor(apart, second, { method: "frequency-estimation" })).toThrow(
      "take chained equating",
    );
    expect(() =>
      equateByAnchor(first, second, { ...options, bootstrap: { replications: 1, uniform } }),
    ).toThrow("at least 2 replications");
  });
});
