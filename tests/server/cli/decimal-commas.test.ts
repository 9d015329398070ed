import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { register as assemble } from "../../../server/cli/commands/assemble.js";
import { register as calibrate } from "../../../server/cli/commands/calibrate.js";
import { register as equate } from "../../../server/cli/commands/equate.js";
import { register as link } from "../../../server/cli/commands/link.js";
import { register as pv } from "../../../server/cli/commands/pv.js";
import { register as survey } from "../../../server/cli/commands/survey.js";
import { CellNumbers } from "../../../server/cli/files/cell-numbers.js";
import { speak } from "../../../server/terminal/words.js";
import { runCommand } from "../../support/run-command.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { uniformFrom } from "../../support/uniform.js";

const place = temporaryFolder("khao-comma");
const at = (name: string) => join(place, name);
const khao = (...args: string[]) => runCommand([assemble, calibrate, equate, link, pv, survey], args);

/** A table as a Vietnamese Excel saves it. */
const asExcel = (csv: string) =>
  `\uFEFF${csv.replaceAll(",", ";").replace(/(?<=\d)\.(?=\d)/gu, ",")}`.replaceAll("\n", "\r\n");

/** Writes a table twice: as `name.csv`, and as Excel saves it as `excel-name.csv`. */
async function table(name: string, rows: (string | number)[][]): Promise<void> {
  const csv = `${rows.map((row) => row.join(",")).join("\n")}\n`;
  await writeFile(at(`${name}.csv`), csv);
  await writeFile(at(`excel-${name}.csv`), asExcel(csv));
}

/** The tables of a result folder, by name. */
async function tables(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(at(folder))).filter((name) => name.endsWith(".csv"));
  const contents = await Promise.all(names.map((name) => readFile(at(join(folder, name)), "utf8")));
  return Object.fromEntries(names.map((name, n) => [name, contents[n] ?? ""]));
}

/** Runs a command on the tables and on those of Excel, and expects the same results. */
async function expectSame(...args: string[]): Promise<void> {
  const [command = ""] = args;
  const out = (kind: string) => at(`${command}-${kind}`);
  const resolved = (prefix: string) =>
    args.map((arg) =>
      arg.endsWith(".csv") || arg.startsWith("@") ? at(`${prefix}${arg.replace("@", "")}`) : arg,
    );
  const [plain, excel] = [
    await khao(...resolved(""), "--out", out("plain")),
    await khao(...resolved("excel-"), "--out", out("excel")),
  ];
  expect(plain).toMatchObject({ code: 0 });
  expect(excel).toMatchObject({ code: 0 });
  const expected = await tables(`${command}-plain`);
  expect(Object.keys(expected).length).toBeGreaterThan(0);
  expect(await tables(`${command}-excel`)).toEqual(expected);
}

beforeAll(async () => {
  const uniform = uniformFrom("decimal commas");
  const items = ["A", "B", "C", "D", "E"];
  const pupils = Array.from({ length: 120 }, (_, p) => {
    const theta = 3 * uniform() - 1.5;
    const scores = items.map((_, i) => Number(uniform() < 1 / (1 + Math.exp(0.4 * (i - 2) - theta))));
    return {
      id: p + 1,
      weight: (0.5 + 2 * uniform()).toFixed(2),
      ses: (theta + uniform()).toFixed(3),
      scores,
    };
  });
  await table("answers", [
    ["id", "w", "ses", ...items],
    ...pupils.map(({ id, weight, ses, scores }) => [id, weight, ses, ...scores]),
  ]);
  await table("background", [["id", "ses"], ...pupils.map(({ id, ses }) => [id, ses])]);
  await table("anchors", [
    ["item", "model", "a", "b1", "c"],
    ["A", "3pl", 1.25, -0.8, 0.15],
    ["B", "2pl", 0.75, 0.4, ""],
  ]);
  await table("pool", [
    ["item", "model", "a", "b1", "minutes"],
    ...items.map((item, i) => [item, "2pl", 1 + i / 8, (i - 2) / 4, (1.5 + i / 2).toFixed(1)]),
  ]);
  await writeFile(
    at("blueprint.json"),
    JSON.stringify({
      ...{ forms: 1, length: 2, target: { kind: "maximin", theta: [0.5] } },
      requirements: [{ measure: "total", attribute: "minutes", max: 4.5 }],
    }),
  );
  await table("persons", [
    ["weight", "zone", "half", "PV1", "PV2"],
    ...pupils.map(({ weight, ses }, p) => [
      weight,
      p % 30,
      Math.floor(p / 30) % 2,
      500.5 + Number(ses),
      499.25,
    ]),
  ]);
  for (const name of ["from", "to"])
    await table(name, [["score", "count"], ...[3.5, 8.25, 6, 2.5].map((count, score) => [score, count])]);
});
afterEach(() => speak("en"));

