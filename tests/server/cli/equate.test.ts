import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { register as registerCalibrate } from "../../../server/cli/commands/calibrate.js";
import { register as registerEquate } from "../../../server/cli/commands/equate.js";
import { speak } from "../../../server/terminal/words.js";
import { neatData, neatItems, neatReference } from "../../support/neat-forms.js";
import { largestDifference, readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-equate");

const khao = (...args: string[]) => runCommand([registerCalibrate, registerEquate], args);
const at = (name: string) => join(place, name);
const file = fileIn(place);
const rows = (folder: string, name: string) => readTable(join(at(folder), name));
const column = (table: Record<string, string>[], name: string) => table.map((row) => Number(row[name]));
const conversion = (folder: string, method: string) =>
  rows(folder, "conversion.csv").filter((row) => row.method === method);
const json = async (folder: string) => JSON.parse(await readFile(join(at(folder), "equate.json"), "utf8"));

const both = neatData();
const reference = neatReference();

/** Responses of one group to some items as a file. */
const responses = (name: string, group: number, items: string[], count = 10_000) => {
  const lines = Array.from({ length: both.personCount }, (_, p) => p)
    .filter((p) => both.groups[p] === group)
    .slice(0, count)
    .map((p) => [`s${p}`, ...items.map((item) => both.scores[p * 50 + neatItems.indexOf(item)])].join(","));
  return file(name, `student,${items.join(",")}\n${lines.join("\n")}\n`);
};
const tableOf = (items: [string, number, number][]) =>
  `item,model,a,b1\n${items.map(([item, a, b]) => `${item},2pl,${a},${b}`).join("\n")}\n`;

beforeAll(async () => {
  await responses("x.csv", 0, neatItems.slice(0, 30));
  await responses("y.csv", 1, neatItems.slice(20));
  await file("x-items.csv", tableOf(reference.formX));
  await file("y-items.csv", tableOf(reference.formY));
});

describe("khao equate of scores", () => {
  const counts = (values: number[]) =>
    `score,count\n${values.map((count, score) => `${score},${count}`).join("\n")}\n`;

  it("from frequencies gives equate 2.0.9's equipercentiles, with and without smoothing", async () => {
    await file("from.csv", counts([3, 5, 9, 14, 18, 16, 11, 6, 2]));
    await file("to.csv", counts([2, 4, 6, 10, 15, 20, 18, 13, 8, 4]));
    const args = ["equate", at("from.csv"), at("to.csv"), "--method", "equipercentile"];
    expect(await khao(...args, "--out", at("plain"))).toMatchObject({ code: 0 });
    expect(await khao(...args, "--presmooth", "3", "--out", at("smooth"))).toMatchObject({ code: 0 });
    // As in the library's own test: equate moves ranks by 1e-8, and its glm stops at 1e-8 of the deviance.
    const plain = [
      0.392857145, 1.591269842, 2.788095238, 3.938095238, 5.030952381, 6.103174603, 7.186813187, 8.255952381,
      9.202380953,
    ];
    const smooth = [
      0.3483015969, 1.6323938898, 2.7875615702, 3.9152520701, 5.0266210939, 6.1228631931, 7.1984770122,
      8.2364870435, 9.1761209414,
    ];
    const found = conversion("plain", "equipercentile");
    expect(largestDifference(column(found, "equivalent"), plain)).toBeLessThan(1e-7);
    expect(
      largestDifference(column(conversion("smooth", "equipercentile"), "equivalent"), smooth),
    ).toBeLessThan(1e-5);
    expect(column(found, "rounded")).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const row of found) expect(Number(row.se_equivalent)).toBeGreaterThan(0.1);
    // The converted scores are distributed as the form's that they are put on, but for what is between whole scores.
    const moments = rows("plain", "moments.csv");
    expect(moments.map(({ scores }) => scores)).toEqual(["from", "to", "converted"]);
    expect(Number(moments[2]?.mean)).toBeCloseTo(Number(moments[1]?.mean), 1);
    expect(Number(moments[2]?.sd)).toBeCloseTo(Number(moments[1]?.sd), 1);
    expect(rows("smooth", "smoothing.csv")).toHaveLength(2);
    expect(rows("plain", "distributions.csv")).toHaveLength(9 + 10);
  });

  it("chooses the degree with the least AIC, and lists those it tried", async () => {
    const args = ["--method", "equipercentile", "--presmooth", "aic", "--from-max", "9", "--out", at("aic")];
    expect(await khao("equate", at("from.csv"), at("to.csv"), ...args)).toMatchObject({ code: 0 });
    expect(conversion("aic", "equipercentile")).toHaveLength(10);
    for (const form of ["from", "to"]) {
      const tried = rows("aic", "smoothing.csv").filter((row) => row.form === form);
      const least = Math.min(...column(tried, "aic"));
      expect(tried.filter(({ used }) => used === "1").map(({ aic }) => Number(aic))).toEqual([least]);
    }
  });

  it("by an anchor gives equate's chained and frequency estimates, with bootstrap errors that a seed gives again", async () => {
    const args = [
      "equate",
      at("x.csv"),
      at("y.csv"),
      "--id",
      "student",
      "--method",
      "chained,frequency-estimation",
    ];
    const run = await khao(...args, "--bootstrap", "40", "--seed", "5", "--out", at("neat"));
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain("scores from 0 to 30; 0 left out");
    for (const [method, name] of [
      ["chained", "chained"],
      ["frequency-estimation", "frequency"],
    ] as const) {
      const found = conversion("neat", method);
      expect(largestDifference(column(found, "equivalent"), reference.equateByAnchor[name])).toBeLessThan(
        1e-6,
      );
      expect(Number(found[15]?.se_equivalent)).toBeGreaterThan(0.05);
      expect(Number(found[15]?.se_equivalent)).toBeLessThan(1);
    }
    const summary = await json("neat");
    expect(summary).toMatchObject({
      anchor_items: neatItems.slice(20, 30),
      anchor_max: 10,
      n_left_out_from: 0,
    });
    await khao(...args, "--bootstrap", "40", "--seed", "5", "--out", at("neat-again"));
    expect(rows("neat-again", "conversion.csv")).toEqual(rows("neat", "conversion.csv"));
    await khao(...args, "--bootstrap", "0", "--out", at("neat-bare"));
    expect(conversion("neat-bare", "chained")[15]?.se_equivalent).toBe("");
    expect(await readFile(join(at("neat-bare"), "notes.csv"), "utf8")).toContain("need --bootstrap");
  });

  it("takes the anchor's frequencies, an external anchor and weights, and leaves out who has not all items", async () => {
    // The same test takers as a table of score, anchor and count.
    const crossed = (name: string, scores: string) => {
      const cells = new Map<string, number>();
      for (const row of readTable(scores)) {
        const items = Object.entries(row).filter(([item]) => item !== "student");
        const sum = (of: [string, string][]) => of.reduce((total, [, score]) => total + Number(score), 0);
        const key = `${sum(items)},${sum(items.filter(([item]) => neatItems.indexOf(item) >= 20 && neatItems.indexOf(item) < 30))}`;
        cells.set(key, (cells.get(key) ?? 0) + 1);
      }
      return file(
        name,
        `score,anchor,count\n${[...cells].map(([key, count]) => `${key},${count}`).join("\n")}\n`,
      );
    };
    await crossed("x-counts.csv", at("x.csv"));
    await crossed("y-counts.csv", at("y.csv"));
    const args = ["--method", "chained", "--bootstrap", "0"];
    await khao("equate", at("x-counts.csv"), at("y-counts.csv"), ...args, "--out", at("crossed"));
    expect(rows("crossed", "conversion.csv")).toEqual(conversion("neat-bare", "chained"));

    const weighted = await file("weighted.csv", "w,a,b,c\n1,1,0,1\n3,1,1,1\n2,0,0,0\n1,0,1,\n1,0,1,0\n");
    const options = ["--weight", "w", "--anchor-items", "c", "--external", "--bootstrap", "0"];
    const methods = ["--method", "chained,equipercentile"];
    expect(
      await khao("equate", weighted, weighted, ...methods, ...options, "--out", at("external")),
    ).toMatchObject({
      code: 0,
    });
    // A form on itself: the scores of two items, without the anchor's.
    expect(column(conversion("external", "equipercentile"), "equivalent")).toEqual([0, 1, 2]);
    expect(await json("external")).toMatchObject({
      max_from: 2,
      anchor_is_external: true,
      n_from: 4,
      n_left_out_to: 1,
    });
    expect(column(rows("external", "distributions.csv").slice(0, 3), "share")).toEqual(
      [2 / 7, 2 / 7, 3 / 7].map((share) => Number(share.toPrecision(10))),
    );
  });
});

