import { beforeAll, describe, expect, it } from "vitest";
import { linkErrorAboveCut } from "../../../psychometrics/index.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";
import { surveysIn, twoCountries } from "./survey-files.js";

const place = temporaryFolder("khao-survey-comparisons");
const file = fileIn(place);
const { at, survey, rows, summary } = surveysIn(place);

beforeAll(() => file("table.csv", twoCountries()));

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
    const { notes, note_codes: codes } = await summary("scaled");
    expect(codes).toContain("unit-of-scale");
    expect(notes.join(" ")).toContain(`--cuts: taken in points of the reported scale`);
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
    // So are its degrees of freedom and its probability.
    const of = difference("between", "mean");
    expect(Number(b?.df)).toBeCloseTo(Number(of.df), 6);
    expect(Number(b?.p)).toBeCloseTo(Number(of.p), 6);
  });

  it("a group that is not shown is no part of the mean, and has a row that says why", async () => {
    const lines = twoCountries().trimEnd().split("\n");
    const few = lines.slice(1, 6).map((line) => line.replace(/^A/u, "C"));
    await file("few.csv", `${[...lines, ...few].join("\n")}\n`);
    await survey("few.csv", "few", ...design, "--independent", "--persons-min", "62");
    const composite = rows("few", "composite.csv").filter(({ statistic }) => statistic === "mean");
    expect(composite.map(({ country }) => country)).toEqual(["", "A", "B", "C"]);
    expect(composite[3]).toMatchObject({ estimate: "", p: "" });
    expect(composite[3]?.note).toContain("5 persons");
  });

  it("what is the same but for rounding differs by 0, and is not tested", async () => {
    // Weights that no binary number has, so that sums in another order differ in their last digits.
    const lines = twoCountries().trimEnd().split("\n");
    const uneven = lines.map((line, n) => {
      const cells = line.split(",");
      return n === 0 ? line : [...cells.slice(0, 3), 0.1 + (n % 13) / 7, ...cells.slice(4)].join(",");
    });
    await file("uneven.csv", `${uneven.join("\n")}\n`);
    // All values are between these cuts.
    const cuts = ["--cuts=-9,9"];
    await survey("uneven.csv", "all-in", ...design, ...cuts);
    await survey("uneven.csv", "all-in-apart", ...design, ...cuts, "--independent");
    await survey("uneven.csv", "all-in-trend", ...design, ...cuts, "--link-error", "0.1");
    for (const folder of ["all-in", "all-in-apart", "all-in-trend"]) {
      expect(difference(folder, "percent_at_or_above_-9")).toMatchObject({ difference: "0", se: "0", p: "" });
      expect(difference(folder, "percent_at_or_above_-9").note).toContain("its standard error is 0");
      for (const level of rows(folder, "levels.csv")) expect(level.se_percent).toBe("0");
    }
  });

  it("cycles with the link error of PISA since 2015, carried to percentages through the crowd at the cut", async () => {
    const changes = [1, 2, 4, 8, 16, 32].map((change, n) => `C${n},${500 + n},${500 + n + change / 100}`);
    await file("means.csv", `group,first,second\n${changes.join("\n")}\n`);
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
