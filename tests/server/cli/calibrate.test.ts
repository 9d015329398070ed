import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/calibrate.js";
import {
  fixture,
  hasShared,
  largestDifference,
  needsShared,
  readTable,
  shared,
} from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";

const program = fileURLToPath(new URL("../../../server/cli/khao.ts", import.meta.url));
let place: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "khao-calibrate-"));
});

afterAll(async () => {
  await rm(place, { recursive: true, force: true });
});

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `khao calibrate` as a researcher does, in a program of its own. */
function calibrateApart(...args: string[]): Promise<Run> {
  return new Promise((end, fail) => {
    const child = spawn(process.execPath, ["--import", "tsx", program, "calibrate", ...args], {
      stdio: "pipe",
      env: { ...process.env, LC_ALL: "C" },
    });
    const run: Run = { code: null, stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (run.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (run.stderr += chunk.toString()));
    child.on("error", fail);
    child.on("close", (code) => end({ ...run, code }));
  });
}

/** Runs the same command in this program, which spares the start of another one for each of many cases. */
const calibrate = (...args: string[]): Promise<Run> => runCommand([register], ["calibrate", ...args]);

async function file(name: string, content: string): Promise<string> {
  const path = join(place, name);
  await writeFile(path, content);
  return path;
}

const small =
  "id,region,w,a,b,c\n1,N,2,1,1,0\n2,N,1,1,0,0\n3,S,1,0,1,1\n4,S,1,1,1,1\n5,S,1,0,0,0\n6,N,1,1,,1\n7,S,1,0,1,0\n8,N,1,1,1,0\n";

describe("khao calibrate", () => {
  it("writes the tables of LSAT7 by the 2PL with the columns that scripts rely on", async () => {
    const out = join(place, "lsat7");
    const run = await calibrateApart(
      fixture("lsat7/data.csv"),
      "--model",
      "2pl",
      "--out",
      out,
      "--seed",
      "7",
    );
    expect(run).toMatchObject({ code: 0, stdout: "" });
    expect((await readdir(out)).sort()).toEqual([
      "classical.csv",
      "fit.csv",
      "items.csv",
      "notes.csv",
      "persons.csv",
      "summary.json",
    ]);
    const head = async (name: string) => (await readFile(join(out, name), "utf8")).split("\n")[0];
    expect(await head("items.csv")).toBe(
      "item,model,max_score,a,b1,c,se_a,se_b1,se_c,slope,intercept1,se_slope,se_intercept1",
    );
    expect(await head("persons.csv")).toBe(
      "id,raw,max,eap,se_eap,map,se_map,ml,se_ml,wle,se_wle,infit,outfit,lz",
    );
    expect(await head("fit.csv")).toBe("item,n,infit,outfit,s_x2,s_x2_df,s_x2_p,rmsd,md");
    expect(await head("classical.csv")).toBe(
      "item,n,mean,proportion_correct,sd,item_total,item_rest,alpha_if_deleted,discrimination_27",
    );
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
    expect(Object.keys(summary)).toEqual(
      (
        "model n_persons n_items log_likelihood n_parameters aic bic latent_mean latent_variance alpha omega " +
        "eap_reliability wle_reliability iterations converged seconds seed version"
      ).split(" "),
    );
    expect(summary).toMatchObject({
      model: "2pl",
      n_persons: 1000,
      n_items: 5,
      n_parameters: 10,
      converged: true,
      seed: 7,
    });
    expect(summary.log_likelihood).toBeCloseTo(-2658.805, 3);
    const persons = readTable(join(out, "persons.csv"));
    expect(persons[0]).toMatchObject({ id: "1", raw: "0", max: "5", ml: "-Inf", se_ml: "" });
    expect(await readFile(join(out, "notes.csv"), "utf8")).toContain("ml,1,There is no finite estimate");
    for (const name of await readdir(out))
      expect(await readFile(join(out, name), "utf8")).not.toMatch(/NaN|undefined|null,/);
  });

  it("uses ids, groups, weights and columns that are no items, and only the estimates asked for", async () => {
    const out = join(place, "groups");
    const path = await file("groups.csv", `\uFEFF${small.replaceAll(",", ";")}`);
    const options = ["--id", "id", "--group", "region", "--weight", "w", "--ignore", "c", "--scores", "eap"];
    const run = await calibrate(path, "--model", "rasch", "--out", out, ...options);
    expect(run.stderr).toContain("8 test takers, 2 items");
    const persons = readTable(join(out, "persons.csv"));
    expect(Object.keys(persons[0])).toEqual(["id", "raw", "max", "eap", "se_eap", "infit", "outfit", "lz"]);
    expect(persons[5]).toMatchObject({ id: "6", raw: "1", max: "1" });
    const groups = readTable(join(out, "groups.csv"));
    expect(groups.map(({ group, n }) => [group, n])).toEqual([
      ["N", "4"],
      ["S", "4"],
    ]);
    expect(groups[0].mean).toBe("0");
  });

  it("scores against a key and analyses the distractors", async () => {
    const out = join(place, "key");
    const raw = await file("raw.csv", "q1,q2,q3\nA,B,1\nB,B,0\nA,C,1\nX,B,0\nA,,0\nB,C,1\n");
    const key = await file("key.csv", "item,key\nq1,A\nq2,B\n");
    expect((await calibrate(raw, "--model", "rasch", "--key", key, "--out", out)).code).toBe(0);
    expect(readTable(join(out, "classical.csv"))[0].n).toBe("5");
    const distractors = readTable(join(out, "distractors.csv"));
    expect(Object.keys(distractors[0])).toEqual([
      "item",
      "option",
      "n",
      "proportion",
      "point_biserial",
      "mean_theta",
    ]);
    expect(distractors.map(({ item, option, n }) => `${item}${option}${n}`)).toEqual([
      "q1A2",
      "q1B2",
      "q1X1",
      "q2B3",
      "q2C2",
    ]);
  });

  it("counts an empty cell as wrong when told to", async () => {
    const path = await file("missing.csv", small);
    const out = join(place, "wrong");
    await calibrate(path, "--model", "rasch", "--out", out, "--ignore", "id,region,w", "--missing", "wrong");
    expect(readTable(join(out, "persons.csv"))[5]).toMatchObject({ raw: "2", max: "3" });
  });

  it("keeps anchors where they are, in both forms, and takes models by item", async () => {
    const first = join(place, "first");
    await calibrate(fixture("lsat6/data.csv"), "--model", "2pl", "--out", first);
    const second = join(place, "second");
    await calibrate(
      fixture("lsat7/data.csv"),
      "--model",
      "2pl",
      "--anchor",
      join(first, "items.csv"),
      "--out",
      second,
    );
    // Ten digits are written, so the last one may turn when they are read and written again.
    const columns = (rows: Record<string, string>[]) =>
      rows.map(({ a, b1 }) => [Number(a).toFixed(7), Number(b1).toFixed(7)]);
    expect(columns(readTable(join(second, "items.csv")))).toEqual(
      columns(readTable(join(first, "items.csv"))),
    );
    const byHand = await file("anchors.csv", "item,a,b1\nItem1,1,-2\n");
    const models = await file("models.csv", "item,model\nItem2,rasch\n");
    const third = join(place, "third");
    await calibrate(
      fixture("lsat7/data.csv"),
      "--model",
      "2pl",
      "--anchor",
      byHand,
      "--models",
      models,
      "--out",
      third,
    );
    const items = readTable(join(third, "items.csv"));
    expect(items[0]).toMatchObject({ a: "1", b1: "-2", intercept1: "2", se_a: "" });
    expect(items[1]).toMatchObject({ model: "rasch", a: "1" });
  });

  it("writes the slopes of a nominal item's categories, and takes them as anchors; scales are told apart by a column", async () => {
    const rows = (await readFile(fixture("sim-gpcm/data.csv"), "utf8")).trim().split("\n");
    const short = rows.map((row) => row.split(",").slice(0, 6).join(",")).slice(0, 1001);
    const path = await file("graded.csv", `${short.join("\n")}\n`);
    const models = await file(
      "scales.csv",
      "item,model,scale\nP01,nominal,\nP02,rsm,one\nP03,rsm,one\nP04,rsm,two\nP05,rsm,two\n",
    );
    const first = join(place, "nominal");
    const run = await calibrate(path, "--model", "pcm", "--models", models, "--out", first);
    expect(run.stderr).toContain("Converged");
    const items = readTable(join(first, "items.csv"));
    expect(Number(items[0].slope3)).toBeCloseTo(3 * Number(items[0].a), 6);
    expect(Number(items[0].se_slope1)).toBeGreaterThan(0);
    expect(items[1].slope1).toBe("");
    const distance = (row: Record<string, string>) => (Number(row.b2) - Number(row.b1)).toFixed(6);
    expect(distance(items[1])).toBe(distance(items[2]));
    expect(distance(items[3])).toBe(distance(items[4]));
    expect(distance(items[1])).not.toBe(distance(items[3]));
    const again = join(place, "nominal-again");
    await calibrate(path, "--model", "pcm", "--anchor", join(first, "items.csv"), "--out", again);
    const logLikelihood = async (folder: string) =>
      (JSON.parse(await readFile(join(folder, "summary.json"), "utf8")) as { log_likelihood: number })
        .log_likelihood;
    expect(await logLikelihood(again)).toBeCloseTo(await logLikelihood(first), 3);
    const bare = await file("bare.csv", "item,model,a,b1,b2,b3\nP01,nominal,1,-1,0,1\n");
    const refused = await calibrate(
      path,
      "--model",
      "pcm",
      "--anchor",
      bare,
      "--out",
      join(place, "bare-out"),
    );
    expect(refused.stderr).toContain('nominal item "P01" needs a slope for each category: slope1 to slope3');
  });

  it("writes the further tables of --diagnostics, with a reason where a number is missing", async () => {
    const out = join(place, "diagnostics");
    const run = await calibrate(fixture("lsat7/data.csv"), "--model", "2pl", "--out", out, "--diagnostics");
    expect(run.code).toBe(0);
    const rows = (name: string) => readTable(join(out, name));
    const reliability = new Map(rows("reliability.csv").map((row) => [row.statistic, row]));
    expect(Number(reliability.get("alpha")?.value)).toBeGreaterThan(0.2);
    expect(Number(reliability.get("alpha")?.lower_95)).toBeLessThan(Number(reliability.get("alpha")?.value));
    const fit = new Map(rows("model-fit.csv").map((row) => [row.statistic, row]));
    expect(fit.get("m2_df")?.value).toBe("5");
    expect(Number(fit.get("m2_p")?.value)).toBeGreaterThan(0);
    expect(rows("pairs.csv")).toHaveLength(10);
    expect(rows("deviations.csv")).toHaveLength(5);
    expect(rows("conditional-errors.csv")).toHaveLength(6);
    for (const name of ["reliability.csv", "model-fit.csv", "pairs.csv", "deviations.csv"])
      expect(JSON.stringify(rows(name))).not.toContain("NaN");
  });

  it("replaces earlier results, but no other folder", async () => {
    const out = join(place, "again");
    const path = await file("again.csv", small);
    const options = ["--model", "rasch", "--out", out, "--ignore", "id,region,w"];
    expect((await calibrate(path, ...options)).code).toBe(0);
    expect((await calibrate(path, ...options, "--scores", "eap")).code).toBe(0);
    expect(Object.keys(readTable(join(out, "persons.csv"))[0])).not.toContain("wle");
    await writeFile(join(out, "thesis.docx"), "years of work");
    const run = await calibrate(path, ...options);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("holds thesis.docx");
    expect(await readFile(join(out, "thesis.docx"), "utf8")).toBe("years of work");
  });

  it("refuses a design that no test taker connects, by the items' names, unless told or anchored", async () => {
    // Two booklets of three items each; without an item in common.
    const rows = Array.from({ length: 60 }, (_, p) => {
      const cells = [p % 2, p % 3 === 0 ? 1 : 0, p % 5 < 2 ? 1 : 0].join(",");
      return p < 30 ? `${cells},,,` : `,,,${cells}`;
    });
    const path = await file("apart.csv", `a1,a2,a3,b1,b2,b3\n${rows.join("\n")}\n`);
    const out = join(place, "apart");
    const refused = await calibrate(path, "--model", "rasch", "--out", out);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("apart from the largest stand items b1, b2, b3 (30 test takers)");
    expect(await readdir(place)).not.toContain("apart");

    const anchors = await file("apart-anchors.csv", "item,model,a,b1\na1,rasch,1,0\nb1,rasch,1,0.4\n");
    expect((await calibrate(path, "--model", "rasch", "--anchor", anchors, "--out", out)).code).toBe(0);
    expect((await calibrate(path, "--model", "rasch", "--unconnected", "--out", out)).code).toBe(0);
    expect(readTable(join(out, "items.csv"))).toHaveLength(6);
  });

  it("shows its options with examples", async () => {
    const run = await calibrate("--help");
    expect(run.stdout).toContain("--quadrature <N>");
    expect(run.stdout).toContain("$ npm run -s khao -- calibrate lsat.csv --model 2pl --out results");
  });

  it.skipIf(!hasShared)(
    `scores SAT12's letters, X as wrong, to the reference's abilities ${needsShared}`,
    async () => {
      const out = join(place, "sat12");
      await calibrate(
        shared("sat12_raw.csv"),
        "--key",
        shared("sat12_key.csv"),
        "--model",
        "2pl",
        "--out",
        out,
      );
      const expected = JSON.parse(await readFile(shared("sat12.ref/mirt_2pl.json"), "utf8"));
      const persons = readTable(join(out, "persons.csv"));
      const eap = expected.personIndex1based.map((p: number) => Number(persons[p - 1].eap));
      expect(largestDifference(eap, expected.scores.EAP.theta)).toBeLessThan(0.001);
    },
  );
});

describe("khao calibrate with bad input ends with one sentence that says where, and writes nothing", () => {
  const cases: [string, string, string[], string][] = [
    [
      "a letter where a score should be",
      "a,b\n1,0\n0,x\n",
      [],
      'bad.csv, line 3, column "b": "x" is not a score',
    ],
    ["a negative score", "a,b\n1,-1\n", [], 'line 2, column "b": "-1" is not a score'],
    ["a row that is too short", "a,b\n1,0\n1\n", [], "line 3: it has 1 cells where the header has 2"],
    ["two columns of one name", "a,a\n1,0\n", [], 'line 1: two columns are named "a"'],
    ["a column without a name", "a,\n1,0\n", [], "line 1: column 2 has no name"],
    ["an empty file", "", [], "bad.csv is empty"],
    ["a header without rows", "a,b\n", [], "has a header but no rows"],
    ["an open quote", 'a,b\n"1,0\n0,1\n', [], "not readable as CSV"],
    [
      "a column that is not there",
      "a,b\n1,0\n",
      ["--id", "pid"],
      'there is no column "pid", which --id names',
    ],
    [
      "a weight that is no number",
      "a,w\n1,heavy\n",
      ["--weight", "w"],
      'line 2, column "w": "heavy" is not a weight',
    ],
    ["an empty group", "a,g\n1,\n", ["--group", "g"], 'line 2, column "g": the group is empty'],
    ["items on which all did the same", "a,b\n1,0\n1,0\n", [], "no item can be calibrated"],
    [
      "a model for right or wrong and scores above",
      "a,b\n2,0\n1,1\n0,1\n",
      [],
      "item a has scores up to 2, but 2pl",
    ],
  ];

  it.each(cases)("%s", async (_, content, options, sentence) => {
    const folder = await mkdtemp(join(place, "bad-"));
    const path = join(folder, "bad.csv");
    await writeFile(path, content);
    const run = await calibrate(path, "--model", "2pl", "--out", join(folder, "out"), ...options);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe("");
    const lines = run.stderr.trim().split("\n");
    expect(lines[lines.length - 1]).toContain(sentence);
    expect(run.stderr).not.toMatch(/\bat .*:\d+:\d+/);
    expect(await readdir(folder)).toEqual(["bad.csv"]);
  });

  it("a side file that does not fit", async () => {
    const path = await file("side.csv", "a,b\n1,0\n0,1\n");
    const sideFiles: [string, string, string][] = [
      ["--key", "item,key\nz,A\n", 'line 2, column "item": the responses have no item "z"'],
      ["--key", "item,key\na,\n", 'line 2, column "key": the key is empty'],
      ["--key", "name,key\na,A\n", 'there is no column "item"'],
      ["--models", "item,model\na,5pl\n", 'line 2, column "model": "5pl" is no model'],
      ["--models", "item,model\na,2pl\na,2pl\n", 'line 3, column "item": "a" is there a second time'],
      ["--anchor", "item,a,b1\na,one,0\n", 'line 2, column "a": "one" is not a number'],
      ["--anchor", "item,a,b1\nz,1,0\n", "none of its items is among the responses"],
    ];
    for (const [option, content, sentence] of sideFiles) {
      const side = await file("side-file.csv", content);
      const run = await calibrate(path, "--model", "2pl", "--out", join(place, "side-out"), option, side);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain(sentence);
    }
    expect(await readdir(place)).not.toContain("side-out");
  });

  it("a file that is not there, a folder that is not there, and options without meaning", async () => {
    const path = await file("fine.csv", small);
    const missing = await calibrate(join(place, "none.csv"), "--model", "2pl", "--out", join(place, "x"));
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain("There is no file");
    const nowhere = await calibrate(path, "--model", "2pl", "--out", join(place, "no", "where"));
    expect(nowhere.stderr).toContain("There is no folder");
    for (const bad of [
      ["--quadrature", "2"],
      ["--range", "-1"],
      ["--scores", "eap,best"],
      ["--missing", "maybe"],
      ["--seed", "x"],
    ]) {
      const run = await calibrate(path, "--model", "2pl", "--out", join(place, "x"), ...bad);
      expect(run.code).not.toBe(0);
      expect(run.stderr).toContain(bad[0]);
    }
    expect((await calibrate(path, "--model", "6pl", "--out", join(place, "x"))).stderr).toContain(
      "Allowed choices are rasch",
    );
    expect(await readdir(place)).not.toContain("x");
  });

  it.skipIf(process.getuid?.() === 0)("a folder that may not be written", async () => {
    const locked = join(place, "locked");
    await mkdir(locked);
    await chmod(locked, 0o555);
    const path = await file("locked.csv", small);
    const run = await calibrate(
      path,
      "--model",
      "rasch",
      "--out",
      join(locked, "out"),
      "--ignore",
      "id,region,w",
    );
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("may not be written");
  });
});
