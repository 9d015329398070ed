import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equateEquipercentile, presmooth, scoreDistribution } from "../../../psychometrics/index.js";
import { equivalentAt, percentileRanks } from "../../../psychometrics/equating/equipercentile.js";
import { multinomial } from "../../../psychometrics/equating/score-distribution.js";
import { drawCategory } from "../../../psychometrics/numeric/random.js";
import { shares } from "../../support/score-shares.js";
import { uniformFrom } from "../../support/uniform.js";

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
