import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contingencyDif, logisticDif, type ResponseData } from "../../../psychometrics/index.js";
import {
  fixture,
  hasShared,
  largestDifference,
  needsShared,
  readScores,
  shared,
} from "../../support/psychometric-fixtures.js";

const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));

/** What is compared of difR's output, as `expected.json` and the files outside the project have it. */
interface Expected {
  items: string[];
  MH_correctTRUE: Record<"chi2" | "alpha" | "varLambda" | "delta" | "seDelta", number[]>;
  MH_correctFALSE: { chi2: number[] };
  ETSfull: string[];
  standardization: { pdif: number[] };
  logistic_udif: { stat: number[]; deltaR2: number[] };
  logistic_nudif: { stat: number[]; deltaR2: number[] };
  logistic_both: { stat: number[]; deltaR2: number[] };
}

/** difR prints ten digits of closed formulas: agreement is to rounding. */
function compareTables(data: ResponseData, expected: Expected): void {
  const { items } = contingencyDif(data);
  const ours = items.map(({ mantelHaenszel }) => {
    if (!mantelHaenszel) throw new Error("no Mantel-Haenszel");
    return mantelHaenszel;
  });
  const { MH_correctTRUE: corrected, MH_correctFALSE: uncorrected } = expected;
  const of = (value: (item: (typeof ours)[number]) => number) => ours.map(value);
  expect(
    largestDifference(
      of((item) => item.corrected.chiSquare),
      corrected.chi2,
    ),
  ).toBeLessThan(1e-7);
  expect(
    largestDifference(
      of((item) => item.uncorrected.chiSquare),
      uncorrected.chi2,
    ),
  ).toBeLessThan(1e-7);
  expect(
    largestDifference(
      of((item) => item.oddsRatio),
      corrected.alpha,
    ),
  ).toBeLessThan(1e-8);
  expect(
    largestDifference(
      of((item) => item.logStandardError ** 2),
      corrected.varLambda,
    ),
  ).toBeLessThan(1e-9);
  expect(
    largestDifference(
      of((item) => item.delta),
      corrected.delta,
    ),
  ).toBeLessThan(1e-8);
  expect(
    largestDifference(
      of((item) => item.deltaStandardError),
      corrected.seDelta,
    ),
  ).toBeLessThan(1e-8);
  expect(ours.map(({ etsClass }) => etsClass)).toEqual(expected.ETSfull);
  const pdif = items.map((item) => item.standardisedMeanDifference);
  expect(largestDifference(pdif, expected.standardization.pdif)).toBeLessThan(1e-9);
  // Mantel's test of right or wrong is Mantel-Haenszel's without the correction.
  expect(
    largestDifference(
      items.map(({ mantel }) => mantel?.chiSquare),
      uncorrected.chi2,
    ),
  ).toBeLessThan(1e-7);
  const cumulative = items.map((item) => item.cumulative?.oddsRatio);
  expect(largestDifference(cumulative, corrected.alpha)).toBeLessThan(1e-8);
}

function comparePurified(
  data: ResponseData,
  expected: { DIFitems: number[]; chi2: number[]; alpha: number[] },
): void {
  const { items, converged, rounds } = contingencyDif(data, { purify: true });
  expect(converged).toBe(true);
  expect(rounds).toBeGreaterThan(0);
  const flagged = items.flatMap(({ isPurified }, i) => (isPurified ? [i + 1] : []));
  expect(flagged).toEqual(expected.DIFitems);
  const chiSquares = items.map(({ mantelHaenszel }) => mantelHaenszel?.corrected.chiSquare);
  expect(largestDifference(chiSquares, expected.chi2)).toBeLessThan(1e-7);
  expect(
    largestDifference(
      items.map((item) => item.mantelHaenszel?.oddsRatio),
      expected.alpha,
    ),
  ).toBeLessThan(1e-8);
}

/**
 * R's glm stops where the deviance changes by 1e-8 of itself: chi-squares agree to about 1e-5. difR divides by the largest
 * possible R squared, 1 - exp(-D0 / 2)^(2 / n); with 2000 test takers exp(-D0 / 2) underflows and what it gives is not
 * Nagelkerke's but Cox and Snell's, which the largest possible one turns into his.
 */
