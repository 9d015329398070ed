import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { register as registerCalibrate } from "../../../server/cli/commands/calibrate.js";
import { register as registerSimulate } from "../../../server/cli/commands/simulate-responses.js";
import { speak } from "../../../server/terminal/words.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { mean } from "../../support/moments.js";
import { runCommand } from "../../support/run-command.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-simulate");

const khao = (...args: string[]) => runCommand([registerCalibrate, registerSimulate], args);
const at = (name: string) => join(place, name);
const design = async (name: string, content: unknown) => {
  await writeFile(at(name), typeof content === "string" ? content : JSON.stringify(content));
  return at(name);
};
const rows = (folder: string, name: string) => readTable(join(at(folder), name));

const study = {
  items: [
    { model: "2pl", count: 9, prefix: "M" },
    { item: "P1", model: "gpcm", slope: 0.9, difficulties: [-0.6, 0.7] },
  ],
  differs: [{ items: ["M3"], groups: ["2026"], shift: 0.6 }],
  groups: [
    { name: "2023", testTakers: 300 },
    {
      name: "2026",
      mean: 0.4,
      covariance: 1.2,
      sample: {
        strata: [
          { name: "city", schools: 20, sampled: 6, shift: 0.3 },
          { name: "land", schools: 30, sampled: 6 },
        ],
        schoolSize: { min: 30, max: 90 },
        perSchool: 25,
        intraclassCorrelation: 0.2,
      },
    },
  ],
  blocks: { A: ["M1", "M2", "M3"], B: ["M4", "M5", "M6"], C: ["M7", "M8", "M9"] },
  booklets: [
    { name: "1", blocks: ["A", "B"], items: ["P1"] },
    { name: "2", blocks: ["B", "C"], items: ["P1"] },
  ],
};

