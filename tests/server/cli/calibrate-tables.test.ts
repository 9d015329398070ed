import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { register as registerAnalyse } from "../../../server/cli/commands/analyse.js";
import { register as registerCalibrate } from "../../../server/cli/commands/calibrate.js";
import { fixture, readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-tables");

const khao = (...args: string[]) => runCommand([registerCalibrate, registerAnalyse], args);
const at = (name: string) => join(place, name);
const file = fileIn(place);
const rows = (folder: string, name: string) => readTable(join(at(folder), name));
const numbers = (table: Record<string, string>[], column: string) => table.map((row) => Number(row[column]));

describe("khao calibrate --tables of LSAT7 by the 2PL gives what mirt 1.47 gives:", () => {
  const folder = "lsat7";
  let mirt: {
    marginal_rxx: number;
    EAPsum: Record<string, number>[];
    testInformation: { theta: number[]; information: number[] };
  };

  beforeAll(async () => {
    mirt = JSON.parse(await readFile(fixture("lsat7/mirt_2pl.json"), "utf8"));
    const units = await file("lsat7-units.csv", "item,unit\nItem1,A\nItem2,A\nItem3,B\nItem4,B\nItem9,C\n");
    const options = [
      "--tables",
      "--diagnostics",
      "--units",
      units,
      "--grid",
      "-4,4,17",
      "--scores",
      "eap,ml",
    ];
    const run = await khao(
      "calibrate",
      fixture("lsat7/data.csv"),
      "--model",
      "2pl",
      "--out",
      at(folder),
      ...options,
    );
    expect(run).toMatchObject({ code: 0 });
  });

  // Both stop where parameters change by less than 1e-6 or so; ten digits are written.
  it("the EAP and its standard error for each sum score, and how many the model expects to have it", () => {
    const table = rows(folder, "score-tables.csv");
    expect(numbers(table, "score")).toEqual([0, 1, 2, 3, 4, 5]);
    mirt.EAPsum.forEach((theirs, score) => {
      const ours = table[score] ?? {};
      expect(Number(ours.eap)).toBeCloseTo(theirs.F1 ?? NaN, 3);
      expect(Number(ours.se_eap)).toBeCloseTo(theirs.SE_F1 ?? NaN, 3);
      expect(1000 * Number(ours.expected_share)).toBeCloseTo(theirs.expected ?? NaN, 1);
      expect(Number(ours.n)).toBe(theirs.observed);
      expect(1000 * Number(ours.observed_share)).toBeCloseTo(theirs.observed ?? NaN, 6);
    });
  });

  it("the test's information, which is the sum of the items', and the marginal reliability", () => {
    const test = rows(folder, "information.csv");
    expect(numbers(test, "theta")).toEqual(mirt.testInformation.theta);
    const items = rows(folder, "item-information.csv");
    test.forEach((row, q) => {
      expect(Number(row.information)).toBeCloseTo(mirt.testInformation.information[q] ?? NaN, 4);
      expect(Number(row.standard_error)).toBeCloseTo(1 / Math.sqrt(Number(row.information)), 8);
      const own = items.filter(({ theta }) => theta === row.theta);
      expect(own).toHaveLength(5);
      const sum = (column: string) => numbers(own, column).reduce((total, value) => total + value, 0);
      expect(sum("information")).toBeCloseTo(Number(row.information), 8);
      expect(sum("expected_score")).toBeCloseTo(Number(row.expected_score), 8);
    });
    const [booklet] = rows(folder, "booklets.csv");
    expect(booklet).toMatchObject({
      booklet: "all",
      n: "1000",
      n_complete: "1000",
      items: "5",
      score_max: "5",
    });
    expect(Number(booklet?.marginal_reliability)).toBeCloseTo(mirt.marginal_rxx, 4);
  });

  it("places each item where a right response has PISA's probability, by the 2PL's own inverse", () => {
    const items = rows(folder, "items.csv");
    const map = rows(folder, "item-map.csv");
    expect(map).toHaveLength(5);
    map.forEach(({ score, response_probability: probability, location }, i) => {
      expect([score, probability]).toEqual(["1", "0.62"]);
      // P = 0.62 where a (theta - b) is the logit of it.
      const expected = Number(items[i]?.b1) + Math.log(0.62 / 0.38) / Number(items[i]?.a);
      expect(Number(location)).toBeCloseTo(expected, 7);
    });
  });

  it("alpha as psych has it, stratified alpha by its formula, and empirical reliabilities", async () => {
    const ctt = JSON.parse(await readFile(fixture("lsat7/ctt.json"), "utf8"));
    const [booklet] = rows(folder, "booklets.csv");
    const reliability = new Map(
      rows(folder, "reliability.csv").map(({ statistic, value }) => [statistic, Number(value)]),
    );
    expect(Number(booklet?.alpha)).toBeCloseTo(reliability.get("alpha") ?? NaN, 9);
    expect(Number(booklet?.mean)).toBeCloseTo(
      ctt.itemStats.reduce((sum: number, { mean }: { mean: number }) => sum + mean, 0),
      8,
    );
    // Item5 is in no unit: a part of its own, which as a single item has no alpha, and so the whole has none.
    expect(booklet?.stratified_alpha).toBe("");
    const summary = JSON.parse(await readFile(join(at(folder), "summary.json"), "utf8"));
    expect(reliability.get("empirical_eap")).toBeCloseTo(summary.eap_reliability, 9);
    // The infinite ML estimates of those with all or nothing right are left out.
    expect(reliability.get("empirical_ml")).toBeGreaterThan(0.1);
    expect(reliability.get("empirical_ml")).toBeLessThan(1);
  });
});

describe("khao calibrate --tables of a study with booklets and groups", () => {
  // Booklet 1 has items a to d, booklet 2 items c to f; group S is more able, and e was scored for N alone.
  const study = () => {
    const lines = Array.from({ length: 240 }, (_, p) => {
      const isSouth = p % 3 === 0;
      const right = (i: number) =>
        Number(((p * 37 + i * 59 + ((p * i) % 7)) % 100) / 100 < (isSouth ? 0.7 : 0.5) + i / 20);
      const isFirst = p % 2 === 0;
      const cells = Array.from({ length: 6 }, (_, i) => ((isFirst ? i < 4 : i > 1) ? right(i) : ""));
      return [p + 1, isSouth ? "S" : "N", isFirst ? 1 : 10, isSouth ? 2 : 1, ...cells].join(",");
    });
    return file("study.csv", `id,region,form,w,a,b,c,d,e,f\n${lines.join("\n")}\n`);
  };
  const columns = ["--id", "id", "--group", "region", "--weight", "w"];

  it("has a table for each booklet and group, in the order of their numbers", async () => {
    const units = await file("units.csv", "item,unit\na,one\nb,one\nc,two\nd,two\ne,three\nf,three\n");
    const options = [...columns, "--booklet", "form", "--tables", "--units", units, "--diagnostics"];
    const run = await khao("calibrate", await study(), "--model", "rasch", "--out", at("study"), ...options);
    expect(run).toMatchObject({ code: 0 });
    // Nobody has all items, so that there are no sum scores of one test.
    expect(rows("study", "conditional-errors.csv")).toEqual([]);
    const why = rows("study", "notes.csv").filter(({ about }) => about === "conditional-errors");
    expect(why.map(({ note }) => note)).toEqual([
      expect.stringContaining("nobody has a response to every item"),
    ]);
    // Of each item everybody who met it had four.
    for (const { note } of rows("study", "grouped-fit.csv"))
      expect(note).toBe("X2 and G2 are far too large on tests as short as this (4 items): take PV-Q1");
    const booklets = rows("study", "booklets.csv");
    expect(booklets.map(({ booklet, group, n, items }) => [booklet, group, n, items])).toEqual([
      ["1", "N", "80", "4"],
      ["1", "S", "40", "4"],
      ["10", "N", "80", "4"],
      ["10", "S", "40", "4"],
    ]);
    for (const row of booklets) {
      expect(Number(row.stratified_alpha)).toBeLessThan(1);
      expect(Number(row.marginal_reliability)).toBeGreaterThan(0);
    }
    const table = rows("study", "score-tables.csv");
    expect(table).toHaveLength(4 * 5);
    const of = (booklet: string, group: string) =>
      table.filter((row) => row.booklet === booklet && row.group === group);
    for (const row of booklets) {
      const own = of(row.booklet ?? "", row.group ?? "");
      const sum = (column: string) => numbers(own, column).reduce((total, value) => total + value, 0);
      expect(sum("expected_share")).toBeCloseTo(1, 8);
      expect(sum("observed_share")).toBeCloseTo(1, 8);
      expect(sum("n")).toBe(Number(row.n_complete));
      const mean = own.reduce(
        (total, { score, observed_share: share }) => total + Number(score) * Number(share),
        0,
      );
      expect(mean).toBeCloseTo(Number(row.mean), 8);
      // Higher scores stand for more ability.
      numbers(own, "eap").forEach(
        (eap, score, all) => score > 0 && expect(eap).toBeGreaterThan(all[score - 1] ?? NaN),
      );
    }
    // The same score on the same items is worth more in the abler group, whose distribution is the prior.
    expect(numbers(of("1", "S"), "eap")[2]).toBeGreaterThan(numbers(of("1", "N"), "eap")[2] ?? NaN);
    expect(rows("study", "information.csv")).toHaveLength(4 * 81);
    expect(rows("study", "item-information.csv")).toHaveLength(6 * 81);
    for (const name of ["booklets.csv", "score-tables.csv", "information.csv"])
      expect(await readFile(join(at("study"), name), "utf8")).not.toMatch(/NaN|undefined/);
  });

  it("counts groups the same by senate weights, and places items by another probability", async () => {
    const options = [
      "--id",
      "id",
      "--senate",
      "region",
      "--weight",
      "w",
      "--ignore",
      "form",
      "--unconnected",
    ];
    const tables = ["--tables", "--response-probability", "0.5"];
    const path = await study();
    const run = await khao(
      "calibrate",
      path,
      "--model",
      "rasch",
      "--out",
      at("senate"),
      ...options,
      ...tables,
    );
    expect(run).toMatchObject({ code: 0 });
    // At a half an item is where its difficulty is.
    rows("senate", "item-map.csv").forEach(({ location }, i) =>
      expect(Number(location)).toBeCloseTo(Number(rows("senate", "items.csv")[i]?.b1), 7),
    );
    // 160 of N weigh 1 each and 80 of S 2 each: both sum to 160 already. With half the weights in S they do not.
    const mean = async (name: string, file: string, ...more: string[]) => {
      await khao(
        "calibrate",
        file,
        "--model",
        "rasch",
        "--out",
        at(name),
        "--id",
        "id",
        "--ignore",
        "form",
        ...more,
      );
      return Number(rows(name, "classical.csv")[2]?.mean);
    };
    const even = await mean("even", path, "--weight", "w", "--ignore", "form,region");
    const bare = await mean("bare", path, "--senate", "region", "--ignore", "form,w");
    expect(bare).toBeCloseTo(even, 7);
    expect(await mean("unweighted", path, "--ignore", "form,region,w")).not.toBeCloseTo(even, 4);
  });

  it("has no score table over items that nobody was presented together, and says so", async () => {
    const options = ["--id", "id", "--ignore", "region,form,w", "--tables"];
    const run = await khao("calibrate", await study(), "--model", "rasch", "--out", at("whole"), ...options);
    expect(run).toMatchObject({ code: 0 });
    expect(rows("whole", "score-tables.csv")).toHaveLength(0);
    expect(rows("whole", "information.csv")).toHaveLength(81);
    const notes = await readFile(join(at("whole"), "notes.csv"), "utf8");
    expect(notes).toContain("Nobody was presented all items");
    expect(notes).toContain("--booklet");
  });

  it("does the same from an analysis file", async () => {
    const analysis = {
      ...{ responses: "study.csv", model: "rasch", id: "id", group: "region", weight: "w", booklet: "form" },
      ...{ tables: { from: -2, to: 2, count: 5 }, units: "units.csv" },
    };
    await study();
    const path = await file("analysis.json", JSON.stringify(analysis));
    expect(await khao("analyse", path, "--out", at("analysed"))).toMatchObject({ code: 0 });
    expect(rows("analysed", "information.csv")).toHaveLength(4 * 5);
    expect(rows("analysed", "score-tables.csv")).toEqual(rows("study", "score-tables.csv"));
  });

  it.each<[string, string[], string]>([
    ["a grid without tables", ["--grid", "-1,1,3"], "--grid can be used only together with --tables"],
    [
      "a response probability without tables",
      ["--response-probability", "0.7"],
      "--response-probability can be used only together with --tables",
    ],
    ["a booklet without tables", ["--booklet", "form"], "--booklet can be used only together with --tables"],
    [
      "a column of booklets that is not there",
      ["--tables", "--booklet", "bk"],
      'no column "bk", which --booklet names',
    ],
    [
      "units of other items",
      ["--tables", "--units", "others.csv"],
      "none of its items is among the responses",
    ],
    ["an item in two units", ["--tables", "--units", "twice.csv"], '"a" is there a second time'],
    [
      "units of several dimensions",
      ["--tables", "--units", "others.csv", "--dimensions", "dims.csv"],
      "there can be no --units",
    ],
    ["a grid that falls", ["--tables", "--grid", "1,-1,3"], "a higher one"],
  ])("refuses %s, and writes nothing", async (_, options, sentence) => {
    await file("others.csv", "item,unit\nz,one\n");
    await file("twice.csv", "item,unit\na,one\na,two\n");
    await file("dims.csv", "item,dimension\na,x\nb,x\nc,x\nd,y\ne,y\nf,y\n");
    const paths = options.map((word) => (word.endsWith(".csv") ? at(word) : word));
    const args = [
      "--id",
      "id",
      "--ignore",
      "region,w,form",
      "--model",
      "rasch",
      "--out",
      at("refused"),
      ...paths,
    ];
    const run = await khao("calibrate", await study(), ...args);
    expect(run.code).not.toBe(0);
    expect(run.said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });

  it("refuses an empty booklet by its line", async () => {
    const path = await file("empty.csv", "form,a,b\n1,0,1\n,1,0\n");
    const run = await khao(
      "calibrate",
      path,
      "--model",
      "rasch",
      "--tables",
      "--booklet",
      "form",
      "--out",
      at("refused"),
    );
    expect(run.said).toContain('empty.csv, line 3, column "form": the booklet is empty');
  });
});
