import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { register as registerCalibrate } from "../../../server/cli/commands/calibrate.js";
import { register as registerLink } from "../../../server/cli/commands/link.js";
import { speak } from "../../../server/terminal/words.js";
import { neatData, neatItems, neatReference } from "../../support/neat-forms.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-link");

/** Runs a command in this program. */
const khao = (...args: string[]) => runCommand([registerCalibrate, registerLink], args);

const at = (name: string) => join(place, name);
const file = fileIn(place);
const linkJson = async (folder: string) => JSON.parse(await readFile(join(at(folder), "link.json"), "utf8"));

const reference = neatReference();
/** A table of item, a, b from the reference's calibrations. */
const tableOf = (rows: [string, number, number][]) =>
  `item,model,a,b1\n${rows.map(([item, a, b]) => `${item},2pl,${a},${b}`).join("\n")}\n`;

beforeAll(async () => {
  await file("x.csv", tableOf(reference.formX));
  await file("y.csv", tableOf(reference.formY));
});

describe("khao link of two tables of items", () => {
  it("writes the constants, link errors, the common items and the linked items", async () => {
    const { code, said } = await khao("link", at("x.csv"), at("y.csv"), "--out", at("tables"));
    expect(code).toBe(0);
    const scales = `theta on the scale of ${at("x.csv")} = A (theta on the scale of ${at("y.csv")}) + B`;
    expect(said).toContain(`${scales}: A = 1.2178`);
    expect(said).toContain("There are no standard errors");
    expect(said).not.toContain("Robust");
    expect((await readdir(at("tables"))).sort()).toEqual([
      "common-items.csv",
      "items.csv",
      "jackknife.csv",
      "link.json",
    ]);
    const summary = await linkJson("tables");
    expect(summary.slope).toBeCloseTo(reference.equateIRT["Stocking-Lord"].A, 4);
    expect(summary.intercept).toBeCloseTo(reference.equateIRT["Stocking-Lord"].B, 4);
    expect(summary).toMatchObject({ se_slope: null, n_common: 10, n_used: 10, n_units: 10, converged: true });
    expect(summary.link_error_intercept).toBeGreaterThan(0.01);
    const common = readTable(join(at("tables"), "common-items.csv"));
    expect(common).toHaveLength(10);
    const linked = readTable(join(at("tables"), "items.csv"));
    expect(linked).toHaveLength(30);
    // I21 of form Y on the scale of form X stands in both tables.
    expect(Number(linked[0]?.b1)).toBeCloseTo(Number(common[0]?.b_other), 8);
    expect(Number(linked[0]?.b1)).toBeCloseTo(summary.slope * reference.formY[0][2] + summary.intercept, 6);
  });

  it("takes another method, units, and drops what stands out", async () => {
    const moved = reference.formY.map(([item, a, b]: [string, number, number]) =>
      item === "I25" ? [item, a, b + 1.5] : [item, a, b],
    );
    await file("moved.csv", tableOf(moved));
    const units = neatItems.slice(20, 30).map((item, i) => `${item},text${Math.floor(i / 2)}`);
    await file("units.csv", `item,unit\n${units.join("\n")}\n`);
    const args = ["--method", "mean-mean", "--robust", "--units", at("units.csv"), "--out", at("robust")];
    const { code, said } = await khao("link", at("x.csv"), at("moved.csv"), ...args);
    expect(code).toBe(0);
    expect(said).toContain("moved by themselves: ");
    const summary = await linkJson("robust");
    expect(summary.dropped[0]).toBe("I25");
    expect(summary).toMatchObject({ method: "mean-mean", n_units: 5 });
    // A fifth of ten common items are two; what was done is told, and numbered in the table.
    const names = summary.dropped.map((item: string) => `${item} \\(z = -?\\d+\\.\\d\\d\\)`).join(", ");
    const count = summary.dropped.length;
    expect(said).toMatch(
      new RegExp(`dropped ${count} of 10 common items \\(it may drop 2\\): ${names}\\.`, "u"),
    );
    expect(summary.robust).toMatchObject({ cutoff: 1.645, dropped_max: 2 });
    const why = {
      "none-stands-out": "None of those left stands out",
      "share-reached": "It stopped because no more of them may be dropped than 2;",
    };
    expect(said).toContain(why[summary.robust.end as keyof typeof why]);
    const common = readTable(join(at("robust"), "common-items.csv"));
    const numbered = common.filter(({ dropped }) => dropped !== "");
    expect(numbered.sort((a, b) => Number(a.dropped) - Number(b.dropped)).map(({ item }) => item)).toEqual(
      summary.dropped,
    );
    for (const row of numbered) {
      expect(row.used).toBe("0");
      expect(Math.abs(Number(row.dropped_z))).toBeGreaterThan(1.645);
    }
    // A bound that no z reaches drops nothing and marks nothing; a larger share lets more go.
    const bound = ["--robust-cutoff", "1000", "--replace"];
    expect((await khao("link", at("x.csv"), at("moved.csv"), ...args, ...bound)).said).toContain(
      "dropped none of 10 common items (it may drop 2). None of those left stands out (|z| above 1000).",
    );
    const lenient = await linkJson("robust");
    expect(lenient).toMatchObject({ dropped: [], unstable: [], robust: { cutoff: 1000, dropped_max: 2 } });
    const strict = ["--robust-cutoff", "0.01", "--robust-share", "0.5", "--replace"];
    expect(await khao("link", at("x.csv"), at("moved.csv"), ...args, ...strict)).toMatchObject({ code: 0 });
    const half = await linkJson("robust");
    expect(half.robust).toMatchObject({ cutoff: 0.01, dropped_max: 5, end: "share-reached" });
    expect(half.dropped).toHaveLength(5);
    speak("vi");
    const vietnamese = await khao("link", at("x.csv"), at("moved.csv"), "--replace", ...args).finally(() =>
      speak("en"),
    );
    expect(vietnamese.said).toContain(
      `Liên kết bền vững đã bỏ ${count} trong 10 câu chung (được bỏ nhiều nhất 2 câu): I25`,
    );
    // Items that the table leaves out are units by themselves, and those of other tests are passed over.
    await file("some.csv", `item,unit\n${units.slice(0, 4).join("\n")}\nZ9,text0\n`);
    const some = ["--method", "mean-mean", "--units", at("some.csv"), "--out", at("some")];
    expect(await khao("link", at("x.csv"), at("y.csv"), ...some)).toMatchObject({ code: 0 });
    expect((await linkJson("some")).n_units).toBe(8);
  });

  it("says in Vietnamese what it found where the terminal is Vietnamese", async () => {
    speak("vi");
    const { stdout } = await khao("link", "--help").finally(() => speak("en"));
    expect(stdout).toContain("đưa một lần hiệu chỉnh về thang của lần khác");
    expect(stdout).toContain("khao -- link cycle2023 cycle2026 --out linked");
  });
});

