import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { speak } from "../../../server/terminal/words.js";
import { fixture } from "../../support/psychometric-fixtures.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { analyse, analysisFile, withDif } from "./analysis-files.js";

const place = temporaryFolder("khao-analyse-refused");
const analysis = (name: string, content: unknown) => analysisFile(place, name, content);

beforeAll(async () => {
  await withDif(place);
});

describe("khao analyse", () => {
  it.each<[string, unknown, string]>([
    [
      "a reference without groups",
      { responses: "dif.csv", model: "rasch", ignore: ["group"], reference: "a" },
      "There are no groups of which a could be the reference",
    ],
    [
      "dimensions and what is for one",
      {
        ...{ responses: "x.csv", model: "2pl", group: "g", regressors: ["x"], units: "u.csv" },
        dimensions: [{ name: "A", items: ["I1"] }],
      },
      "bad.json: with several dimensions or regressors there can be no units; leave that out",
    ],
    [
      "a covariance without standard errors",
      { responses: "dif.csv", model: "rasch", covariance: true, standardErrors: "none" },
      'bad.json: "covariance" and "standardErrors": "none" contradict',
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

  it.each<[string, object, string]>([
    [
      "a group that is not there",
      { dif: { reference: "a", focal: "c", logistic: true } },
      "there is no group c; the groups are a, b",
    ],
    [
      "a group compared with itself",
      { dif: { reference: "b", focal: "b" } },
      "the reference and the focal group are both b",
    ],
    [
      "sums of different items in one regression",
      { responses: "booklets.csv", dif: { logistic: true } },
      'whose sums cannot be compared in one logistic regression ("logistic"); match on shares',
    ],
    [
      "too few items for SIBTEST",
      { ignore: ["I3", "I4", "I5", "I6", "I7", "I8"], dif: { sibtest: true } },
      "needs at least three items, not 2",
    ],
    [
      "groups of a column with one value",
      { responses: "one-group.csv", dif: {} },
      "differential functioning needs at least two groups",
    ],
    ["an item and a group of a constraint", { unique: [{ item: "I4", groups: ["z"] }] }, "z"],
    [
      "a parameter that invariance may not take apart",
      {
        invariance: {},
        unique: [{ item: "I4", groups: ["b"] }],
        fixed: [{ item: "I4", parameter: "slope", value: 1, groups: ["b"] }],
      },
      "item I4: its slope is held in b alone",
    ],
  ])("says what is wrong with %s before anything is estimated", async (_, content, sentence) => {
    const lines = (await readFile(join(place, "dif.csv"), "utf8")).trim().split("\n");
    const changed = (change: (line: string, n: number) => string) =>
      `${lines.map((line, n) => (n === 0 ? line : change(line, n))).join("\n")}\n`;
    await writeFile(
      join(place, "booklets.csv"),
      changed((line, n) => (n % 3 ? line : line.replace(/.$/u, ""))),
    );
    await writeFile(
      join(place, "one-group.csv"),
      changed((line) => line.replace(/^./u, "a")),
    );
    // Time flies, so that every cycle of an estimation is told.
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 10_000));
    const whole = { responses: "dif.csv", group: "group", model: "rasch", quadrature: 21, ...content };
    const out = join(place, "never");
    const run = await analyse(await analysis("late.json", whole), "--out", out).finally(() =>
      clock.mockRestore(),
    );
    expect(run.code).toBe(1);
    expect(run.said).toContain(sentence);
    expect(run.said).not.toContain("Cycle");
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
