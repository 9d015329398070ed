import { spawn } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/calibrate.js";
import { speak } from "../../../server/terminal/words.js";
import { builtProgram } from "../../support/built-programs.js";
import {
  fixture,
  hasShared,
  largestDifference,
  needsShared,
  readTable,
  shared,
} from "../../support/psychometric-fixtures.js";
import { readForm } from "../../../server/cli/files/read-form.js";
import { runCommand } from "../../support/run-command.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const program = builtProgram("server/cli/khao");
const place = temporaryFolder("khao-calibrate");

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `khao calibrate` as a researcher does, in a program of its own. */
function calibrateApart(...args: string[]): Promise<Run> {
  return new Promise((end, fail) => {
    const child = spawn(process.execPath, [program, "calibrate", ...args], {
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

  it("speaks its notes and refusals in the language of the command; a note's code is the same in both", async () => {
    const path = await file("two-languages.csv", small);
    const how = ["--id", "id", "--ignore", "region,w", "--model", "rasch"];
    const notesOf = async (out: string): Promise<Record<string, string>[]> => {
      expect((await calibrate(path, ...how, "--out", join(place, out))).code).toBe(0);
      return readTable(join(place, out, "notes.csv"));
    };
    const english = await notesOf("in-english");
    speak("vi");
    const [vietnamese, refused] = await Promise.resolve()
      .then(
        async () =>
          [
            await notesOf("in-vietnamese"),
            await calibrate(
              await file("third.csv", "a,b\n2,0\n1,1\n0,1\n"),
              "--model",
              "rasch",
              "--out",
              join(place, "third"),
            ),
          ] as const,
      )
      .finally(() => speak("en"));
    expect(vietnamese.map(({ code }) => code)).toEqual(english.map(({ code }) => code));
    const about = (rows: Record<string, string>[]) => rows.find(({ code }) => code === "likelihood-rises-up");
    expect(about(english)?.note).toBe(
      "There is no finite estimate: the likelihood is highest at the highest ability.",
    );
    expect(about(vietnamese)?.note).toBe(
      "Không có ước lượng hữu hạn: hàm hợp lí lớn nhất ở năng lực cao nhất.",
    );
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      "không hiệu chỉnh được: câu a có điểm đến 2, nhưng rasch chỉ dành cho đúng hoặc sai",
    );
  });

  it("uses ids, groups, weights and columns that are no items, and only the estimates asked for", async () => {
    const out = join(place, "groups");
    // As spreadsheets write it in some countries: a name in quotes may have a comma.
    const text = small.replaceAll(",", ";").replace(";region;", ';"vùng, miền";');
    const path = await file("groups.csv", `\uFEFF${text}`);
    const options = [
      "--id",
      "id",
      "--group",
      "vùng, miền",
      "--weight",
      "w",
      "--ignore",
      "c",
      "--scores",
      "eap",
    ];
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

  it("says whose weight carries everything", async () => {
    const rows = Array.from(
      { length: 40 },
      (_, p) => `p${p},${p === 5 ? "1e300" : 1},${p % 2},${(p >> 1) % 2},${p % 3 ? 1 : 0}`,
    );
    const path = await file("heavy.csv", `id,w,a,b,c\n${rows.join("\n")}\n`);
    const out = join(place, "heavy");
    await calibrate(path, "--model", "rasch", "--id", "id", "--weight", "w", "--out", out);
    const notes = await readFile(join(out, "notes.csv"), "utf8");
    expect(notes).toContain("test taker p5 alone has 100.0 % of all weights");
    const even = join(place, "even");
    await calibrate(path, "--model", "rasch", "--id", "id", "--ignore", "w", "--out", even);
    expect(await readFile(join(even, "notes.csv"), "utf8")).not.toContain("of all weights");
  });

  it("takes the reference group that is named, says which it is, and that it is small", async () => {
    const path = await file("reference.csv", small);
    const common = ["--model", "rasch", "--id", "id", "--group", "region", "--weight", "w"];
    const first = await calibrate(path, ...common, "--out", join(place, "by-name"));
    expect(first.stderr + first.stdout).toContain("Reference group: N (4 test takers)");
    const out = join(place, "named");
    const named = await calibrate(path, ...common, "--reference", "S", "--out", out);
    expect(named).toMatchObject({ code: 0 });
    expect(named.stderr + named.stdout).toContain("Reference group: S (4 test takers)");
    expect(readTable(join(out, "groups.csv")).map(({ group, se_mean }) => [group, se_mean === ""])).toEqual([
      ["S", true],
      ["N", false],
    ]);
    expect(JSON.parse(await readFile(join(out, "summary.json"), "utf8")).reference_group).toBe("S");
    expect(await readFile(join(out, "notes.csv"), "utf8")).toContain("Group S is the reference");
    // Anchors hold the scale: then no group does.
    const anchor = ["--anchor", join(out, "items.csv"), "--out", join(place, "anchored")];
    const anchored = await calibrate(path, ...common, ...anchor);
    expect(anchored.code).toBe(0);
    expect(anchored.stderr + anchored.stdout).not.toContain("Reference group");
    const never = ["--out", join(place, "never")];
    const stray = await calibrate(path, ...common, "--reference", "W", ...never);
    expect(stray.stderr).toContain(
      'reference.csv: "W", which is to be the reference, is no group; there are N, S.',
    );
    const alone = await calibrate(
      path,
      "--model",
      "rasch",
      "--ignore",
      "id,region,w",
      "--reference",
      "S",
      ...never,
    );
    expect(alone.stderr).toContain("There are no groups of which S could be the reference");
    await expect(readdir(join(place, "never"))).rejects.toThrow("ENOENT");
  });

  it("refuses two rows of one id, and takes them where it is no id", async () => {
    const path = await file("twice.csv", `${small}1,N,1,0,1,0\n`);
    const out = join(place, "twice");
    const options = ["--model", "rasch", "--group", "region", "--weight", "w", "--out", out];
    const run = await calibrate(path, ...options, "--id", "id");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('twice.csv, line 10, column "id": the id "1" was in line 2 already');
    await expect(readdir(out)).rejects.toThrow("ENOENT");
    const empty = await file("empty-id.csv", `${small},N,1,0,1,0\n`);
    expect((await calibrate(empty, ...options, "--id", "id")).stderr).toContain("the id is empty");
    expect(await calibrate(path, ...options, "--ignore", "id")).toMatchObject({ code: 0 });
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
    const inGroups = await file(
      "parts.csv",
      "item,a,b1,groups\nItem1,1,-2,north\nItem1,1,-1,south\nItem2,1,0,south\n",
    );
    const fourth = await calibrate(
      ...[
        fixture("lsat7/data.csv"),
        "--model",
        "rasch",
        "--anchor",
        inGroups,
        "--out",
        join(place, "fourth"),
      ],
    );
    expect(fourth.stderr).toContain("count as in group north: Item1.");
    expect(fourth.stderr).toContain("having parameters in other groups than north only: Item2.");
    expect(readTable(join(place, "fourth", "items.csv"))[0]).toMatchObject({ b1: "-2", se_a: "" });
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

  it("names the scores of an item whose categories are not 0 to m, and reads them where its parameters are given", async () => {
    const [header = "", ...rows] = (await readFile(fixture("lsat7/data.csv"), "utf8")).trim().split("\n");
    const doubled = rows.map((row) => row.replace(/^1/u, "2"));
    const path = await file("gap.csv", `${[header, ...doubled].join("\n")}\n`);
    const first = join(place, "gap");
    await calibrate(path, "--model", "gpcm", "--scores", "eap", "--out", first);
    const items = readTable(join(first, "items.csv"));
    expect(items.map(({ max_score, scores }) => [max_score, scores])).toEqual([
      ["2", "0 2"],
      ...[2, 3, 4, 5].map(() => ["1", ""]),
    ]);
    const again = join(place, "gap-again");
    await calibrate(path, "--model", "gpcm", "--anchor", join(first, "items.csv"), "--out", again);
    expect(readTable(join(again, "items.csv"))[0]).toMatchObject({ scores: "0 2" });
    const { form } = await readForm(first, "gpcm");
    expect(form.items[0]?.scoreValues).toEqual([0, 2]);
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
    expect(fit.get("m2_star")?.value).toBe(fit.get("m2")?.value);
    const [item] = rows("grouped-fit.csv");
    expect(item).toMatchObject({
      item: "Item1",
      n: "1000",
      ability_groups: "7",
      df: "5",
      pv_q1_df: "8",
      note: "X2 and G2 are far too large on tests as short as this (5 items): take PV-Q1",
    });
    expect(Number(item.pv_q1_p)).toBeGreaterThan(0.1);
    expect(rows("pairs.csv")).toHaveLength(10);
    expect(rows("deviations.csv").map((row) => row.weighted_n)).toEqual(Array(5).fill("1000"));
    expect(rows("conditional-errors.csv")).toHaveLength(6);
    for (const name of ["reliability.csv", "model-fit.csv", "grouped-fit.csv", "pairs.csv", "deviations.csv"])
      expect(JSON.stringify(rows(name))).not.toContain("NaN");
  });

  it("gives the fit of a model of several groups, and each group's own residuals", async () => {
    const out = join(place, "groups-fit");
    const path = fixture("sim-dif/data.csv");
    const run = await calibrate(path, "--model", "2pl", "--group", "focal", "--out", out, "--diagnostics");
    expect(run.code).toBe(0);
    const fit = new Map(
      readTable(join(out, "model-fit.csv")).map((row) => [
        [row.statistic, row.group].join(" ").trim(),
        Number(row.value),
      ]),
    );
    // At mirt's parameters 590.653 (see tests/psychometrics/fit/limited-information-groups.test.ts).
    expect(Math.abs((fit.get("m2") ?? 0) - 590.653)).toBeLessThan(0.05);
    expect(fit.get("m2_df")).toBe(378);
    for (const name of ["m2_rmsea", "m2_srmsr", "m2_srmsr 0", "m2_srmsr 1", "m2_tli", "m2_cfi"])
      expect(fit.get(name)).toBeGreaterThan(0.02);
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