describe("khao link of two folders of khao calibrate", () => {
  it("has standard errors from their covariances, and moves persons and groups", async () => {
    const both = neatData();
    const rows = (group: number, items: string[]) =>
      Array.from({ length: both.personCount }, (_, p) => p)
        .filter((p) => both.groups[p] === group)
        .slice(0, 500)
        .map((p) => items.map((item) => both.scores[p * 50 + neatItems.indexOf(item)]).join(","));
    for (const [name, group, items] of [
      ["base", 0, neatItems.slice(14, 30)],
      ["other", 1, neatItems.slice(20, 36)],
    ] as const) {
      await file(`${name}.csv`, `${items.join(",")}\n${rows(group, items).join("\n")}\n`);
      const args = ["--model", "2pl", "--covariance", "--quadrature", "31", "--out", at(name)];
      expect((await khao("calibrate", at(`${name}.csv`), ...args)).code).toBe(0);
    }
    const { code, said } = await khao("link", at("base"), at("other"), "--out", at("folders"));
    expect(code).toBe(0);
    expect(said).not.toContain("no standard errors");
    const summary = await linkJson("folders");
    // A third of the study: its standard errors are about the root of 3 times those of the whole.
    const { seA, seB } = reference.equateIrtErrors.direct["Stocking-Lord"];
    expect(summary.se_slope / seA).toBeGreaterThan(1.3);
    expect(summary.se_slope / seA).toBeLessThan(2.6);
    expect(summary.se_intercept / seB).toBeGreaterThan(1.3);
    expect(summary.se_intercept / seB).toBeLessThan(2.4);
    const before = readTable(join(at("other"), "persons.csv"));
    const after = readTable(join(at("folders"), "persons.csv"));
    expect(after).toHaveLength(500);
    expect(Number(after[7]?.eap)).toBeCloseTo(summary.slope * Number(before[7]?.eap) + summary.intercept, 7);
    expect(Number(after[7]?.se_wle)).toBeCloseTo(summary.slope * Number(before[7]?.se_wle), 7);
    expect(after[7]?.raw).toBe(before[7]?.raw);

    await writeFile(join(at("other"), "covariance.json"), '{"names":[],"values":[],"places":{}}');
    const broken = await khao("link", at("base"), at("other"), "--replace", "--out", at("folders"));
    expect(broken.code).toBe(1);
    expect(broken.said).toContain("covariance.json does not fit the items beside it");
    // What was there stays as it was.
    expect(await linkJson("folders")).toEqual(summary);
  });
});

