import { beforeAll, describe, expect, it } from "vitest";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";
import { surveysIn, twoCountries } from "./survey-files.js";

const place = temporaryFolder("khao-survey-design");
const file = fileIn(place);
const { survey, rows, summary } = surveysIn(place);

beforeAll(async () => {
  await file("table.csv", twoCountries());
  const means = [10, 14, 18].flatMap((mean, school) => [-1, 1].map((move) => `${school},1,${mean + move}`));
  await file("schools.csv", `school,w,v\n${means.join("\n")}\n`);
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
    await file(`${name}.csv`, text);
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

describe("khao survey shows a group", () => {
  const run = async (name: string, weightless: number, rest: readonly string[]) => {
    const lines = Array.from({ length: 80 }, (_, p) =>
      [p < weightless ? 0 : 1, p >> 2, p % 2, p, p < 60 ? "" : p % 3, p >> 1, p < 5 ? "" : "g"].join(","),
    );
    await file(`${name}.csv`, `w,z,h,v,ses,school,g\n${lines.join("\n")}\n`);
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
    expect(rows("schools-few", "means.csv")[0]?.note).toContain("1 sampling unit");
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
