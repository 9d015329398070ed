import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { linkErrorAboveCut } from "../../../psychometrics/index.js";
import { register } from "../../../server/cli/commands/survey.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-survey-design");

const at = (name: string) => join(place, name);
const survey = (table: string, out: string, ...args: string[]) =>
  runCommand(
    [register],
    ["survey", at(table), "--weight", "w", "--persons-min", "1", "--out", at(out), ...args],
  );
const rows = (folder: string, name: string) => readTable(join(at(folder), name));
const summary = async (folder: string) =>
  JSON.parse(await readFile(join(at(folder), "summary.json"), "utf8"));

beforeAll(async () => {
  // Two countries of 12 schools with 10 pupils each; in B weights are 5 times as large and pupils half a deviation better.
  const lines = Array.from({ length: 240 }, (_, p) => {
    const [country, school] = [p < 120 ? "A" : "B", Math.floor(p / 10)];
    const value = ((p * 37) % 100) / 50 - 1 + ((school * 7) % 12) / 10 + (country === "B" ? 0.5 : 0);
    const other = value + ((p * 13) % 7) / 20 - 0.15;
    return [country, school, school % 3, country === "B" ? 5 : 1, value, other, school >> 1, school % 2].join(
      ",",
    );
  });
  await writeFile(at("table.csv"), `country,school,stratum,w,PV1,PV2,zone,half\n${lines.join("\n")}\n`);
  const means = [10, 14, 18].flatMap((mean, school) => [-1, 1].map((move) => `${school},1,${mean + move}`));
  await writeFile(at("schools.csv"), `school,w,v\n${means.join("\n")}\n`);
});

describe("khao survey makes replicate weights from sampling units:", () => {
  it("JK1, whose variance is that of the mean of the schools' means", async () => {
    const run = await survey("schools.csv", "jk1", "--values", "v", "--units", "school", "--method", "jk1");
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain("3 replicates");
    // Schools of one size with means 10, 14, 18: (16 + 0 + 16) / (3 x 2).
    expect(Number(rows("jk1", "means.csv")[0]?.se_mean)).toBeCloseTo(Math.sqrt(32 / 6), 8);
    expect((await summary("jk1")).factor).toBeCloseTo(2 / 3, 9);
  });

  it("the bootstrap within strata, which a seed gives again, and which comes near the jackknife", async () => {
    const options = ["--values", "PV*", "--units", "school", "--by", "country"];
    const bootstrap = [...options, "--method", "bootstrap", "--bootstrap", "600"];
    expect(await survey("table.csv", "boot", ...bootstrap, "--seed", "3")).toMatchObject({ code: 0 });
    await survey("table.csv", "boot-again", ...bootstrap, "--seed", "3");
    expect(rows("boot-again", "means.csv")).toEqual(rows("boot", "means.csv"));
    await survey("table.csv", "boot-other", ...bootstrap, "--seed", "4");
    expect(rows("boot-other", "means.csv")).not.toEqual(rows("boot", "means.csv"));
    expect(await summary("boot")).toMatchObject({ replicates: 600, seed: 3 });
    await survey("table.csv", "jack", ...options, "--method", "jk1");
    const ratio =
      Number(rows("boot", "means.csv")[0]?.se_mean) / Number(rows("jack", "means.csv")[0]?.se_mean);
    // 600 replicates know a standard error to 3 %; leaving out and drawing again differ by as much once more.
    expect(Math.abs(ratio - 1)).toBeLessThan(0.12);
    const strata = await survey("table.csv", "boot-strata", ...bootstrap, "--strata", "stratum");
    expect(strata).toMatchObject({ code: 0 });
  });
});