describe("khao link of calibrations that name dimensions", () => {
  const withDimension = (rows: [string, number, number][], of: (n: number) => string) =>
    `item,model,a,b1,dimension\n${rows.map(([item, a, b], n) => `${item},2pl,${a},${b},${of(n)}`).join("\n")}\n`;

  it("moves the abilities of the only one, by their names there, and keeps its name", async () => {
    await mkdir(at("math"));
    await file(
      "math/items.csv",
      withDimension(reference.formY, () => "MATH"),
    );
    await file("math/persons.csv", "id,raw_MATH,eap_MATH,se_eap_MATH\n1,3,0.5,0.4\n2,9,-Inf,\n");
    expect(await khao("link", at("x.csv"), at("math"), "--out", at("math-linked"))).toMatchObject({
      code: 0,
    });
    const { slope, intercept } = await linkJson("math-linked");
    const [first, second] = readTable(join(at("math-linked"), "persons.csv"));
    expect(Number(first?.eap_MATH)).toBeCloseTo(0.5 * slope + intercept, 8);
    expect(Number(first?.se_eap_MATH)).toBeCloseTo(0.4 * slope, 8);
    expect([first?.raw_MATH, second?.eap_MATH, second?.se_eap_MATH]).toEqual(["3", "-Inf", ""]);
    const dimensions = readTable(join(at("math-linked"), "items.csv")).map(({ dimension }) => dimension);
    expect(new Set(dimensions)).toEqual(new Set(["MATH"]));
  });

  it("compares curves on both scales only where it compares curves", async () => {
    const args = ["--symmetric", "--method", "mean-sigma", "--out", at("symmetric")];
    const { code, said } = await khao("link", at("x.csv"), at("y.csv"), ...args);
    expect(code).toBe(1);
    expect(said).toContain("--symmetric: mean-sigma compares no curves; take haebara, stocking-lord");
  });

  it("puts no two dimensions on one scale by one transformation", async () => {
    const two = (n: number) => (n % 2 ? "MATH" : "READ");
    await file("two.csv", withDimension(reference.formY, two));
    for (const tables of [
      ["x.csv", "two.csv"],
      ["two.csv", "x.csv"],
    ]) {
      const { code, said } = await khao("link", ...tables.map(at), "--out", at("two-linked"));
      expect(code).toBe(1);
      expect(said).toContain("two.csv: its items measure several dimensions (READ, MATH)");
    }
    expect(await readdir(place)).not.toContain("two-linked");
  });
});

describe("khao link refuses, in one sentence that says where,", () => {
  it.each<[string, string, string]>([
    [
      "a cell that is no number",
      "item,a,b1\nI21,1,x\n",
      'bad.csv, line 2, column "b1": "x" is not a number.',
    ],
    [
      "an item that is there twice",
      "item,a,b1\nI21,1,0\nI21,1,0\n",
      'line 3, column "item": "I21" is there a second time',
    ],
    ["a model that is none", "item,model,a,b1\nI21,5pl,1,0\n", 'line 2, column "model": "5pl" is no model'],
    ["a slope without a difficulty", "item,a,b1\nI21,1,\n", 'line 2: item "I21" has a slope but no b1'],
    [
      "nothing in common",
      "item,a,b1\nZ1,1,0\n",
      "Nothing was linked: the two calibrations have no item in common.",
    ],
    ["no items", "item,a,b1\nI21,,\n", "bad.csv: it has no item with parameters to link."],
    [
      "two sorts of item",
      "item,a,b1,b2\nI21,1,0,1\n",
      "item I21 has the scores 0, 1 in the base calibration but 0, 1, 2",
    ],
  ])("%s", async (_, content, sentence) => {
    await file("bad.csv", content);
    const { code, said } = await khao("link", at("x.csv"), at("bad.csv"), "--out", at("refused"));
    expect(code).toBe(1);
    expect(said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });

  it("a bound of robust linking without --robust, or that is none", async () => {
    const link = (...args: string[]) =>
      khao("link", at("x.csv"), at("y.csv"), "--out", at("refused"), ...args);
    const alone = await link("--robust-cutoff", "2", "--robust-share", "0.1");
    expect([alone.code, alone.said]).toEqual([
      1,
      "--robust-cutoff, --robust-share: without --robust no item is dropped; give --robust, too, or leave it out.\n",
    ]);
    expect((await link("--robust", "--robust-cutoff", "0")).said).toContain("It must be a number above 0.");
    expect((await link("--robust", "--robust-share", "2")).said).toContain(
      "It must be above 0 and at most 1.",
    );
  });

  it("a file that is not there, a unit that is empty, and a folder with other things in it", async () => {
    expect((await khao("link", at("x.csv"), at("nothing.csv"), "--out", at("refused"))).said).toContain(
      "nothing.csv",
    );
    await file("units.csv", "item,unit\nI21,\n");
    const unit = await khao(
      "link",
      at("x.csv"),
      at("y.csv"),
      "--units",
      at("units.csv"),
      "--out",
      at("refused"),
    );
    expect(unit.said).toContain('units.csv, line 2, column "unit": the unit is empty');
    await file("units.csv", "item,unit\nI21,a\nI21,b\n");
    const twice = ["link", at("x.csv"), at("y.csv"), "--units", at("units.csv"), "--out", at("refused")];
    expect((await khao(...twice)).said).toContain('line 3, column "item": "I21" is there a second time');
    await mkdir(at("taken"));
    await writeFile(join(at("taken"), "letter.txt"), "");
    const taken = await khao("link", at("x.csv"), at("y.csv"), "--out", at("taken"));
    expect(taken.code).toBe(1);
    expect(taken.said).toContain("holds letter.txt");
  });
});
