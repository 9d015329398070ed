import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
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
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";
import { calibrate, small } from "./calibrate-files.js";

const place = temporaryFolder("khao-calibrate");
const file = fileIn(place);
const program = builtProgram("server/cli/khao");

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
    expect(refused.stderr).toContain("câu a có điểm đến 2, nhưng rasch chỉ dành cho đúng hoặc sai");
  });

  it("says which test takers the classical statistics rest on, in the language of the command", async () => {
    const said = async (name: string, rows: string, ...options: string[]) => {
      const run = await calibrate(
        ...[await file(`${name}.csv`, `x,a,b,c\n${rows}\n`), "--model", "rasch", ...options],
        ...["--out", join(place, `basis-${name}`)],
      );
      return run.stderr.split("\n").find((line) => /^(?:Classical statistics|Thống kê cổ điển)/u.test(line));
    };
    const ignored = ["--ignore", "x"];
    const whole = "1,1,0,1\n0,0,1,0\n1,1,1,0\n0,0,0,1";
    expect(await said("whole", whole, ...ignored)).toBe(
      "Classical statistics: over all 4 test takers, each with a score on every item.",
    );
    // Two of four are complete, then one.
    expect(await said("half", "1,1,0,1\n0,0,1,0\n1,1,1,\n0,0,,1", ...ignored)).toBe(
      "Classical statistics: over the 2 of 4 test takers with a score on every item (complete cases, taken where they are half or more).",
    );
    const booklets = "1,1,0,1\n0,0,1,\n1,1,1,\n0,0,,1";
    expect(await said("fewer", booklets, "--regressors", "x")).toBe(
      "Classical statistics: over all 4 test takers with the items presented to each, for fewer than half have a score on every item; totals are shares of the highest sum possible.",
    );
    speak("vi");
    const vietnamese = await said("vi", booklets, ...ignored).finally(() => speak("en"));
    expect(vietnamese).toMatch(
      /^Thống kê cổ điển: tính trên cả 4 thí sinh, .* chưa đến một nửa có điểm ở mọi câu/u,
    );
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