describe("khao survey says in its summary", () => {
  const lines = (weightOfOne: number, halves: (zone: number, place: number) => number) =>
    `w,zone,half,v\n${Array.from({ length: 40 }, (_, p) => [p === 6 ? weightOfOne : 1, p >> 2, halves(p >> 2, p % 2), p % 7].join(",")).join("\n")}\n`;
  const run = async (name: string, text: string) => {
    await writeFile(at(`${name}.csv`), text);
    const design = ["--values", "v", "--zone", "zone", "--half", "half", "--method", "jk2"];
    return survey(`${name}.csv`, name, ...design);
  };

  it("that one person's weight carries everything, and nothing where weights are even", async () => {
    expect(
      (
        await run(
          "equal",
          lines(1, (_, place) => place),
        )
      ).code,
    ).toBe(0);
    expect((await summary("equal")).notes).toEqual([]);
    const { code, said } = await run(
      "heavy",
      lines(1e12, (_, place) => place),
    );
    expect(code).toBe(0);
    const [note] = (await summary("heavy")).notes;
    expect(note).toContain("The weights of 40 persons are worth 1.0 persons of equal weight");
    expect(note).toContain("the person in line 8 alone has 100.0 % of all weights");
    expect(said).toContain(note);
  });

  it("which zones have one half only, and refuses where all are so", async () => {
    expect(
      (
        await run(
          "single",
          lines(1, (zone, place) => (zone === 3 ? 1 : place)),
        )
      ).code,
    ).toBe(0);
    expect((await summary("single")).notes).toEqual([
      expect.stringContaining("There is only one half of zones 3:"),
    ]);
    const refused = await run(
      "singles",
      lines(1, (zone) => zone % 2),
    );
    expect(refused.code).toBe(1);
    expect(refused.said).toContain("none of the 10 zones has both halves");
  });
});

describe("khao survey passes over no option in silence:", () => {
  const units = ["--values", "PV*", "--units", "school"];
  const pairs = ["--values", "PV*", "--zone", "zone", "--half", "half"];

  it.each([
    ["strata, which JK1 does not know", [...units, "--method", "jk1", "--strata", "stratum"], "--strata"],
    ["Fay's factor for weights that are called BRR", [...pairs, "--method", "brr", "--fay", "0.5"], "--fay"],
    ["zones beside units", [...pairs, "--units", "school", "--method", "jk1"], "--zone, --half"],
    ["a bootstrap's seed with pairs", [...pairs, "--method", "jk2", "--seed", "3"], "--seed"],
    [
      "zones beside ready weights",
      [...pairs, "--method", "jk2", "--replicates", "PV*"],
      "--zone, --half: with --replicates the weights are ready",
    ],
  ])("%s", async (_, options, sentence) => {
    const run = await survey("table.csv", "stray", ...options);
    expect(run.code).toBe(1);
    expect(run.said).toContain(sentence);
  });

  it("plausible values of two variables, or one of them twice, are not averaged", async () => {
    const design = ["--weight", "w", "--zone", "z", "--half", "h", "--method", "jk2"];
    await writeFile(at("two.csv"), "w,z,h,PV1M,PV2M,PV1R,PV2R\n1,a,0,1,2,3,4\n1,a,1,1,2,3,4\n");
    for (const [values, sentence] of [
      ["PV*M,PV*R", "names PV1M and PV1R, whose names differ in more than a number"],
      ["PV*M,PV1M", "names the column PV1M twice"],
    ]) {
      const run = await survey("two.csv", "two", ...design, "--values", values ?? "");
      expect(run.code).toBe(1);
      expect(run.said).toContain(sentence);
    }
  });

  it.each(["zone", "unit", "stratum"])("an empty %s is none of its own", async (column) => {
    const header = ["zone", "half", "unit", "stratum", "w", "v"];
    const lines = ["a,0,1,x", "a,1,2,x", "b,0,3,y", "b,1,4,y"].map((design, p) => `${design},1,${p}`);
    const last = ["b", "1", "5", "y", "1", "2"].map((cell, n) => (header[n] === column ? "" : cell));
    await writeFile(at("empty.csv"), [header.join(","), ...lines, last.join(",")].join("\n"));
    const design = column === "zone" ? ["--zone", "zone", "--half", "half"] : ["--strata", "stratum"];
    const method = column === "zone" ? "jk2" : "bootstrap";
    const run = await survey(
      ...["empty.csv", "empty", "--values", "v", "--units", "unit", ...design, "--method", method],
    );
    expect(run.code).toBe(1);
    expect(run.said).toContain(`line 6, column "${column}": the cell is empty`);
  });
});

