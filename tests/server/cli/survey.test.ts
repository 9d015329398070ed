import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/survey.js";
import { fixture, readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";

let place: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "khao-survey-"));
});

afterAll(async () => {
  await rm(place, { recursive: true, force: true });
});

/** Runs `khao survey` in this program. */
const survey = (...args: string[]) => runCommand([register], ["survey", ...args]);

const zones = ["--weight", "weight", "--zone", "jkzone", "--half", "jkrep", "--method", "jk2"];

describe("khao survey", () => {
  it("gives the means, differences, percentiles and regression of R's survey package", async () => {
    const out = join(place, "tables");
    const expected = JSON.parse(await readFile(fixture("sim-booklet/replication.json"), "utf8")).JK2;
    const run = await survey(
      ...[fixture("sim-booklet/survey.csv"), "--values", "theta", ...zones, "--by", "female", "--out", out],
      ...["--cuts", "-0.5,0.4", "--percentiles", "5,25,50,75,95", "--predictors", "ses"],
    );
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain("3000 persons, 1 plausible values, 40 replicates");
    const means = readTable(join(out, "means.csv"));
    expect(means.map((row) => row.female)).toEqual(["0", "1"]);
    means.forEach((row, g) => {
      expect(Number(row.mean)).toBeCloseTo(expected.groupMeans.est[g], 7);
      expect(Number(row.se_mean)).toBeCloseTo(expected.groupMeans.se[g], 7);
    });
    const [difference] = readTable(join(out, "differences.csv"));
    expect(Number(difference.difference)).toBeCloseTo(expected.groupDifference.est, 7);
    expect(Number(difference.se)).toBeCloseTo(expected.groupDifference.se, 7);
    const levels = readTable(join(out, "levels.csv"));
    expect(levels).toHaveLength(6);
    const shares = levels.slice(0, 3).map((row) => Number(row.percent));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 7);
    expect(Number(levels[1].percent_at_or_above)).toBeCloseTo(shares[1] + shares[2], 7);
    expect((await readdir(out)).sort()).toEqual(
      [
        "differences.csv",
        "levels.csv",
        "means.csv",
        "percentiles.csv",
        "regression.csv",
        "summary.json",
      ].sort(),
    );
  });

  it("takes the columns that a pattern names, in the order of their numbers, and hides small groups", async () => {
    const path = join(place, "pattern.csv");
    const rows = Array.from({ length: 70 }, (_, p) =>
      [p < 61 ? "A" : "B", 1, 500 + p, 501 + p, 600 + p, p % 2 ? 0.5 : 1.5, p % 2 ? 1.5 : 0.5].join(","),
    );
    await writeFile(path, ["country,w,PV1X,PV10X,PV2X,R1,R2", ...rows, "A,1,,,,1,1"].join("\n"));
    const out = join(place, "pattern");
    const run = await survey(
      ...[
        path,
        "--values",
        "PV*X",
        "--weight",
        "w",
        "--replicates",
        "R*",
        "--method",
        "fay",
        "--by",
        "country",
        "--out",
        out,
      ],
    );
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain("70 persons, 3 plausible values, 2 replicates; 1 rows without values");
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
    expect(summary.values).toEqual(["PV1X", "PV2X", "PV10X"]);
    expect(summary.factor).toBeCloseTo(2, 12);
    const means = readTable(join(out, "means.csv"));
    expect(means.map(({ n, mean, note }) => [n, mean, note !== ""])).toEqual([
      ["61", "", true],
      ["9", "", true],
    ]);
    expect(readTable(join(out, "differences.csv"))).toEqual([]);
  });

  it.each([
    [
      "a column that is not there",
      "w,v\n1,2\n",
      ["--values", "x"],
      'bad.csv, line 1: there is no column "x"',
    ],
    ["a pattern that fits nothing", "w,v\n1,2\n", ["--values", "PV*"], 'no column fits "PV*"'],
    [
      "a cell that is no number",
      "w,v\n1,2\n1,two\n",
      ["--values", "v"],
      'line 3, column "v": "two" is not a number',
    ],
    ["a negative weight", "w,v\n-1,2\n", ["--values", "v"], "the weight -1 is negative"],
    [
      "a half that is neither",
      "w,v,z,h\n1,2,a,3\n",
      ["--values", "v", "--zone", "z", "--half", "h"],
      "0 or 1, not 3",
    ],
    ["a table of nobody", "w,v\n1,\n", ["--values", "v"], "no row has plausible values"],
    ["no replicate weights", "w,v\n1,2\n", ["--values", "v"], "There are no replicate weights"],
    [
      "cuts that fall",
      "w,v,z,h\n1,2,a,0\n1,3,a,1\n1,2,b,0\n1,3,b,1\n",
      ["--values", "v", "--zone", "z", "--half", "h", "--cuts", "3,2"],
      "the cut 2 is not above 3",
    ],
    [
      "units to count, and none named",
      "w,v\n1,2\n",
      ["--values", "v", "--units-min", "5"],
      "--units-min needs --units",
    ],
  ])("says what is wrong with %s, and writes nothing", async (_, text, options, sentence) => {
    const path = join(place, "bad.csv");
    await writeFile(path, text);
    const out = join(place, "never");
    const run = await survey(path, "--weight", "w", "--method", "jk2", "--out", out, ...options);
    expect(run.code).toBe(1);
    expect(run.said).toContain(sentence);
    await expect(readdir(out)).rejects.toThrow("ENOENT");
  });
});