describe("khao simulate-responses", () => {
  it("writes a study that khao calibrate reads by the command that it says", async () => {
    const path = await design("study.json", study);
    const run = await khao("simulate-responses", path, "--seed", "5", "--out", at("study"));
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain("600 test takers, 10 items.");
    expect((await readdir(at("study"))).sort()).toEqual([
      ...["abilities.csv", "models.csv", "plan.json", "responses.csv", "true-items.csv"],
    ]);
    const responses = rows("study", "responses.csv");
    expect(Object.keys(responses[0] ?? {}).slice(0, 9)).toEqual([
      ...["id", "group", "booklet", "weight", "stratum", "school", "zone", "half", "M1"],
    ]);
    expect(responses.filter(({ group }) => group === "2026")).toHaveLength(300);
    expect(responses.find(({ booklet }) => booklet === "1")?.M7).toBe("");
    const drifted = rows("study", "true-items.csv").filter(({ item }) => item === "M3");
    expect(drifted.map(({ groups }) => groups)).toEqual(["2023", "2026"]);
    expect(Number(drifted[1]?.b1) - Number(drifted[0]?.b1)).toBeCloseTo(0.6, 8);

    const [, command = ""] = /khao -- (.*)$/mu.exec(run.said) ?? [];
    const args = command.split(" ").map((word) => (word === "results" ? at("calibrated") : word));
    expect(await khao(...args)).toMatchObject({ code: 0 });
    const groups = rows("calibrated", "groups.csv");
    expect(Number(groups[1]?.mean)).toBeGreaterThan(0.1);
    expect(Number(groups[1]?.mean)).toBeLessThan(1);
    // Its true abilities and their estimates go together.
    const truth = rows("study", "abilities.csv");
    const estimates = rows("calibrated", "persons.csv");
    const pairs = truth.map(({ id, theta }, p) => {
      expect(estimates[p]?.id).toBe(id);
      return [Number(theta), Number(estimates[p]?.eap)] as const;
    });
    const high = pairs.filter(([theta]) => theta > 1).map(([, eap]) => eap);
    const low = pairs.filter(([theta]) => theta < -1).map(([, eap]) => eap);
    expect(Math.min(high.length, low.length)).toBeGreaterThan(20);
    expect(mean(high) - mean(low)).toBeGreaterThan(1);
    expect(rows("calibrated", "score-tables.csv").length).toBeGreaterThan(0);
  });

  it("gives the same study to the same seed, and another to another", async () => {
    const path = await design("again.json", study);
    await khao("simulate-responses", path, "--seed", "5", "--out", at("again"));
    expect(rows("again", "responses.csv")).toEqual(rows("study", "responses.csv"));
    await khao("simulate-responses", path, "--seed", "6", "--out", at("other"));
    expect(rows("other", "responses.csv")).not.toEqual(rows("study", "responses.csv"));
  });

  it("takes several dimensions with regressors, and the items of a calibration", async () => {
    const path = await design("dimensions.json", {
      dimensions: ["math", "read"],
      items: [
        { file: "study/true-items.csv", group: "2026", dimension: "read" },
        { model: "nominal", categories: 3, count: 2, prefix: "N", dimension: "math" },
        { model: "rsm", categories: 4, count: 3, prefix: "R", dimension: "math" },
      ],
      groups: [
        {
          name: "all",
          testTakers: 60,
          covariance: [
            [1, 0.5],
            [0.5, 1],
          ],
        },
      ],
      regressors: [{ name: "ses", kind: "normal", coefficients: [0.4, 0.2] }],
    });
    const run = await khao("simulate-responses", path, "--out", at("dimensions"));
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain("--dimensions");
    expect(run.said).toContain("--regressors ses");
    const dimensions = rows("dimensions", "dimensions.csv");
    expect(dimensions).toHaveLength(15);
    expect(dimensions.find(({ item }) => item === "M1")?.dimension).toBe("read");
    expect(Object.keys(rows("dimensions", "abilities.csv")[0] ?? {})).toEqual(["id", "math", "read"]);
    // The parameters of the group that was asked for.
    const known = rows("dimensions", "true-items.csv").find(({ item }) => item === "M3");
    const source = rows("study", "true-items.csv").filter(({ item }) => item === "M3")[1];
    expect(Number(known?.b1)).toBeCloseTo(Number(source?.b1), 8);
    // What is true can be held in a calibration.
    const item = rows("dimensions", "true-items.csv").find(({ model }) => model === "nominal");
    expect(Number(item?.slope2)).toBeCloseTo(2 * Number(item?.a), 8);
  });

  it("says to calibrate groups of several dimensions as groups, with their regressors", async () => {
    const path = await design("groups.json", {
      dimensions: ["math", "read"],
      items: ["math", "read"].map((dimension) => ({
        ...{ model: "rasch", count: 3, prefix: dimension, dimension },
      })),
      groups: ["a", "b"].map((name) => ({ name, testTakers: 150 })),
      regressors: [{ name: "ses", kind: "normal", coefficients: [0.4, 0.2] }],
      booklets: [{ name: "1", items: ["math1", "math2", "math3", "read1", "read2", "read3"] }],
    });
    const run = await khao("simulate-responses", path, "--out", at("groups"));
    const [, command = ""] = /khao -- (.*)$/mu.exec(run.said) ?? [];
    expect(command).toContain("--group group");
    expect(command).toContain("--regressors ses");
    expect(command).toContain("--ignore booklet ");
    const args = command.split(" ").map((word) => (word === "results" ? at("grouped") : word));
    expect(await khao(...args, "--quadrature", "7", "--threads", "1")).toMatchObject({ code: 0 });
    expect(new Set(rows("grouped", "groups.csv").map(({ group }) => group))).toEqual(new Set(["a", "b"]));
    expect(rows("grouped", "regression.csv").map(({ group, predictor }) => `${group} ${predictor}`)).toEqual([
      ...["a (intercept)", "b (intercept)", " ses", "a (intercept)", "b (intercept)", " ses"],
    ]);
  });

  it.each<[string, unknown, string]>([
    ["a file that is no JSON", "{", "is no JSON: it ends at line 1"],
    ["a word that it does not know", { ...study, colour: 1 }, "at /"],
    [
      "a mistyped word of an item to make up",
      { ...study, items: [{ model: "2pl", count: 9, prefx: "M" }] },
      "at /items/0: “prefx” does not belong here (did you mean “prefix”?)",
    ],
    [
      "an item that differs and is not there",
      { ...study, differs: [{ items: ["Z"], groups: ["2026"] }] },
      '"differs" names "Z"',
    ],
    [
      "an item that differs twice in a group",
      { ...study, differs: [0.3, 0.6].map((shift) => ({ items: ["M3"], groups: ["2026"], shift })) },
      "item M3 differs in group 2026 twice; say it once, with one shift and one slopeFactor",
    ],
    [
      "a block that is not there",
      { ...study, booklets: [{ name: "1", blocks: ["Z"] }] },
      'booklet "1" names "Z"',
    ],
    [
      "a group without a booklet",
      { ...study, booklets: [{ name: "1", blocks: ["A"], groups: ["2023"] }] },
      "group 2026 has no booklet",
    ],
    [
      "an item named as another column",
      {
        ...study,
        items: [{ item: "weight", model: "rasch", difficulties: [0] }],
        differs: [],
        booklets: undefined,
      },
      "name of another column",
    ],
    [
      "a regressor named as an item",
      { ...study, regressors: [{ name: "M1", kind: "normal", coefficients: 1 }] },
      "name of another column",
    ],
    [
      "a dimension whose name makes no column name",
      { ...study, dimensions: ["toán", "đọc"] },
      'bad.json: "toán" makes no column name',
    ],
    ["a table of items that is not there", { ...study, items: [{ file: "none.csv" }] }, "There is no file"],
  ])("refuses %s, and writes nothing", async (_, content, sentence) => {
    const path = await design("bad.json", content);
    const run = await khao("simulate-responses", path, "--out", at("refused"));
    expect(run.code).toBe(1);
    expect(run.said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });

  it("refuses an item whose scores are not 0 to m, which it would give others", async () => {
    await design("gaps.csv", "item,model,a,b1,scores\nP1,gpcm,1,0.2,0 2\n");
    const path = await design("gaps.json", { ...study, items: [{ file: "gaps.csv" }], differs: [] });
    const run = await khao("simulate-responses", path, "--out", at("gaps"));
    expect(run.code).toBe(1);
    expect(run.said).toContain("gaps.csv, item P1: its scores are 0, 2;");
    expect(await readdir(place)).not.toContain("gaps");
  });

  it("has an example in its help that it simulates, in Vietnamese too", async () => {
    speak("vi");
    const { stdout } = await khao("simulate-responses", "--help").finally(() => speak("en"));
    expect(stdout).toContain("tạo câu trả lời của một cuộc khảo sát đã biết trước sự thật");
    const example = stdout.slice(stdout.indexOf("\n  {\n"));
    const path = await design("example.json", example);
    expect(await khao("simulate-responses", path, "--out", at("example"))).toMatchObject({ code: 0 });
    expect(rows("example", "responses.csv").length).toBeGreaterThan(3000);
    expect(await readFile(join(at("example"), "plan.json"), "utf8")).toContain('"seed": 1');
  });
});