describe("khao survey shows a group", () => {
  const run = async (name: string, weightless: number, rest: readonly string[]) => {
    const lines = Array.from({ length: 80 }, (_, p) =>
      [p < weightless ? 0 : 1, p >> 2, p % 2, p, p < 60 ? "" : p % 3, p >> 1, p < 5 ? "" : "g"].join(","),
    );
    await writeFile(at(`${name}.csv`), `w,z,h,v,ses,school,g\n${lines.join("\n")}\n`);
    const design = ["--values", "v", "--zone", "z", "--half", "h", "--method", "jk2"];
    return survey(`${name}.csv`, name, ...design, ...rest);
  };

  it("only where enough persons and schools have a weight", async () => {
    await run("enough", 18, ["--persons-min", "62"]);
    expect(rows("enough", "means.csv")[0]).toMatchObject({ n: "80", note: "" });
    await run("few", 19, ["--persons-min", "62"]);
    expect(rows("few", "means.csv")[0]).toMatchObject({ n: "80", mean: "", se_mean: "" });
    expect(rows("few", "means.csv")[0]?.note).toContain("61 persons that count");
    await run("schools-few", 78, ["--units", "school", "--units-min", "2"]);
    expect(rows("schools-few", "means.csv")[0]?.note).toContain("1 sampling units");
  });

  it("with a regression only where as many have all predictors", async () => {
    await run("predicted", 0, ["--persons-min", "21", "--predictors", "ses"]);
    expect(rows("predicted", "means.csv")[0]?.note).toBe("");
    for (const row of rows("predicted", "regression.csv")) {
      expect(row).toMatchObject({ estimate: "", se: "", df: "" });
      expect(row.note).toContain("20 persons that count");
    }
    await run("predicted-all", 0, ["--persons-min", "20", "--predictors", "ses"]);
    expect(rows("predicted-all", "regression.csv")[1]?.estimate).not.toBe("");
  });

  it("and says how many are in none", async () => {
    expect((await run("apart", 0, ["--by", "g"])).said).toContain(
      "5 persons have an empty cell in the columns of groups (g",
    );
    expect(await summary("apart")).toMatchObject({ n_persons: 80, n_without_group: 5 });
    expect(rows("apart", "means.csv").map(({ n }) => n)).toEqual(["75"]);
  });
});

