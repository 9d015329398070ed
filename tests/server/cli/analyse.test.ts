import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import seedrandom from "seedrandom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/analyse.js";
import { register as registerCalibrate } from "../../../server/cli/commands/calibrate.js";
import { register as registerPv } from "../../../server/cli/commands/pv.js";
import { speak } from "../../../server/terminal/words.js";
import {
  calibrate,
  calibrateMultidimensional,
  contingencyDif,
  itemFitMultidimensional,
  partialInvariance,
  q3Multidimensional,
  scorePersonsMultidimensional,
  wleReliability,
  type CalibrationOptions,
} from "../../../psychometrics/index.js";
import { normalSource } from "../../../psychometrics/numeric/random.js";
import { fixture, readScores, readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";

let place: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "khao-analyse-"));
});

afterAll(async () => {
  await rm(place, { recursive: true, force: true });
});

/** Runs `khao analyse` in this program. */
const analyse = (...args: string[]) => runCommand([register], ["analyse", ...args]);

async function analysis(name: string, content: unknown): Promise<string> {
  const path = join(place, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** 900 test takers of two groups, eight items; the fourth is a logit and a half harder in group b. */
async function withDif(): Promise<string> {
  const normal = normalSource(seedrandom("khao analyse"));
  const random = seedrandom("responses");
  const lines = ["group,I1,I2,I3,I4,I5,I6,I7,I8"];
  for (let p = 0; p < 900; p++) {
    const theta = normal();
    const scores = Array.from({ length: 8 }, (_, i) => {
      const difficulty = -1.4 + 0.4 * i + (i === 3 && p % 2 ? 1.5 : 0);
      return random() < 1 / (1 + Math.exp(difficulty - theta)) ? 1 : 0;
    });
    lines.push([p % 2 ? "b" : "a", ...scores].join(","));
  }
  const path = join(place, "dif.csv");
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}

describe("khao analyse", () => {
  it("puts constraints and priors on a calibration as the library does", async () => {
    const constraints: Partial<CalibrationOptions> = {
      fixed: [{ item: "item1", parameter: "slope", value: 1 }],
      equal: [{ parameter: "slope", items: ["item2", "item3"] }],
      priors: [{ parameter: "slope", prior: { kind: "log-normal", mean: 0, standardDeviation: 0.4 } }],
    };
    const data = readScores(fixture("lsat7/data.csv"));
    const names = data.items;
    const own = JSON.parse(
      JSON.stringify(constraints).replace(/item(\d)/gu, (_, n: string) => names[Number(n) - 1]),
    ) as Partial<CalibrationOptions>;
    const file = await analysis("constraints.json", {
      ...{ responses: fixture("lsat7/data.csv"), model: "2pl", standardErrors: "sandwich", scores: ["eap"] },
      ...own,
    });
    const out = join(place, "constraints");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    const expected = calibrate(data, { model: "2pl", standardErrors: "sandwich", ...own });
    const items = readTable(join(out, "items.csv"));
    expect(Number(items[0].a)).toBe(1);
    expect(items[1].a).toBe(items[2].a);
    items.forEach((row, i) => {
      expect(Number(row.a)).toBeCloseTo(expected.items[i].slope, 8);
      expect(Number(row.se_b1)).toBeCloseTo(expected.items[i].standardErrors.difficulties[0] ?? NaN, 8);
    });
  });

  it("finds the item that differs between groups by partial invariance and by every method of differential functioning", async () => {
    const responses = await withDif();
    const file = await analysis("dif.json", {
      ...{ responses: "dif.csv", group: "group", model: "rasch", quadrature: 31 },
      invariance: { threshold: 0.08 },
      dif: { reference: "a", focal: "b", logistic: true, likelihoodRatio: true },
    });
    const out = join(place, "dif");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    const data = readScores(responses, {
      items: ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"],
      group: "group",
    });
    const library = partialInvariance(data, { model: "rasch", quadrature: 31 }, { threshold: 0.08 });
    const steps = readTable(join(out, "invariance-steps.csv"));
    expect(steps.map(({ item, group }) => [item, group])).toEqual(
      library.steps.map(({ item, group }) => [item, group]),
    );
    expect([...new Set(steps.map(({ item }) => item))]).toEqual(["I4"]);
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
    expect(summary.log_likelihood).toBeCloseTo(library.calibration.logLikelihood, 8);
    const table = readTable(join(out, "dif.csv"));
    const mh = contingencyDif(data, { reference: "a", focal: "b" });
    table.forEach((row, i) =>
      expect(Number(row.mh_delta)).toBeCloseTo(mh.items[i].mantelHaenszel?.delta ?? NaN, 8),
    );
    expect(table[3].ets_class).toBe("C");
    expect(Number(readTable(join(out, "dif-logistic.csv"))[3].uniform_p)).toBeLessThan(1e-6);
    expect(Number(readTable(join(out, "dif-likelihood-ratio.csv"))[3].both_p)).toBeLessThan(1e-6);
  });

  it("calibrates several dimensions with a regression, and khao pv goes on from its items", async () => {
    const responses = fixture("sim-dimensions/data.csv");
    const lines = ["item,dimension", ...[1, 2, 3, 4, 5].map((n) => `B${n},READ`)];
    await writeFile(
      join(place, "dimensions.csv"),
      [...lines, ...[1, 2, 3, 4].map((n) => `C${n},MATH`)].join("\n"),
    );
    const content = {
      ...{ responses, id: "id", model: "gpcm", ignore: [1, 2, 3, 4, 5, 6].map((n) => `A${n}`) },
      ...{
        dimensions: "dimensions.csv",
        regressors: ["female", "ses"],
        quadrature: 31,
        range: 7,
        covariance: true,
      },
    };
    const out = join(place, "dimensions");
    expect(await analyse(await analysis("dimensions.json", content), "--out", out)).toMatchObject({
      code: 0,
    });
    const rows = readTable(responses);
    const names = ["B1", "B2", "B3", "B4", "B5", "C1", "C2", "C3", "C4"];
    const data = readScores(responses, { items: names });
    const regressors = {
      names: ["female", "ses"],
      columns: Float64Array.from(["female", "ses"].flatMap((name) => rows.map((row) => Number(row[name])))),
    };
    const { calibration, means } = calibrateMultidimensional(data, {
      ...{ model: "gpcm", quadrature: 31, range: 7 },
      dimensions: [
        { name: "READ", items: names.slice(0, 5) },
        { name: "MATH", items: names.slice(5) },
      ],
      regressors,
    });
    const written = (file: string) => readTable(join(out, file));
    written("items.csv").forEach((row, i) => {
      expect(row.dimension).toBe(i < 5 ? "READ" : "MATH");
      expect(Number(row.a)).toBeCloseTo(calibration.items[i].slope, 8);
      expect(Number(row.se_a)).toBeCloseTo(calibration.items[i].standardErrors.slope ?? NaN, 8);
    });
    const scores = scorePersonsMultidimensional(calibration, data, ["map", "wle"], regressors);
    written("persons.csv").forEach((row, p) => {
      expect(row.id).toBe(String(p + 1));
      expect(Number(row.eap_READ)).toBeCloseTo(means[2 * p], 8);
      expect(Number(row.eap_MATH)).toBeCloseTo(means[2 * p + 1], 8);
      expect(Number(row.max_MATH)).toBe((p + 1) % 5 === 0 ? 0 : 8);
      ["READ", "MATH"].forEach((name, d) => {
        const { map, wle } = scores[d][p].estimates;
        expect(Number(row[`map_${name}`])).toBeCloseTo(map?.theta ?? NaN, 6);
        expect(Number(row[`se_map_${name}`])).toBeCloseTo(map?.standardError ?? NaN, 6);
        expect(row[`wle_${name}`] === "").toBe(wle?.theta === null);
      });
    });
    itemFitMultidimensional(calibration, data, regressors).forEach((item, i) => {
      const row = written("fit.csv")[i];
      expect([row.item, row.dimension, Number(row.n)]).toEqual([item.item, item.dimension, item.n]);
      expect(Number(row.rmsd)).toBeCloseTo(item.rmsd ?? NaN, 6);
      expect(Number(row.s_x2)).toBeCloseTo(item.sx2 ?? NaN, 4);
    });
    // Whoever was presented nothing of a dimension has no WLE there, and the notes say so.
    expect(written("notes.csv")).toContainEqual({
      ...{ about: "wle_MATH", name: "5" },
      note: "There is no finite estimate: there are no responses.",
    });
    expect(Number(written("covariances.csv")[0].correlation)).toBeCloseTo(calibration.correlations[0][1], 8);
    written("regression.csv").forEach((row, n) => {
      expect(row.predictor).toBe(calibration.coefficients[n].regressor);
      expect(Number(row.estimate)).toBeCloseTo(calibration.coefficients[n].estimate, 8);
      expect(Number(row.se)).toBeCloseTo(calibration.coefficients[n].standardError ?? NaN, 8);
    });
    written("dimensions.csv").forEach((row, d) => {
      expect([row.dimension, row.items, row.n]).toEqual(
        [
          ["READ", "5", "600"],
          ["MATH", "4", "480"],
        ][d],
      );
      expect(Number(row.wle_reliability)).toBeCloseTo(wleReliability(scores[d], data.weights) ?? NaN, 8);
    });
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
    expect(summary.log_likelihood).toBeCloseTo(calibration.logLikelihood, 6);
    const byOptions = join(place, "by-options");
    const run = await runCommand(
      [registerCalibrate],
      [
        ...["calibrate", responses, "--model", "gpcm", "--id", "id", "--ignore", content.ignore.join()],
        ...["--dimensions", join(place, "dimensions.csv"), "--regressors", "female,ses"],
        ...["--quadrature", "31", "--range", "7", "--out", byOptions],
      ],
    );
    expect(run.code).toBe(0);
    for (const file of ["items.csv", "persons.csv", "regression.csv"])
      expect(readTable(join(byOptions, file))).toEqual(written(file));
    const { places } = JSON.parse(await readFile(join(out, "covariance.json"), "utf8"));
    expect(Object.keys(places as object)).toEqual(names);
    const draws = join(place, "dimensions-pv");
    const columnsOf = (columns: string[]) =>
      [columns, ...rows.map((row) => columns.map((name) => row[name]))]
        .map((cells) => cells.join(","))
        .join("\n");
    await writeFile(join(place, "background.csv"), columnsOf(["id", "female", "ses"]));
    await writeFile(join(place, "responses.csv"), columnsOf(["id", ...names]));
    const pv = await runCommand(
      [registerPv],
      [
        ...["pv", join(place, "responses.csv"), "--items", join(out, "items.csv"), "--id", "id"],
        ...["--background", join(place, "background.csv"), "--numeric", "ses", "--no-components"],
        ...["--draws", "2", "--seed", "1", "--out", draws],
      ],
    );
    expect(pv.code).toBe(0);
    // The items are those that are most likely together with this regression.
    const variances = readTable(join(draws, "variances.csv"));
    expect(Number(variances[1].residual_covariance)).toBeCloseTo(calibration.covariances[0][1], 2);
  });

  it("calibrates groups in several dimensions, with an item of a group's own", async () => {
    const content = {
      ...{ responses: fixture("sim-dimensions/data.csv"), id: "id", group: "female", model: "2pl" },
      ...{ ignore: ["ses", "C1", "C2", "C3", "C4"], quadrature: 21, tolerance: 1e-4 },
      dimensions: [
        { name: "READ", items: ["A1", "A2", "A3", "A4", "A5", "A6"] },
        { name: "MATH", items: ["B1", "B2", "B3", "B4", "B5"] },
      ],
      unique: [{ item: "B2", groups: ["1"] }],
      diagnostics: true,
    };
    const out = join(place, "dimensional-groups");
    expect(await analyse(await analysis("dimensional-groups.json", content), "--out", out)).toMatchObject({
      code: 0,
    });
    const items = content.dimensions.flatMap((dimension) => dimension.items);
    const data = readScores(content.responses, { items, group: "female" });
    const { calibration } = calibrateMultidimensional(data, {
      ...{ model: "2pl", quadrature: 21, tolerance: 1e-4 },
      ...{ dimensions: content.dimensions, unique: content.unique },
    });
    const groups = readTable(join(out, "groups.csv"));
    expect(groups.map(({ group, dimension }) => `${group} ${dimension}`)).toEqual([
      ...["0 READ", "0 MATH", "1 READ", "1 MATH"],
    ]);
    groups.forEach((row, n) => {
      const group = calibration.groups[n < 2 ? 0 : 1];
      expect(Number(row.mean)).toBeCloseTo(group.means[n % 2], 8);
      expect(Number(row.variance)).toBeCloseTo(group.covariances[n % 2][n % 2], 8);
      expect(Number(row.se_mean)).toBeCloseTo(group.meanStandardErrors[n % 2] ?? 0, 8);
    });
    const covariances = readTable(join(out, "covariances.csv"));
    expect(covariances.map(({ group }) => group)).toEqual(["0", "1"]);
    expect(Number(covariances[1].correlation)).toBeCloseTo(calibration.groups[1].correlations[0][1], 8);
    const written = readTable(join(out, "items.csv")).filter(({ item }) => item === "B2");
    expect(written.map((row) => [row.groups, row.dimension])).toEqual([
      ["0", "MATH"],
      ["1", "MATH"],
    ]);
    expect(readTable(join(out, "fit.csv")).filter(({ item }) => item === "B2")).toHaveLength(2);
    const pairs = readTable(join(out, "pairs.csv"));
    const atEap = q3Multidimensional(calibration, data);
    // An item of a group's own is one of its parts in each group, and the two are never seen together.
    expect(pairs).toHaveLength((12 * 11) / 2);
    const pair = pairs.find(({ item1, item2 }) => item1 === "A3" && item2 === "B4");
    expect([pair?.dimension1, pair?.dimension2]).toEqual(["READ", "MATH"]);
    const [first, second] = ["A3", "B4"].map((name) => atEap.items.indexOf(name));
    expect(Number(pair?.q3_eap)).toBeCloseTo(atEap.values[first * 12 + second] ?? NaN, 6);
    expect(pairs.filter(({ q3_eap }) => q3_eap === "").map(({ item1 }) => item1)).toEqual(["B2 (0)"]);
    const criteria = readTable(join(out, "model-fit.csv"));
    expect(Number(criteria.find(({ statistic }) => statistic === "bic")?.value)).toBeCloseTo(
      calibration.bic,
      6,
    );
  });

  it("takes the reference group that the file names", async () => {
    await withDif();
    const file = await analysis("reference.json", {
      ...{ responses: "dif.csv", group: "group", reference: "b", model: "rasch", quadrature: 21 },
      scores: ["eap"],
    });
    const out = join(place, "reference");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(join(out, "summary.json"), "utf8")).reference_group).toBe("b");
    expect(readTable(join(out, "groups.csv")).map(({ group }) => group)).toEqual(["b", "a"]);
  });

  it.each<[string, unknown, string]>([
    [
      "a reference without groups",
      { responses: "dif.csv", model: "rasch", ignore: ["group"], reference: "a" },
      "There are no groups of which a could be the reference",
    ],
    [
      "dimensions and what is for one",
      {
        ...{ responses: "x.csv", model: "2pl", group: "g", regressors: ["x"], tables: true },
        dimensions: [{ name: "A", items: ["I1"] }],
      },
      "bad.json: with several dimensions or regressors there can be no tables; leave that out",
    ],
    [
      "groups and regressors",
      { responses: "x.csv", model: "2pl", group: "g", regressors: ["x"] },
      "bad.json: group and regressors do not go together",
    ],
    [
      "a regressor that is no number",
      { responses: "dif.csv", model: "rasch", regressors: ["group"] },
      'dif.csv, line 2, column "group": "a" is not a number',
    ],
    [
      "an item in no dimension",
      {
        ...{ responses: "dif.csv", model: "rasch", ignore: ["group"] },
        dimensions: [{ name: "A", items: ["I1", "I2"] }],
      },
      "item I3 is in no dimension",
    ],
    [
      "a name that makes no column",
      { responses: "dif.csv", model: "rasch", dimensions: [{ name: "đọc", items: ["I1"] }] },
      "bad.json, at /dimensions",
    ],
    [
      "a model for an item that is not there",
      { responses: fixture("lsat7/data.csv"), model: "2pl", models: { Q: "rasch" } },
      'The responses have no item "Q", which "models" names',
    ],
    [
      "rating scales beside a table of models",
      { responses: "x.csv", model: "rsm", models: "models.csv", ratingScales: { I1: "A" } },
      'bad.json: "ratingScales" goes with models by item',
    ],
    ["no JSON", "{ model: 2pl }", "bad.json is no JSON: it cannot be read from line 1, column 3"],
    ["JSON that is cut short", '{ "model": "2pl",\n', "bad.json is no JSON: it ends at line 2, column 1"],
    ["an empty file", "", "bad.json is empty"],
    [
      "a column that is not there, by the field that names it",
      { responses: fixture("lsat7/data.csv"), model: "2pl", id: "pupil" },
      'there is no column "pupil", which "id" names',
    ],
    [
      "a model that is none",
      { responses: "x.csv", model: "4pl" },
      'bad.json, at /model: "4pl" is none of the allowed values: "rasch", "1pl", "2pl", ',
    ],
    [
      "a match that is none",
      { responses: "x.csv", model: "2pl", group: "g", dif: { match: "abilities" } },
      'at /dif/match: "abilities" is none of the allowed values: "score", "share".',
    ],
    [
      "a kind of prior that is none, among priors of several forms",
      {
        ...{ responses: "x.csv", model: "2pl" },
        priors: [{ parameter: "slope", prior: { kind: "gamma", mean: 0 } }],
      },
      'at /priors/0/prior/kind: "gamma" is none of the allowed values: "beta", "normal-logit", "normal", "log-normal".',
    ],
    [
      "a prior that lacks what its kind has",
      {
        ...{ responses: "x.csv", model: "2pl" },
        priors: [{ parameter: "slope", prior: { kind: "normal", mean: 0 } }],
      },
      "at /priors/0/prior: “standardDeviation” is missing",
    ],
    [
      "a model by item that is none",
      { responses: "x.csv", model: "2pl", models: { I1: "rasch", I2: "2pm" } },
      'at /models/I2: "2pm" is none of the allowed values: "rasch"',
    ],
    [
      "what is neither a number nor a word",
      { responses: "x.csv", model: "2pl", group: "g", groups: { a: { mean: "fixed" } } },
      'at /groups/a/mean: "fixed" is none of the allowed values: a number, "free".',
    ],
    [
      "what is of no right type",
      { responses: "x.csv", model: "2pl", tables: [1] },
      "at /tables: this is none of the allowed values: true or false, an object.",
    ],
    [
      "a word that does not belong",
      { responses: "x.csv", modle: "2pl" },
      "“modle” does not belong here (did you mean “model”?)",
    ],
    ["a number out of range", { responses: "x.csv", model: "2pl", range: -1 }, "bad.json, at /range"],
    [
      "groups to compare and no column",
      { responses: "x.csv", model: "2pl", dif: {} },
      'name their column by "group"',
    ],
    ["responses that are not there", { responses: "x.csv", model: "2pl" }, "x.csv"],
    [
      "a constraint on no item",
      {
        responses: fixture("lsat7/data.csv"),
        model: "2pl",
        fixed: [{ item: "Q", parameter: "slope", value: 1 }],
      },
      "names item Q",
    ],
  ])("says what is wrong with %s, and writes nothing", async (_, content, sentence) => {
    const out = join(place, "never");
    const run = await analyse(await analysis("bad.json", content), "--out", out);
    expect(run.code).toBe(1);
    expect(run.said).toContain(sentence);
    await expect(readdir(out)).rejects.toThrow("ENOENT");
  });

  it("says it in Vietnamese too", async () => {
    speak("vi");
    try {
      const run = await analyse(await analysis("bad.json", { model: "2pl" }), "--out", join(place, "never"));
      expect(run.said).toContain("bad.json, tại /: thiếu “responses”");
    } finally {
      speak("en");
    }
  });
});
