import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/survey.js";
import { fixture, readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-survey");

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
    expect(run.said).toContain("3000 persons, 1 plausible value, 40 replicates");
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

  describe("between cycles of a study", () => {
    // Means 11, 22, 16, 33; each replicate is one of the two persons: sampling variances 1, 4, 1, 9, and within a cycle the
    // groups move together (10 and 20, 12 and 24), so the variance of m - f is (2 - 1)^2 and (3 - 1)^2.
    const trend = [
      "CYCLE,SEX,w,v,R1,R2",
      ...[
        ["2018", "f", 10, 12],
        ["2018", "m", 20, 24],
        ["2022", "f", 15, 17],
        ["2022", "m", 30, 36],
      ].flatMap(([cycle, sex, one, two]) => [
        [cycle, sex, 1, one, 2, 0].join(","),
        [cycle, sex, 1, two, 0, 2].join(","),
      ]),
    ].join("\n");
    const options = [
      ...["--values", "v", "--weight", "w", "--replicates", "R*", "--method", "brr"],
      ...["--persons-min", "1", "--link-error", "2"],
    ];
    const errors = (out: string) =>
      Object.fromEntries(
        readTable(join(out, "differences.csv"))
          .filter(({ statistic }) => statistic === "mean")
          .map(({ first, second, se }) => [`${second} - ${first}`, Number(Number(se).toFixed(9))]),
      );
    const rounded = (value: number) => Number(value.toFixed(9));

    it("the link error counts, and within a cycle the covariance", async () => {
      const path = join(place, "trend.csv");
      await writeFile(path, trend);
      const out = join(place, "trend");
      const run = await survey(path, ...options, "--by", "CYCLE,SEX", "--trend-by", "CYCLE", "--out", out);
      expect(run).toMatchObject({ code: 0 });
      expect(errors(out)).toEqual({
        "2018 m - 2018 f": 1,
        "2022 m - 2022 f": 2,
        "2022 f - 2018 f": rounded(Math.sqrt(1 + 1 + 4)),
        "2022 m - 2018 m": rounded(Math.sqrt(4 + 9 + 4)),
        "2022 m - 2018 f": rounded(Math.sqrt(1 + 9 + 4)),
        "2022 f - 2018 m": rounded(Math.sqrt(4 + 1 + 4)),
      });
      expect(JSON.parse(await readFile(join(out, "summary.json"), "utf8")).link_error_between).toBe("CYCLE");
      // Samples of their own within the cycles too, as of countries: variances add, without a link.
      const apart = join(place, "apart");
      await survey(
        path,
        ...options,
        "--by",
        "CYCLE,SEX",
        "--trend-by",
        "CYCLE",
        "--independent",
        "--out",
        apart,
      );
      expect(errors(apart)).toMatchObject({
        "2018 m - 2018 f": rounded(Math.sqrt(5)),
        "2022 f - 2018 f": rounded(Math.sqrt(6)),
      });
    });

    it("one column of groups is that of the cycles, several are asked which of them is", async () => {
      const path = join(place, "trend.csv");
      await writeFile(path, trend);
      const out = join(place, "one-column");
      expect(await survey(path, ...options, "--by", "CYCLE", "--out", out)).toMatchObject({ code: 0 });
      // Means 16.5 and 24.5; replicates 15, 18 and 22.5, 26.5.
      expect(errors(out)).toEqual({ "2022 - 2018": rounded(Math.sqrt(1.5 ** 2 + 2 ** 2 + 4)) });
      const never = join(place, "never");
      const which = await survey(path, ...options, "--by", "CYCLE,SEX", "--out", never);
      expect(which.code).toBe(1);
      expect(which.said).toContain("say which of them names the cycle, as in --trend-by CYCLE");
      const stray = await survey(path, ...options, "--by", "SEX", "--trend-by", "CYCLE", "--out", never);
      expect(stray.said).toContain("--trend-by CYCLE is not a column of --by (SEX)");
      expect((await survey(path, ...options, "--out", never)).said).toContain("name their column by --by");
      await expect(readdir(never)).rejects.toThrow("ENOENT");
    });
  });

  it("says of predictors that give no coefficients which one it is", async () => {
    const path = join(place, "predictors.csv");
    const rows = Array.from({ length: 8 }, (_, p) => [1, p % 3, p, 2 * p, p >> 1, p % 2].join(","));
    await writeFile(path, ["w,v,ses,books,z,h", ...rows].join("\n"));
    const out = join(place, "predictors");
    const options = ["--weight", "w", "--values", "v", "--zone", "z", "--half", "h", "--method", "jk2"];
    const run = await survey(
      path,
      ...options,
      "--predictors",
      "ses,books",
      "--persons-min",
      "1",
      "--out",
      out,
    );
    expect(run).toMatchObject({ code: 0 });
    const [, ...lines] = (await readFile(join(out, "regression.csv"), "utf8")).trim().split("\n");
    expect(lines).toHaveLength(4);
    for (const row of lines) expect(row).toContain("the predictor books follows from ses, so their effects");
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
    expect(run.said).toContain("70 persons, 3 plausible values, 2 replicates; 1 row without values");
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