describe("khao survey weighs and scales:", () => {
  const design = ["--values", "PV*", "--zone", "zone", "--half", "half", "--method", "jk2"];

  it("with senate weights countries count the same, and each by itself is as it was", async () => {
    await survey("table.csv", "plain", ...design, "--by", "country");
    await survey("table.csv", "senate", ...design, "--by", "country", "--senate", "country");
    await survey("table.csv", "whole", ...design, "--senate", "country");
    await survey("table.csv", "unequal", ...design);
    const number = (folder: string, row: number, column: string) =>
      Number(rows(folder, "means.csv")[row]?.[column]);
    for (const row of [0, 1])
      for (const column of ["mean", "se_mean", "sd"])
        expect(number("senate", row, column)).toBeCloseTo(number("plain", row, column), 7);
    expect(number("senate", 0, "population")).toBeCloseTo(number("senate", 1, "population"), 7);
    const [a, b] = [number("plain", 0, "mean"), number("plain", 1, "mean")];
    expect(number("whole", 0, "mean")).toBeCloseTo((a + b) / 2, 7);
    expect(number("unequal", 0, "mean")).toBeCloseTo((a + 5 * b) / 6, 7);
  });

  it("the reported scale has the wanted mean and deviation, and a later cycle takes its constants", async () => {
    await survey("table.csv", "scaled", ...design, "--scale", "500,100", "--cuts", "450,550");
    const [row] = rows("scaled", "means.csv");
    expect(Number(row?.mean)).toBeCloseTo(500, 7);
    // The root of the mean variance of both values; means.csv has the mean of their two deviations.
    expect(Math.abs(Number(row?.sd) - 100)).toBeLessThan(0.05);
    const { scale_slope: slope, scale_intercept: intercept } = await summary("scaled");
    await survey(
      "table.csv",
      "later",
      ...design,
      "--constants",
      `${slope},${intercept}`,
      "--cuts",
      "450,550",
    );
    expect(rows("later", "levels.csv")).toEqual(rows("scaled", "levels.csv"));
    // With senate weights they are those of the scale, too.
    await survey("table.csv", "senate-scaled", ...design, "--scale", "500,100", "--senate", "country");
    expect(Number(rows("senate-scaled", "means.csv")[0]?.mean)).toBeCloseTo(500, 6);
    // Each country counts the same where the scale is set.
    await survey(
      "table.csv",
      "even",
      ...design,
      "--scale",
      "500,100",
      "--scale-by",
      "country",
      "--by",
      "country",
    );
    const [a, b] = rows("even", "means.csv").map(({ mean }) => Number(mean));
    expect(((a ?? NaN) + (b ?? NaN)) / 2).toBeCloseTo(500, 6);
  });
});

describe("khao survey compares", () => {
  const design = [
    "--values",
    "PV*",
    "--zone",
    "zone",
    "--half",
    "half",
    "--method",
    "jk2",
    "--by",
    "country",
  ];
  const asked = ["--cuts", "0,1", "--percentiles", "25,90"];
  const difference = (folder: string, statistic: string) =>
    rows(folder, "differences.csv").find((row) => row.statistic === statistic) ?? {};

  it("percentages and percentiles too, of one sample with its covariance, of independent ones by adding variances", async () => {
    await survey("table.csv", "within", ...design, ...asked);
    await survey("table.csv", "between", ...design, ...asked, "--independent");
    expect(rows("within", "differences.csv").map(({ statistic }) => statistic)).toEqual([
      ...["mean", "sd", "percent_at_or_above_0", "percent_at_or_above_1", "percentile_25", "percentile_90"],
    ]);
    const levels = rows("within", "levels.csv").filter(({ from }) => from === "1");
    const [a, b] = levels.map(
      (row) => [Number(row.percent_at_or_above), Number(row.se_at_or_above)] as const,
    );
    for (const folder of ["within", "between"])
      expect(Number(difference(folder, "percent_at_or_above_1").difference)).toBeCloseTo(
        (b?.[0] ?? NaN) - (a?.[0] ?? NaN),
        6,
      );
    expect(Number(difference("between", "percent_at_or_above_1").se)).toBeCloseTo(
      Math.hypot(a?.[1] ?? NaN, b?.[1] ?? NaN),
      6,
    );
    const found = rows("within", "percentiles.csv").filter(({ percentile }) => percentile === "90");
    const [low, high] = found.map(({ estimate }) => Number(estimate));
    expect(Number(difference("within", "percentile_90").difference)).toBeCloseTo(
      (high ?? NaN) - (low ?? NaN),
      7,
    );
    // Schools are in one country each, so that in replicates over schools the countries are independent but for the values' draw.
    for (const name of ["mean", "percentile_90"])
      expect(Number(difference("within", name).se) / Number(difference("between", name).se)).toBeGreaterThan(
        0.7,
      );
  });

  it("each country with the mean of all, of which it is a part", () => {
    const composite = rows("between", "composite.csv").filter(({ statistic }) => statistic === "mean");
    expect(composite.map(({ country }) => country)).toEqual(["", "A", "B"]);
    const [whole, a, b] = composite;
    expect(Number(whole?.estimate)).toBeCloseTo((Number(a?.estimate) + Number(b?.estimate)) / 2, 8);
    const error = Math.hypot(Number(a?.se), Number(b?.se)) / 2;
    expect(Number(whole?.se)).toBeCloseTo(error, 8);
    // Of two, the difference from the mean is half of the difference of the two.
    expect(Number(b?.difference)).toBeCloseTo((Number(b?.estimate) - Number(a?.estimate)) / 2, 8);
    expect(Number(b?.se_difference)).toBeCloseTo(error, 8);
  });

  it("cycles with the link error of PISA since 2015, carried to percentages through the crowd at the cut", async () => {
    const changes = [1, 2, 4, 8, 16, 32].map((change, n) => `C${n},${500 + n},${500 + n + change / 100}`);
    await writeFile(at("means.csv"), `group,first,second\n${changes.join("\n")}\n`);
    const run = await survey(
      "table.csv",
      "trend",
      ...design,
      ...asked,
      "--independent",
      "--link-means",
      at("means.csv"),
    );
    expect(run).toMatchObject({ code: 0 });
    // By hand in the test of the function: 1.1926 x 7, here in hundredths.
    const linkError = 0.011926 * 7;
    expect((await summary("trend")).link_error).toBeCloseTo(linkError, 8);
    const added = (name: string) =>
      Math.sqrt(Number(difference("trend", name).se) ** 2 - Number(difference("between", name).se) ** 2);
    expect(added("mean")).toBeCloseTo(linkError, 6);
    expect(added("percentile_25")).toBeCloseTo(linkError, 6);
    expect(added("sd")).toBeCloseTo(0, 6);
    const later = readTable(at("table.csv")).filter(({ country }) => country === "B");
    const shares = ["PV1", "PV2"].map((pv) =>
      linkErrorAboveCut(
        later.map((row) => Number(row[pv])),
        later.map(() => 1),
        1,
        linkError,
      ),
    );
    expect(added("percent_at_or_above_1")).toBeCloseTo(50 * ((shares[0] ?? NaN) + (shares[1] ?? NaN)), 5);
  });
});