describe("khao equate of calibrated items", () => {
  it("links them and gives equateIRT's true and observed scores", async () => {
    const args = ["--method", "true-score,observed-score", "--out", at("irt")];
    const run = await khao("equate", at("x-items.csv"), at("y-items.csv"), ...args);
    expect(run).toMatchObject({ code: 0 });
    const scales = `theta on the scale of ${at("x-items.csv")} = A (theta on the scale of ${at("y-items.csv")}) + B`;
    expect(run.said).toContain(`${scales}: A = 1.2178`);
    expect(run.said).toContain(`theta is on the scale of ${at("x-items.csv")}.`);
    expect(run.said).toContain("There are no standard errors");
    const expected = reference.equateIrtErrors;
    const trueScores = conversion("irt", "true-score");
    // The reference's own rounding of parameters and constants.
    expect(
      largestDifference(column(trueScores.slice(1, 30), "equivalent"), expected.trueScore.equivalent),
    ).toBeLessThan(0.002);
    expect(
      largestDifference(column(trueScores.slice(1, 30), "theta"), expected.trueScore.theta),
    ).toBeLessThan(0.005);
    expect(trueScores[0]).toMatchObject({ equivalent: "0", theta: "", se_equivalent: "" });
    const observed = column(conversion("irt", "observed-score"), "equivalent");
    expect(largestDifference(observed, expected.observedScore.equivalent)).toBeLessThan(0.002);
    expect(rows("irt", "common-items.csv")).toHaveLength(10);
    const notes = await readFile(join(at("irt"), "notes.csv"), "utf8");
    expect(notes).toContain("taken as N(0, 1)");
    expect(notes).toContain("true-score,0 30,");
  });

  it("has standard errors from the covariances of folders, and the ability of their groups", async () => {
    const forms = [
      ["base", 0, neatItems.slice(16, 30)],
      ["other", 1, neatItems.slice(20, 34)],
    ] as const;
    for (const [name, group, items] of forms) {
      await responses(`${name}.csv`, group, [...items], 400);
      const args = [
        "--id",
        "student",
        "--model",
        "rasch",
        "--covariance",
        "--quadrature",
        "31",
        "--out",
        at(name),
      ];
      expect((await khao("calibrate", at(`${name}.csv`), ...args)).code).toBe(0);
    }
    const args = ["--method", "observed-score,true-score", "--out", at("folders")];
    const run = await khao("equate", at("base"), at("other"), ...args);
    expect(run.said).not.toContain("no standard errors");
    for (const row of rows("folders", "conversion.csv").filter(
      ({ theta, method }) => method === "observed-score" || theta,
    ))
      expect(Number(row.se_equivalent)).toBeGreaterThan(0.01);
    const { ability_from: from } = await json("folders");
    const { latent_variance: variance } = JSON.parse(
      await readFile(join(at("base"), "summary.json"), "utf8"),
    );
    expect(from).toEqual({ mean: 0, variance });
    expect(await readFile(join(at("folders"), "notes.csv"), "utf8")).not.toContain("N(0, 1)");
  });

  it("takes two forms of one calibration: the same items come out the same, without error", async () => {
    const items = neatItems.slice(16, 30);
    const lines = items.flatMap((item) => [`${item},A`, `${item},B`]);
    await file("forms.csv", `item,form\n${lines.join("\n")}\nI17,C\nI18,C\nI19,C\n`);
    const args = ["equate", at("base"), at("base"), "--forms", at("forms.csv"), "--from-form", "A"];
    const same = ["--to-form", "B", "--method", "true-score,observed-score", "--out", at("one")];
    expect(await khao(...args, ...same)).toMatchObject({ code: 0 });
    for (const { score, equivalent, se_equivalent: error } of rows("one", "conversion.csv")) {
      expect(Number(equivalent)).toBeCloseTo(Number(score), 6);
      // What is sampled is on both sides, and takes itself away.
      expect(Number(error)).toBeLessThan(1e-6);
    }
    const shorter = ["--to-form", "C", "--method", "true-score", "--out", at("shorter")];
    expect(await khao(...args, ...shorter)).toMatchObject({ code: 0 });
    expect(Number(conversion("shorter", "true-score")[14]?.equivalent)).toBe(3);
    expect(Number(conversion("shorter", "true-score")[7]?.se_equivalent)).toBeGreaterThan(0.01);
  });
});

