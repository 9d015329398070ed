import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/assemble.js";
import { speak } from "../../../server/terminal/words.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { uniformFrom } from "../../support/uniform.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-assemble");
const at = (name: string) => join(place, name);
const file = fileIn(place);
const blueprintFile = (name: string, content: unknown) => file(name, JSON.stringify(content));

/** Runs `khao assemble` in this program. */
const assemble = (...args: string[]) => runCommand([register], ["assemble", ...args]);

const blueprint = {
  forms: 2,
  length: 8,
  requirements: [
    { name: "Algebra", where: { domain: "algebra" }, min: 3, max: 5 },
    { name: "Grade 9", where: { grade: 9 }, min: 2 },
    { name: "Minutes", measure: "total", attribute: "minutes", max: 18 },
    { name: "Points", measure: "total", attribute: "points", min: 8, max: 8 },
  ],
  itemsPerStimulus: { min: 2 },
  enemies: [["M11", "M12"]],
  exposure: { formsMax: 1 },
  commonItems: 2,
  target: { kind: "information", theta: [-1, 0, 1], values: [1.6, 2.4, 1.8] },
};

beforeAll(async () => {
  const uniform = uniformFrom("assemble");
  const rows = Array.from({ length: 40 }, (_, i) => {
    const name = `M${i + 1}`;
    const domain = i % 2 === 0 ? "algebra" : "geometry";
    const text = i < 8 ? `T${1 + Math.floor(i / 4)}` : "";
    const enemy = i === 19 ? "M21 M22" : "";
    return [name, domain, 8 + (i % 3), (1 + uniform() * 2).toFixed(1), text, enemy];
  });
  await file(
    "bank.csv",
    `item,domain,grade,minutes,stimulus,enemies\n${rows.map((row) => row.join(",")).join("\n")}\n`,
  );
  const parameters = rows
    .slice(0, 39)
    .map(([name]) => `${name},2pl,${0.8 + uniform()},${3 * uniform() - 1.5}`);
  await file("parameters.csv", `item,model,a,b1\n${parameters.join("\n")}\n`);
  await file("texts.csv", "stimulus,minutes,items_max\nT1,2,3\nT2,1,\n");
  await blueprintFile("blueprint.json", blueprint);
});

afterAll(() => speak("en"));

const files = () => [
  "--items",
  at("bank.csv"),
  "--parameters",
  at("parameters.csv"),
  "--stimuli",
  at("texts.csv"),
];

