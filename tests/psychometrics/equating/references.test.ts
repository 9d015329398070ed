import { describe, expect, it } from "vitest";
import {
  calibrate,
  equateByAnchor,
  equateEquipercentile,
  equateObservedScores,
  equateTrueScores,
  link,
  linkedForms,
  presmooth,
  scoreDistribution,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { formOf, neatData, neatItems, neatReference } from "../../support/neat-forms.js";
import { largestDifference } from "../../support/psychometric-fixtures.js";

/** A distribution from counts of the scores 0, 1, ... */
function counted(counts: number[]) {
  return scoreDistribution(
    counts.flatMap((count, score) => new Array<number>(count).fill(score)),
    counts.length - 1,
  );
}

describe("equating of equivalent groups", () => {
  const formX = counted([3, 5, 9, 14, 18, 16, 11, 6, 2]);
  const formY = counted([2, 4, 6, 10, 15, 20, 18, 13, 8, 4]);

  it("agrees with equate 2.0.9 (R 4.2.2) without smoothing", () => {
    const rows = equateEquipercentile(formX, formY);
    const expected = [
      0.392857145, 1.591269842, 2.788095238, 3.938095238, 5.030952381, 6.103174603, 7.186813187, 8.255952381,
      9.202380953,
    ];
    // equate moves ranks by 1e-8 on the way.
    expect(
      largestDifference(
        rows.map(({ equivalent }) => equivalent),
        expected,
      ),
    ).toBeLessThan(1e-7);
  });

  it("agrees with equate on log-linear smoothing of degree 3, and on the equating after it", () => {
    const smoothX = presmooth(formX, 3);
    const smoothY = presmooth(formY, 3);
    const countsX = [
      2.755610521, 5.33227218, 9.3028456, 13.93750706, 17.079569771, 16.306022879, 11.551947791, 5.784358376,
      1.949865823,
    ];
    // equate's glm stops where the deviance changes by 1e-8 of itself.
    expect(
      largestDifference(
        Array.from(smoothX.shares, (share) => 84 * share),
        countsX,
      ),
    ).toBeLessThan(1e-4);
    const rows = equateEquipercentile(smoothX, smoothY);
    const expected = [
      0.3483015969, 1.6323938898, 2.7875615702, 3.9152520701, 5.0266210939, 6.1228631931, 7.1984770122,
      8.2364870435, 9.1761209414,
    ];
    expect(
      largestDifference(
        rows.map(({ equivalent }) => equivalent),
        expected,
      ),
    ).toBeLessThan(1e-5);
  });
});

describe("two forms with ten common items", () => {
  const reference = neatReference();
  const both = neatData();
  const dataX = formOf(both, 0, neatItems.slice(0, 30));
  const dataY = formOf(both, 1, neatItems.slice(20));

  it.each([
    ["chained", "chained"],
    ["frequency-estimation", "frequency"],
  ] as const)("equated by their anchor, %s, agree with equate", (method, name) => {
    const scores = (data: ResponseData, first: number) => ({
      totals: Array.from({ length: data.personCount }, (_, p) => sumOf(data, p, 0, 30)),
      anchors: Array.from({ length: data.personCount }, (_, p) => sumOf(data, p, first, first + 10)),
      highestTotal: 30,
      highestAnchor: 10,
    });
    const rows = equateByAnchor(scores(dataX, 20), scores(dataY, 0), { method });
    const equivalents = rows.map(({ equivalent }) => equivalent);
    expect(largestDifference(equivalents, reference.equateByAnchor[name])).toBeLessThan(1e-6);
  });

  describe("calibrated and linked by Stocking-Lord", () => {
    const options = { model: "2pl", keepsCovariance: true } as const;
    const base = calibrate(dataX, options);
    const other = calibrate(dataY, options);
    const expected = reference.equateIrtErrors;

    // Parameters agree with mirt's to 0.0005 and covariances to 1 %.
    it.each([
      ["mean-mean", "mean-mean"],
      ["haebara", "Haebara"],
      ["stocking-lord", "Stocking-Lord"],
    ] as const)("the constants by %s have equateIRT's standard errors", (method, name) => {
      const { slope, intercept, standardErrors } = link(base, other, { method });
      const { A, B, seA, seB, covAB } = expected.direct[name];
      expect(largestDifference([slope, intercept], [A, B])).toBeLessThan(0.001);
      expect((standardErrors?.slope ?? NaN) / seA).toBeCloseTo(1, 2);
      expect((standardErrors?.intercept ?? NaN) / seB).toBeCloseTo(1, 2);
      expect((standardErrors?.covariance ?? NaN) / covAB).toBeCloseTo(1, 1.5);
    });

    it("the slope by mean-sigma has the standard error of its own derivative", () => {
      // equateIRT divides the derivative of a standard deviation by 10 times the variance with 9 in its denominator, which
      // makes its standard error 9/10 of what the delta method gives.
      const { slope, standardErrors } = link(base, other, { method: "mean-sigma" });
      expect(Math.abs(slope - expected.direct["mean-sigma"].A)).toBeLessThan(0.001);
      expect((0.9 * (standardErrors?.slope ?? NaN)) / expected.direct["mean-sigma"].seA).toBeCloseTo(1, 2);
    });

    const linking = link(base, other);
    const forms = linkedForms({ calibration: base }, { calibration: other }, linking);

    it("true scores are equated as by equateIRT, with its standard errors", () => {
      const rows = equateTrueScores(forms).slice(1, 30);
      const { theta, equivalent, se } = expected.trueScore;
      expect(
        largestDifference(
          rows.map((row) => row.theta),
          theta,
        ),
      ).toBeLessThan(0.005);
      expect(
        largestDifference(
          rows.map((row) => row.equivalent),
          equivalent,
        ),
      ).toBeLessThan(0.002);
      rows.forEach((row, n) => expect((row.standardError ?? NaN) / se[n]).toBeCloseTo(1, 1.7));
    });

    it("observed scores are equated as by equateIRT, with its standard errors", () => {
      const rows = equateObservedScores(forms);
      const { equivalent, se } = expected.observedScore;
      expect(
        largestDifference(
          rows.map((row) => row.equivalent),
          equivalent,
        ),
      ).toBeLessThan(0.002);
      rows.forEach((row, n) => expect((row.standardError ?? NaN) / se[n]).toBeCloseTo(1, 2));
    });
  });
});

function sumOf(data: ResponseData, person: number, from: number, to: number): number {
  const row = person * data.items.length;
  return data.scores.subarray(row + from, row + to).reduce((sum, score) => sum + score, 0);
}