describe("khao equate of items with parameters of their own in groups", () => {
  const inGroups = (items: [string, number, number][], [hard, easy]: [string, string]) =>
    `item,model,a,b1,groups\n${items
      .flatMap(([item, a, b]) =>
        item === "I25"
          ? [`${item},2pl,${a},${b + 1.5},${hard}`, `${item},2pl,${a},${b},${easy}`]
          : [`${item},2pl,${a},${b},`],
      )
      .join("\n")}\n`;

  it("links two calibrations in a group that both have, unless groups are named", async () => {
    const from = await file("from-groups.csv", inGroups(reference.formX, ["center south", "north"]));
    const to = await file("to-groups.csv", inGroups(reference.formY, ["south", "east north"]));
    const equated = async (folder: string, ...options: string[]) => {
      const run = await khao("equate", from, to, "--method", "true-score", ...options, "--out", at(folder));
      expect(run.code).toBe(0);
      return { said: run.said, slope: (await json(folder)).slope };
    };
    const named = await equated("groups-named", "--from-group", "north", "--to-group", "north");
    const none = await equated("groups-none");
    expect(none.slope).toBe(named.slope);
    expect(none.said).toContain("count as in group north in both calibrations");
    expect(none.said).toContain("--from-group, --to-group name other groups");
    expect((await equated("groups-apart", "--from-group", "center", "--to-group", "east")).slope).not.toBe(
      named.slope,
    );
  });

  it("says of one calibration which group counts in FROM and which in TO", async () => {
    const one = await file("one-groups.csv", inGroups(reference.formX, ["south", "north"]));
    const forms = reference.formX.flatMap(([item]: [string, number, number]) => [`${item},A`, `${item},B`]);
    await file("one-forms.csv", `item,form\n${forms.join("\n")}\n`);
    const args = [
      "--forms",
      at("one-forms.csv"),
      "--from-form",
      "A",
      "--to-form",
      "B",
      "--method",
      "true-score",
    ];
    const groups = ["--from-group", "south", "--to-group"];
    const apart = await khao("equate", one, one, ...args, ...groups, "north", "--out", at("one-apart"));
    expect(apart.said).toContain("count as in group south: I25.");
    expect(apart.said).toContain("count as in group north: I25.");
    // In the south the item is harder, so that a score there is worth more.
    expect(Number(conversion("one-apart", "true-score")[15]?.equivalent)).toBeGreaterThan(15.05);
    const alike = await khao("equate", one, one, ...args, ...groups, "south", "--out", at("one-alike"));
    expect(alike.said.split("count as in group south")).toHaveLength(2);
  });
});

it("khao equate helps in Vietnamese where the terminal is Vietnamese", async () => {
  speak("vi");
  const { stdout } = await khao("equate", "--help").finally(() => speak("en"));
  expect(stdout).toContain("cho biết điểm của đề này tương đương bao nhiêu ở đề kia");
  expect(stdout).toContain(
    "khao -- equate cycle2026 cycle2023 --method true-score,observed-score --out equated",
  );
});