describe("khao survey refuses, in one sentence, and writes nothing:", () => {
  const values = ["--values", "PV*"];
  it.each<[string, string[], string]>([
    ["a jackknife without units", [...values, "--method", "jk1"], "name their column by --units"],
    [
      "units that are no column",
      [...values, "--method", "jk1", "--units", "w1"],
      'no column "w1", which --units names',
    ],
    [
      "strata of single units",
      [...values, "--method", "bootstrap", "--units", "school", "--strata", "school"],
      "has one sampling unit",
    ],
    [
      "two scales",
      [...values, "--method", "jk1", "--units", "school", "--scale", "500,100", "--constants", "1,0"],
      "give one of them",
    ],
    [
      "groups of a scale that is not asked for",
      [...values, "--method", "jk1", "--units", "school", "--scale-by", "country"],
      "--scale-by goes with --scale",
    ],
    [
      "a deviation that is none",
      [...values, "--method", "jk1", "--scale", "500,0"],
      "a standard deviation above 0",
    ],
    [
      "two link errors",
      [
        ...values,
        "--method",
        "jk1",
        "--units",
        "school",
        "--by",
        "country",
        "--link-error",
        "1",
        "--link-means",
        "few.csv",
      ],
      "give one of them",
    ],
    [
      "the means of one country",
      [...values, "--method", "jk1", "--units", "school", "--by", "country", "--link-means", "few.csv"],
      "at least 2 countries",
    ],
  ])("%s", async (_, options, sentence) => {
    await writeFile(at("few.csv"), "group,first,second\nA,500,501\n");
    const paths = options.map((word) => (word === "few.csv" ? at(word) : word));
    const run = await survey("table.csv", "refused", ...paths);
    expect(run.code).toBe(1);
    expect(run.said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });
});