describe("khao assemble", () => {
  it("writes the forms, what they meet and their curves, and prints what was wanted and met", async () => {
    const { code, said } = await assemble(
      at("blueprint.json"),
      ...files(),
      "--gap",
      "0.06",
      "--out",
      at("forms"),
    );
    expect(code).toBe(0);
    expect(said).toContain("bank.csv: 40 items, 39 with parameters.");
    expect(said).toContain("Left out, having no parameters: M40.");
    expect(said).not.toContain("--parameters");
    expect(said).toMatch(/Algebra +3 to 5 +\d +\d/u);
    expect(said).toMatch(/items that all forms have +2 +2/u);
    expect(said).toMatch(/Objective 0\.\d+; no forms are better than 0\.\d+ \(gap [0-5]\.\d\d %\)/u);
    expect((await readdir(at("forms"))).sort()).toEqual([
      ...["assembly.json", "curves.csv", "forms.csv", "report.txt", "requirements.csv"],
    ]);
    const rows = readTable(join(at("forms"), "forms.csv"));
    expect(rows).toHaveLength(16);
    const of = (form: string) => rows.filter((row) => row.form === form);
    const names = (form: string) => of(form).map((row) => row.item);
    expect(names("1").filter((name) => names("2").includes(name))).toHaveLength(2);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...["form", "position", "item", "stimulus", "domain", "grade", "minutes", "points"],
    ]);
    const texts = (form: string) => new Set(of(form).flatMap((row) => (row.stimulus ? [row.stimulus] : [])));
    const minutes = (form: string) =>
      of(form).reduce((sum, row) => sum + Number(row.minutes), 0) +
      [...texts(form)].reduce((sum, text) => sum + (text === "T1" ? 2 : 1), 0);
    for (const form of ["1", "2"]) {
      const algebra = of(form).filter((row) => row.domain === "algebra").length;
      expect(algebra >= 3 && algebra <= 5).toBe(true);
      expect(minutes(form)).toBeLessThanOrEqual(18);
      for (const pair of [
        ["M11", "M12"],
        ["M20", "M21"],
        ["M20", "M22"],
      ])
        expect(pair.filter((name) => names(form).includes(name)).length).toBeLessThan(2);
    }
    const summary = JSON.parse(await readFile(join(at("forms"), "assembly.json"), "utf8"));
    expect(summary).toMatchObject({
      requirements_met: true,
      end: "optimal",
      uncalibrated: ["M40"],
    });
    const curves = readTable(join(at("forms"), "curves.csv")).filter((row) => row.is_target === "1");
    for (const { theta, information } of curves) {
      const target = [1.6, 2.4, 1.8][Number(theta) + 1] ?? NaN;
      expect(Math.abs(Number(information) - target)).toBeLessThanOrEqual(summary.objective + 1e-9);
    }
    expect(readTable(join(at("forms"), "requirements.csv")).every((row) => row.is_met === "1")).toBe(true);
    expect(await readFile(join(at("forms"), "report.txt"), "utf8")).toContain("Algebra");
  });

  it("says where parameters may come from, where the pool has none and no table of them is named", async () => {
    const items = ["--items", at("bank.csv"), "--stimuli", at("texts.csv")];
    const { code, said } = await assemble(at("blueprint.json"), ...items, "--out", at("bare"));
    expect(code).toBe(1);
    expect(said).toContain("Left out, having no parameters: M1, M2");
    expect(said).toContain("in the columns of bank.csv, or apart from it: --parameters names a folder");
  });

  it("makes up the names of requirements that have none in the language of the command", async () => {
    const unnamed = {
      ...{ forms: 1, length: { min: 4, max: 8 } },
      requirements: [
        { where: { domain: ["algebra", "geometry"], grade: 9 }, min: 1 },
        { measure: "stimuli", max: 2 },
        { measure: "total", attribute: "minutes", max: 30 },
        { measure: "information", theta: 0.5, min: 0.1 },
        { measure: "expected-score", theta: -1, min: 0.1 },
      ],
    };
    const path = await blueprintFile("unnamed.json", unnamed);
    const namesIn = async (out: string) => {
      const { code, said } = await assemble(path, ...files(), "--out", at(out));
      expect(code).toBe(0);
      // The names have commas in them.
      const text = await readFile(join(at(out), "requirements.csv"));
      const all: Record<string, string>[] = parse(text, { columns: true });
      const rows = all.filter(({ kind }) => kind === "requirement");
      for (const { requirement } of rows) expect(said).toContain(requirement);
      return rows.map(({ requirement }) => requirement);
    };
    expect(await namesIn("unnamed")).toEqual([
      ...["items, domain = algebra or geometry, grade = 9", "stimuli", "minutes"],
      ...["information at 0.5", "expected score at -1"],
    ]);
    speak("vi");
    expect(await namesIn("khong-ten")).toEqual([
      ...["số câu, domain = algebra hoặc geometry, grade = 9", "số ngữ liệu", "minutes"],
      ...["thông tin tại 0.5", "điểm kì vọng tại -1"],
    ]);
    const short = await blueprintFile("short.json", {
      ...unnamed,
      requirements: [{ where: { grade: 9 }, min: 99 }],
    });
    expect((await assemble(short, ...files(), "--out", at("none"))).said).toContain("“số câu, grade = 9”");
    speak("en");
  });

  it("limits what each pair of forms has in common, and says so pair by pair", async () => {
    const overlap = { max: 1, pairs: [{ forms: ["2", "1"], min: 3, max: 3 }] };
    const { commonItems: _, target: __, ...rest } = blueprint;
    const more = { forms: 3, exposure: { formsMax: 2 }, overlap, excluded: [{ items: ["M40"] }] };
    await blueprintFile("chain.json", { ...rest, ...more });
    const { code, said } = await assemble(at("chain.json"), ...files(), "--out", at("chain"));
    expect(code).toBe(0);
    expect(said).toMatch(/items that two forms have: 1, 2 +3 +3 +–/u);
    expect(said).toMatch(/items that two forms have: 2, 3 +0 to 1 +[01] +–/u);
    const rows = readTable(join(at("chain"), "forms.csv"));
    const items = (form: string) => rows.filter((row) => row.form === form).map((row) => row.item);
    expect(items("1").filter((item) => items("2").includes(item))).toHaveLength(3);
    expect(items("1").filter((item) => items("3").includes(item)).length).toBeLessThan(2);
  });

  it("says which requirements contradict each other and how near one can come, and writes nothing", async () => {
    const requirements = [
      ...blueprint.requirements,
      { name: "Little algebra", where: { domain: "algebra" }, max: 2 },
    ];
    await blueprintFile("contradiction.json", { ...blueprint, requirements });
    const { code, said } = await assemble(at("contradiction.json"), ...files(), "--out", at("none"));
    expect(code).toBe(1);
    expect(said).toContain("No forms meet this blueprint; nothing was written.");
    expect(said).toContain("any one could be given up: Algebra; Little algebra.");
    expect(said).toMatch(/(Little algebra +at most 2|Algebra +3 to 5) +\d !/u);
    expect(await readdir(place)).not.toContain("none");
  });

  it("says what the pool has too little of, in Vietnamese too", async () => {
    const requirements = [{ name: "Hình", where: { domain: "geometry" }, min: 11 }];
    await blueprintFile("shortage.json", {
      forms: ["A", "B"],
      length: 12,
      exposure: { formsMax: 1 },
      requirements,
    });
    speak("vi");
    const { said } = await assemble(at("shortage.json"), ...files(), "--out", at("none"));
    speak("en");
    expect(said).toContain(
      "Các đề gộp lại cần 22 của “Hình”; khi mỗi câu vào tối đa số đề được phép, kho có nhiều nhất 20.",
    );
  });

  it("has help with examples in the language of the terminal", async () => {
    speak("vi");
    const { stdout } = await assemble("--help").finally(() => speak("en"));
    expect(stdout).toContain("lập một hoặc nhiều đề song song");
    expect(stdout).toContain('"forms": ["101", "102", "103"]');
  });
});

