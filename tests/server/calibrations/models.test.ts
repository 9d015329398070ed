import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calibrate, responseData } from "../../../psychometrics/index.js";
import { analyse } from "../../../server/calibrations/analysis.js";
import type { AnalysisInput } from "../../../server/calibrations/analysis-input.js";
import { calibrationOptions } from "../../../server/calibrations/calibration-options.js";
import { readAnalysis } from "../../../server/cli/analyse/read-analysis.js";
import { runCalibration } from "../../../server/cli/calibrate/run.js";
import { analysisFile } from "../../../server/exports/analysis-file.js";
import { calibrationScoresTable, scoresFileName } from "../../../server/exports/scores-table.js";
import { csvOf } from "../../../server/exports/table.js";
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
    ["nominal", ["2pl", "2pl", "2pl", "2pl", "nominal", "nominal"]],
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

describe("items of several scores", () => {
  const runs = (["grm", "rsm", "nominal"] as const).map((model) => analyse(input({ model }), () => {}));

  it("have their parameters and their fit by the graded, the rating scale and the nominal model", () => {
    for (const { result } of runs) {
      expect(result.items[4].model).toBe(result.items[5].model);
      expect(result.items[4].steps).toHaveLength(2);
      expect(result.items[4].rmsd).toBeLessThan(0.2);
      expect(result.fit?.items).toHaveLength(6);
    }
    expect(runs.map(({ result }) => result.items[4].model)).toEqual(["grm", "rsm", "nominal"]);
  });

  it("have a slope for each score by the nominal model, with the library's errors", () => {
    const [, , { items, result }] = runs;
    const given = input({ model: "nominal" });
    const { items: expected } = calibrate(
      responseData({
        items: given.items.map(({ itemId }) => itemId),
        rows: given.rows,
        maxScores: given.items.map(({ maxScore }) => maxScore),
      }),
      { model: "2pl", models: { I5: "nominal", I6: "nominal" }, quadrature: 41, tolerance: 1e-4 },
    );
    expect(items[4].categorySlopes).toEqual(expected[4].categorySlopes);
    expect(result.items[4].categorySlopeSes).toEqual(expected[4].standardErrors.categorySlopes);
    expect(result.items[4].notes).toEqual([]);
    expect(items[0].categorySlopes).toBeUndefined();
  });

  it("are noted where a higher score shows no more ability", () => {
    const given = input({ model: "nominal" });
    // Of the fifth item the scores 1 and 2 are exchanged.
    const rows = given.rows.map((row) => row.map((score, i) => (i === 4 ? [0, 2, 1][Number(score)] : score)));
    const [note] = analyse({ ...given, rows }, () => {}).result.items[4].notes;
    expect(note.en).toMatch(/^Those who score 2 are no abler than those who score 1/);
    expect(note.vi).toMatch(/^Người được 2 điểm không giỏi hơn người được 1 điểm/);
  });
});

describe("the analysis file of a run", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "khao-run-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    { model: "rasch" },
    { model: "3pl", lowerAsymptotePrior: { kind: "normal-logit", mean: -1.2, standardDeviation: 0.4 } },
    { model: "3pl", models: { severalScores: "grm" } },
    { model: "rsm", models: { choice: "2pl" }, quadratureNodes: 31, quadratureRange: 5 },
    { model: "nominal", tolerance: 1e-5 },
  ] satisfies Partial<AnalysisBody>[])("gives khao analyse the same numbers: %j", async (more) => {
    const whole = input(more);
    const given = { ...whole, rows: whole.rows.map((row, p) => row.map((x, i) => ((p + i) % 9 ? x : null))) };
    const output = analyse(given, () => {});
    await writeFile(join(folder, "analysis.json"), analysisFile(given));
    let scores = "";
    for await (const part of csvOf(calibrationScoresTable(given))) scores += part;
    await writeFile(join(folder, scoresFileName), scores);
    const request = await readAnalysis(join(folder, "analysis.json"));
    const { files, summary } = await runCalibration(
      request,
      () => {},
      () => {},
    );
    const table = (name: string) => parse<Record<string, string>>(files[name], { columns: true });
    // The command writes ten digits; what is compared to nine is the same number.
    const same = (written: string, value: number | null | undefined) =>
      value == null ? expect(written).toBe("") : expect(Number(written) / value).toBeCloseTo(1, 8);
    same(String(summary.log_likelihood), output.result.summary.logLikelihood);
    expect(summary.iterations).toBe(output.result.summary.cycles);
    for (const [i, row] of table("items.csv").entries()) {
      const item = output.items[i];
      expect([row.item, row.model]).toEqual([item.itemId, item.model]);
      same(row.a, item.slope);
      same(row.se_a, item.slopeSe);
      item.steps.forEach((step, k) => same(row[`b${k + 1}`], step));
      item.stepSes.forEach((error, k) => same(row[`se_b${k + 1}`], error));
      item.categorySlopes?.forEach((slope, k) => same(row[`slope${k + 1}`], slope));
      if (item.model === "3pl") same(row.c, item.lowerAsymptote);
    }
    for (const [p, row] of table("persons.csv").entries()) {
      expect(row.id).toBe(output.persons[p].id);
      same(row.eap, output.persons[p].eap);
      same(row.se_wle, output.persons[p].wleSe);
    }
    const names = (JSON.parse(files["covariance.json"]) as { names: string[] }).names;
    expect(output.covariance).toMatchObject({ names });
  });
});