describe("decimal commas in files with semicolons", () => {
  it.each([
    [
      "weights and anchors",
      "calibrate",
      "answers.csv",
      "--model",
      "2pl",
      "--id",
      "id",
      "--weight",
      "w",
      "--ignore",
      "ses",
      "--anchor",
      "anchors.csv",
    ],
    [
      "background",
      "pv",
      "answers.csv",
      "--items",
      "pool.csv",
      "--id",
      "id",
      "--ignore",
      "ses",
      "--weight",
      "w",
      "--background",
      "background.csv",
      "--numeric",
      "ses",
      "--draws",
      "2",
    ],
    [
      "plausible values and weights",
      "survey",
      "persons.csv",
      "--values",
      "PV*",
      "--weight",
      "weight",
      "--zone",
      "zone",
      "--half",
      "half",
      "--method",
      "jk2",
    ],
    ["totals and parameters", "assemble", "@blueprint.json", "--items", "pool.csv"],
    ["counts", "equate", "from.csv", "to.csv", "--method", "equipercentile"],
  ])("are as good as points: %s", async (_, ...args) => {
    await writeFile(at("excel-blueprint.json"), await readFile(at("blueprint.json")));
    await expectSame(...args);
  });

  it("are as good as points: regressors, and a whole folder of results to link", async () => {
    const options = ["--model", "rasch", "--id", "id", "--ignore", "w", "--regressors", "ses"];
    for (const [kind, file] of [
      ["plain", "answers.csv"],
      ["excel", "excel-answers.csv"],
    ] as const)
      expect(await khao("calibrate", at(file), ...options, "--out", at(`regressed-${kind}`))).toMatchObject({
        code: 0,
      });
    const found = await tables("regressed-plain");
    expect(await tables("regressed-excel")).toEqual(found);
    await cp(at("regressed-plain"), at("year"), { recursive: true });
    await mkdir(at("excel-year"));
    for (const [name, csv] of Object.entries(found))
      await writeFile(at(join("excel-year", name)), asExcel(csv));
    await expectSame("link", "pool.csv", "@year");
  });

  it("stay refused where commas separate, with what to write instead, in both languages", async () => {
    await writeFile(at("quoted.csv"), 'w,A,B\n"1,5",1,0\n1,0,1\n');
    const run = () =>
      khao("calibrate", at("quoted.csv"), "--model", "rasch", "--weight", "w", "--out", at("no"));
    expect(await run()).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /quoted\.csv, line 2, column "w": "1,5" has a comma; in a file separated by commas numbers have a decimal point.*separate the columns by semicolons/u,
      ),
    });
    speak("vi");
    expect((await run()).said).toContain(
      "quoted.csv, dòng 2, cột “w”: “1,5” có dấu phẩy; trong tệp phân cách bằng dấu phẩy",
    );
  });

  it("are refused with marks of thousands, and beside numbers that may have them", async () => {
    const run = (name: string) =>
      khao("calibrate", at(name), "--model", "rasch", "--weight", "w", "--out", at("no"));
    await writeFile(at("both.csv"), "w;A;B\n1.234,5;1;0\n1;0;1\n");
    expect((await run("both.csv")).said).toContain(
      'both.csv, line 2, column "w": "1.234,5" cannot be read in one way only; write the number without marks of thousands',
    );
    await writeFile(at("mixed.csv"), "w;A;B\n1.234;1;0\n0,5;0;1\n");
    expect((await run("mixed.csv")).said).toContain(
      'mixed.csv, line 3, column "w": "0,5" and "1.234" in line 2 have different marks, so that one of them may stand for thousands',
    );
    speak("vi");
    expect((await run("mixed.csv")).said).toContain("“0,5” và “1.234” ở dòng 2 dùng hai dấu khác nhau");
  });

  it("make whole scores of 1,0, and no score of 1,5", async () => {
    await writeFile(at("scores.csv"), "A;B;C\n1,0;0;1\n0;1,0;0\n1;1;0,0\n0;0;1\n");
    expect(
      await khao("calibrate", at("scores.csv"), "--model", "rasch", "--out", at("scores")),
    ).toMatchObject({ code: 0 });
    await writeFile(at("halves.csv"), "A;B\n1,5;0\n0;1\n");
    expect((await khao("calibrate", at("halves.csv"), "--model", "rasch", "--out", at("no"))).said).toContain(
      'column "A": "1,5" is not a score',
    );
  });
});

describe("the numbers of a file", () => {
  it("are the same with a decimal comma and a decimal point, and with either separator for a point", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const cell = String(value);
        const read = (written: string, separator: string) =>
          new CellNumbers("x.csv", separator).read(written, 2, "x");
        expect([read(cell, ","), read(cell, ";"), read(cell.replace(".", ","), ";")]).toEqual(
          Array(3).fill(Number(cell)),
        );
      }),
    );
  });

  it.each(["1.234.567", "1,234,567", "1,234.5", "1.234,5", "1.2.3"])("are not read from %s", (cell) => {
    for (const separator of [";", ",", "\t"])
      if (separator !== "," || cell.includes(","))
        expect(() => new CellNumbers("x.csv", separator).read(cell, 2, "x")).toThrow(cell);
  });

  it.each(["", "-", ",", ".", "one", "A,B", "1,2,", "12 345,6"])(
    "are none in “%s” (or are refused)",
    (cell) => {
      const read = () => new CellNumbers("x.csv", ";").read(cell, 2, "x");
      if (cell === "1,2,") expect(read).toThrow("x.csv");
      else expect(read()).toBeNaN();
    },
  );

  it("may have decimal points in a file with semicolons, three digits after them too", () => {
    const numbers = new CellNumbers("x.csv", ";");
    expect(["1.234", "0.5", "-2.25", "1E-3"].map((cell) => numbers.read(cell, 2, "x"))).toEqual([
      1.234, 0.5, -2.25, 0.001,
    ]);
    expect(() => numbers.read("12,345", 3, "x")).toThrow('"1.234" in line 2');
  });
});