describe("khao assemble refuses, in one sentence that says where,", () => {
  it.each<[string, unknown, string]>([
    [
      "three forms as a pair",
      { ...blueprint, overlap: { pairs: [{ forms: ["1", "2", "3"], max: 1 }] } },
      "bad.json, at /overlap/pairs/0/forms",
    ],
    ["an unknown word", { ...blueprint, requirement: [] }, "bad.json, at /"],
    [
      "a measure that is none",
      { ...blueprint, requirements: [{ measure: "weight", min: 1 }] },
      "/requirements/0/measure",
    ],
    [
      "an attribute that nothing has",
      { ...blueprint, requirements: [{ where: { domian: "x" }, min: 1 }] },
      "nothing has an attribute domian",
    ],
    [
      "a target without values",
      { ...blueprint, target: { kind: "information", theta: [0] } },
      "needs either values or a reference",
    ],
    [
      "a maximin target with values",
      { ...blueprint, target: { kind: "maximin", theta: [0], values: [1] } },
      "a maximin target has weights",
    ],
    ["an enemy that is not there", { ...blueprint, enemies: [["M1", "Q"]] }, "enemies: there is no item Q"],
  ])("%s", async (_, content, sentence) => {
    await blueprintFile("bad.json", content);
    const { code, said } = await assemble(at("bad.json"), ...files(), "--out", at("refused"));
    expect(code).toBe(1);
    expect(said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });

  it.each<[string, string, string]>([
    [
      "an item that is there twice",
      "item,domain\nM1,a\nM1,b\n",
      'line 3, column "item": "M1" is there a second time',
    ],
    ["an item without a name", "item,domain\n,a\n", 'line 2, column "item": the name is empty'],
    ["a cell that is no number", "item,a,b1\nM1,1,x\n", 'line 2, column "b1": "x" is not a number'],
  ])("%s", async (_, content, sentence) => {
    await file("bad.csv", content);
    const { code, said } = await assemble(
      at("blueprint.json"),
      "--items",
      at("bad.csv"),
      "--out",
      at("refused"),
    );
    expect(code).toBe(1);
    expect(said).toContain(sentence);
  });

  it("parameters of several dimensions, whether they stand with the pool or apart, but not those of other items", async () => {
    const parameters = readTable(at("parameters.csv"));
    const tableOf = (dimensionOf: (n: number) => string) =>
      parameters
        .map(({ item, model, a, b1 }, n) => [item, model, a, b1, dimensionOf(n)].join(","))
        .join("\n");
    const head = "item,model,a,b1,dimension";
    await file("two.csv", `${head}\n${tableOf((n) => (n < 20 ? "READ" : "MATH"))}\n`);
    const cases = [
      ["--items", at("two.csv")],
      ["--items", at("bank.csv"), "--parameters", at("two.csv")],
    ];
    const plain = { forms: 1, length: 4, target: { kind: "maximin", theta: [0] } };
    await blueprintFile("plain.json", plain);
    for (const args of cases) {
      const { code, said } = await assemble(at("plain.json"), ...args, "--out", at("refused"));
      expect(code).toBe(1);
      expect(said).toContain("two.csv: its items measure several dimensions (READ, MATH)");
      speak("vi");
      const refused = await assemble(at("plain.json"), ...args, "--out", at("refused")).finally(() =>
        speak("en"),
      );
      expect(refused.said).toContain("two.csv: các câu đo nhiều chiều (READ, MATH)");
      expect(await readdir(place)).not.toContain("refused");
    }
    // A pool of one dimension is none of mixed ones, and beside parameters of their own table its columns are attributes.
    await file("one.csv", `${head}\n${tableOf(() => "MATH")}\nQ1,2pl,1,0,READ\n`);
    const attributes = parameters.map(({ item }, n) => `${item},${n % 2 ? "knowing" : "applying"}`);
    await file("plain.csv", `item,dimension\n${attributes.join("\n")}\n`);
    const apart = ["--items", at("plain.csv"), "--parameters", at("one.csv"), "--out", at("one")];
    expect(await assemble(at("plain.json"), ...apart)).toMatchObject({ code: 0 });
  });

  it("stimuli with bad counts or names", async () => {
    for (const [content, sentence] of [
      ["stimulus,items_min\nT1,x\n", 'column "items_min": "x" is not a whole number'],
      ["stimulus\nT1\nT9\n", "stimulus T9 has no item in the pool"],
      ["stimulus,words\n,3\n", 'column "stimulus": the name is empty'],
    ] as const) {
      await file("bad-texts.csv", content);
      const args = [
        "--items",
        at("bank.csv"),
        "--parameters",
        at("parameters.csv"),
        "--stimuli",
        at("bad-texts.csv"),
      ];
      const { code, said } = await assemble(at("blueprint.json"), ...args, "--out", at("refused"));
      expect(code).toBe(1);
      expect(said).toContain(sentence);
    }
  });
});