function compareRegressions(
  data: ResponseData,
  expected: Expected,
  groupEffect: number[],
  largest: number[] | null,
): void {
  const { items } = logisticDif(data);
  for (const [ours, theirs] of [
    ["uniform", "logistic_udif"],
    ["nonUniform", "logistic_nudif"],
    ["both", "logistic_both"],
  ] as const) {
    expect(
      largestDifference(
        items.map((item) => item[ours]?.chiSquare),
        expected[theirs].stat,
      ),
    ).toBeLessThan(1e-5);
    const changes = items.map((item) => item[ours]?.rSquaredChange);
    const published = expected[theirs].deltaR2.map((change, i) => change / (largest ? largest[i] : 1));
    expect(largestDifference(changes, published)).toBeLessThan(1e-7);
  }
  expect(
    largestDifference(
      items.map((item) => item.groupEffect),
      groupEffect,
    ),
  ).toBeLessThan(1e-5);
}

/** The largest difference in proportion to what is expected. */
function largestRatio(ours: (number | null | undefined)[], expected: readonly number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs((ours[i] ?? NaN) / value - 1)));
}

/** difR's glm stops where the deviance changes by 1e-8 of itself, and its covariance is that of the step before: 2e-4 from what R's gives when carried to the end. */
function compareWald(data: ResponseData, both: readonly number[]): void {
  const { items } = logisticDif(data);
  expect(
    largestRatio(
      items.map((item) => item.both?.wald?.chiSquare),
      both,
    ),
  ).toBeLessThan(3e-4);
}

/** Tarone's correction is not in them; difR prints four digits. */
function compareHomogeneity(data: ResponseData, expected: number[][]): void {
  contingencyDif(data).items.forEach(({ mantelHaenszel }, i) => {
    const [chiSquare, degreesOfFreedom, p] = expected[i];
    expect(mantelHaenszel?.homogeneity.degreesOfFreedom).toBe(degreesOfFreedom);
    expect(Math.abs((mantelHaenszel?.homogeneity.chiSquare ?? NaN) - chiSquare)).toBeLessThan(1e-4);
    expect(Math.abs((mantelHaenszel?.homogeneity.p ?? NaN) - p)).toBeLessThan(1e-4);
  });
}

describe("20 simulated items, of which four function differently", () => {
  const expected = read(fixture("sim-dif/expected.json"));
  const data = readScores(fixture("sim-dif/data.csv"), { items: expected.items, group: "focal" });

  it("have difR's Mantel-Haenszel and standardisation", () => compareTables(data, expected));
  it("are purified as difR does", () => comparePurified(data, expected.MHpurified));
  it("have difR's Breslow-Day tests", () => compareHomogeneity(data, expected.BreslowDay));
  it("have difR's logistic regressions", () => {
    const largest = data.items.map((_, i) => {
      let right = 0;
      for (let p = 0; p < data.personCount; p++) right += data.scores[p * data.items.length + i];
      const share = right / data.personCount;
      return 1 - Math.exp(2 * (share * Math.log(share) + (1 - share) * Math.log(1 - share)));
    });
    compareRegressions(data, expected, expected.groupEffect, largest);
  });
  it("have difR's Wald tests of the logistic regression, and those of R's glm carried to the end", () => {
    compareWald(data, expected.logisticWald.both);
    const { items } = logisticDif(data);
    // The search ends at 1e-10 of log-likelihood; the smallest statistic is 2e-4, so that this is 2e-9 there.
    for (const kind of ["uniform", "nonUniform"] as const) {
      const ours = items.map((item) => item[kind]?.wald?.chiSquare);
      expect(largestRatio(ours, expected.logisticWald[kind])).toBeLessThan(1e-5);
    }
  });
});

describe.skipIf(!hasShared)(`24 items on verbal aggression by sex ${needsShared}`, () => {
  const load = () => {
    const expected = read(shared("verbagg_dich.ref/dif.json"));
    return {
      expected,
      data: readScores(shared("verbagg_dich.csv"), { items: expected.items, group: "male" }),
    };
  };
  it("have difR's Mantel-Haenszel and standardisation", () => {
    const { data, expected } = load();
    compareTables(data, expected);
  });
  it("are purified as difR does", () => {
    const { data, expected } = load();
    comparePurified(data, expected.MHpurified);
  });
  it("have difR's Breslow-Day tests", () => {
    const { data, expected } = load();
    compareHomogeneity(data, expected.BreslowDay.res);
  });
  it("have difR's Wald tests of the logistic regression", () => {
    const { data, expected } = load();
    compareWald(data, expected.logisticWald.stat);
  });
  it("have difR's logistic regressions", () => {
    const { data, expected } = load();
    compareRegressions(
      data,
      expected,
      expected.glm.map(({ bGroup }: { bGroup: number }) => bGroup),
      null,
    );
  });
});
