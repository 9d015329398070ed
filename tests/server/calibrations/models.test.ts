import { describe, expect, it } from "vitest";
import { calibrate, responseData } from "../../../psychometrics/index.js";
import { analyse, type AnalysisInput } from "../../../server/calibrations/analysis.js";
import { calibrationOptions } from "../../../server/calibrations/calibration-options.js";
import type { AnalysisBody } from "../../../server/contract/research.js";
import { knownInput } from "./known-input.js";

/** Six items: two choices, two right or wrong otherwise, two with three scores that go with their neighbours'. */
function input(more: Partial<AnalysisBody>): AnalysisInput {
  const start = knownInput(400, 8, more);
  return {
    ...start,
    items: start.items.slice(0, 6).map((item, i) => ({ ...item, isChoice: i < 2, maxScore: i < 4 ? 1 : 2 })),
    rows: start.rows.map((row) => [
      ...row.slice(0, 4),
      Number(row[4]) + Number(row[5]),
      Number(row[6]) + Number(row[7]),
    ]),
  };
}

const modelsOf = (more: Partial<AnalysisBody>) => Object.values(calibrationOptions(input(more)).models ?? {});

describe("the model that is chosen", () => {
  it.each([
    ["rasch", ["rasch", "rasch", "rasch", "rasch", "pcm", "pcm"]],
    ["2pl", ["2pl", "2pl", "2pl", "2pl", "gpcm", "gpcm"]],
    ["3pl", ["3pl", "3pl", "2pl", "2pl", "gpcm", "gpcm"]],
    ["grm", ["2pl", "2pl", "2pl", "2pl", "grm", "grm"]],
    ["rsm", ["rasch", "rasch", "rasch", "rasch", "rsm", "rsm"]],
  ] as const)("%s gives each type of item its form", (model, expected) => {
    expect(modelsOf({ model })).toEqual(expected);
  });

  it("yields to a model given for a type of item", () => {
    expect(modelsOf({ model: "rasch", models: { choice: "3pl", severalScores: "grm" } })).toEqual([
      ...["3pl", "3pl", "rasch", "rasch", "grm", "grm"],
    ]);
  });

  it("takes an item of an earlier version's run for one without options", () => {
    const { options, items } = input({ model: "3pl" });
    const old = items.map(({ isChoice: _, ...item }) => item);
    expect(
      Object.values(calibrationOptions({ ...input({}), options, items: old }).models ?? {}),
    ).not.toContain("3pl");
  });

  it("puts items with the same maximum on one rating scale", () => {
    expect(calibrationOptions(input({ model: "rsm" })).ratingScales).toEqual({ I5: "0 to 2", I6: "0 to 2" });
    expect(calibrationOptions(input({ model: "rasch" })).ratingScales).toBeUndefined();
  });
});

describe("a run by the 3PL", () => {
  const prior = { kind: "beta", alpha: 9, beta: 25 } as const;
  const given = input({ model: "3pl", lowerAsymptotePrior: prior });
  const { items, result } = analyse(given, () => {});
  const expected = calibrate(
    responseData({
      items: given.items.map(({ itemId }) => itemId),
      rows: given.rows,
      maxScores: given.items.map(({ maxScore }) => maxScore),
    }),
    {
      model: "gpcm",
      models: { I1: "3pl", I2: "3pl", I3: "2pl", I4: "2pl" },
      lowerAsymptotePrior: prior,
      quadrature: 41,
      tolerance: 1e-4,
    },
  );

  it("has the library's lower asymptotes with their errors, under the prior that was given", () => {
    expect(items.map(({ lowerAsymptote }) => lowerAsymptote)).toEqual(
      expected.items.map(({ lowerAsymptote }) => lowerAsymptote),
    );
    expect(items[0].lowerAsymptoteSe).toBe(expected.items[0].standardErrors.lowerAsymptote);
    expect(result.items[0].lowerAsymptote).toBeGreaterThan(0.05);
    expect(result.items[2].lowerAsymptote).toBeNull();
    // The curve of an item with guessing does not fall to 0.
    expect(result.items[0].curve.probabilities[1][0]).toBeGreaterThan(0.05);
  });

  it("warns below a thousand test takers", () => {
    expect(result.warnings.map(({ en }) => en).join(" ")).toContain("asks for 1000 at least");
  });
});

it("graded and rating scale items have their parameters and their fit", () => {
  for (const model of ["grm", "rsm"] as const) {
    const { result } = analyse(input({ model }), () => {});
    expect(result.items[4].model).toBe(model);
    expect(result.items[4].steps).toHaveLength(2);
    expect(result.items[4].rmsd).toBeLessThan(0.2);
    expect(result.fit?.items).toHaveLength(6);
  }
});
