import { readdir } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";
import { surveysIn, twoCountries } from "./survey-files.js";

const place = temporaryFolder("khao-survey-refusals");
const file = fileIn(place);
const { at, survey } = surveysIn(place);

beforeAll(() => file("table.csv", twoCountries()));

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
    await file("two.csv", "w,z,h,PV1M,PV2M,PV1R,PV2R\n1,a,0,1,2,3,4\n1,a,1,1,2,3,4\n");
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
    await file("empty.csv", [header.join(","), ...lines, last.join(",")].join("\n"));
    const design = column === "zone" ? ["--zone", "zone", "--half", "half"] : ["--strata", "stratum"];
    const method = column === "zone" ? "jk2" : "bootstrap";
    const run = await survey(
      ...["empty.csv", "empty", "--values", "v", "--units", "unit", ...design, "--method", method],
    );
    expect(run.code).toBe(1);
    expect(run.said).toContain(`line 6, column "${column}": the cell is empty`);
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
    await file("few.csv", "group,first,second\nA,500,501\n");
    const paths = options.map((word) => (word === "few.csv" ? at(word) : word));
    const run = await survey("table.csv", "refused", ...paths);
    expect(run.code).toBe(1);
    expect(run.said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });
});
