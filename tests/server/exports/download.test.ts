import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/analyse.js";
import type { CodingTask } from "../../../server/contract/coding.js";
import type { ClassicalTable } from "../../../server/contract/classical.js";
import type { RunRow } from "../../../server/contract/research.js";
import type { StudyPackage } from "../../../server/studies/package.js";
import { studyPackage } from "../../../server/studies/studies.service.js";
import { cardsOfSession } from "../../../server/test-takers/test-takers.service.js";
import { options } from "../../support/analysis-options.js";
import type { Api } from "../../support/api.js";
import { answersAt, knownItems, sit } from "../../support/sit.js";
import { jobDone } from "../../support/job-over.js";
import { hasPspp, readByPspp } from "../../support/read-by-pspp.js";
import { hasR, readByR } from "../../support/read-by-r.js";
import { runCommand } from "../../support/run-command.js";
import { startServer, type TestServer } from "../../support/start-server.js";
import { uniformFrom } from "../../support/uniform.js";
import { unzip } from "../../support/unzip.js";

let server: TestServer;
let researcher: Api;
let pkg: StudyPackage;
let files: Map<string, string>;
let secrets: string[];
let classical: ClassicalTable;

type Row = Record<string, string>;
const table = (name: string): Row[] => parse<Row>(files.get(name) ?? "", { columns: true, bom: false });
const numbers = (rows: Row[], column: string): number[] =>
  rows.flatMap((row) => (row[column] === "" ? [] : [Number(row[column])]));

async function download(query = ""): Promise<Response> {
  return fetch(`${server.url}/api/research/demo/download${query}`, {
    headers: { Authorization: `Bearer ${researcher.token}` },
  });
}

/** The demo's students sit their booklets; each leaves out something, and the last third of a block now and then. */
beforeAll(async () => {
  server = await startServer({ demo: true });
  pkg = await studyPackage("demo");
  const cards = (await cardsOfSession("demo-room")).slice(0, 21);
  secrets = cards.flatMap(({ name, code }) => [name, code, code.replace("-", "")]);
  const random = uniformFrom("download");
  const known = knownItems(pkg, "2pl");
  for (const [k, { code }] of cards.entries()) {
    const answers = answersAt(-2 + (4 * k) / cards.length, known, random);
    await sit(server.url, pkg, code, (item, at) =>
      random() < 0.08 || (k % 5 === 0 && at.index > 4 && at.blockId !== "PRB1") ? null : answers(item, at),
    );
  }
  researcher = await server.login("researcher", "a-researcher");
  const coder = await server.login("coder", "a-coder");
  const path = "/api/coding/demo/items/KM103Q02/next";
  for (;;) {
    const task = (await coder.get<CodingTask | null>(path)).body;
    if (!task) break;
    await coder.put(`/api/coding/tasks/${task.taskId}`, { code: task.rubric.codes[0].code, comment: "" });
  }
  const run = (await researcher.post<RunRow>("/api/research/demo/runs", { ...options, model: "rasch" })).body;
  await jobDone<RunRow>(researcher, "/api/research/demo/runs", run.id);
  classical = (await researcher.get<ClassicalTable>("/api/research/demo/classical")).body;
  files = await unzip(new Uint8Array(await (await download()).arrayBuffer()));
}, 400_000);
afterAll(() => server.close());

describe("the download", () => {
  it("has every file that its README names, and each is what its checksum says", () => {
    const checksums = (files.get("checksums.sha256") ?? "").trim().split("\n");
    expect(checksums).toHaveLength(files.size - 1);
    for (const line of checksums) {
      const [hash, name] = line.split("  ");
      expect(createHash("sha256").update(files.get(name)!).digest("hex"), name).toBe(hash);
      if (name.endsWith(".csv")) expect(files.get("README.md")).toContain(`\`${name}\``);
    }
  });

  it("has no name, no login code and no login of staff in it", () => {
    for (const [name, text] of files) {
      for (const secret of [...secrets, "a-coder"])
        expect(text.includes(secret), `${secret} in ${name}`).toBe(false);
    }
  });

  it("has a row per finished sitting under the same pseudonymous ids in every wide file", () => {
    const ids = table("sittings.csv").map(({ id }) => id);
    expect(ids).toHaveLength(21);
    expect(new Set(ids).size).toBe(21);
    for (const name of ["responses_raw.csv", "responses_scored.csv", "responses_status.csv", "timings.csv"]) {
      expect(
        table(name).map(({ id }) => id),
        name,
      ).toEqual(ids);
    }
    expect(table("person_estimates.csv").map(({ id }) => id)).toEqual(ids);
  });

  it("says in which language each sitting was begun", () => {
    expect(new Set(table("sittings.csv").map(({ language }) => language))).toEqual(new Set(["en"]));
  });

  it("gives the proportions of classical.csv again from the scored responses", () => {
    const scored = table("responses_scored.csv");
    const rows = table("classical.csv");
    expect(rows.length).toBe(classical.items.length);
    for (const { item, n, proportion_correct } of rows) {
      const scores = numbers(scored, item);
      expect(scores).toHaveLength(Number(n));
      if (scores.length === 0) continue;
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      expect(Number(proportion_correct)).toBeCloseTo(mean / pkg.items[item].maxScore, 12);
    }
  });

  it("says of every empty score why it is empty", () => {
    const scored = table("responses_scored.csv");
    const status = table("responses_status.csv");
    const seen = new Set<string>();
    scored.forEach((row, k) => {
      for (const { itemId } of classical.items) {
        const why = status[k][`${itemId}_M`];
        seen.add(why);
        if (row[itemId] === "") expect(["", "2", "9"]).toContain(why);
        else if (why === "8") expect(row[itemId]).toBe("0");
        else expect(why).toBe("1");
      }
    });
    expect([...seen].sort()).toEqual(["", "1", "2", "8", "9"]);
  });

  it("scores what coders coded", () => {
    const codes = table("codes.csv").filter(({ item }) => item === "KM103Q02");
    expect(codes.length).toBeGreaterThan(0);
    const scored = new Map(table("responses_scored.csv").map((row) => [row.id, row]));
    const rubric = pkg.items.KM103Q02.rubric!.codes;
    for (const { id, final } of codes) {
      expect(scored.get(id)?.KM103Q02).toBe(String(rubric.find(({ code }) => code === final)?.score));
    }
  });

  it("explains every variable of every file in the codebook", () => {
    const known = new Set(table("codebook.csv").map(({ file, variable }) => `${file}/${variable}`));
    for (const [name, text] of files) {
      if (!name.endsWith(".csv") || name === "codebook.csv") continue;
      const [header]: string[][] = parse(text, { to: 1 });
      for (const variable of header) expect(known, `${name}/${variable}`).toContain(`${name}/${variable}`);
      expect(new Set(header.map((each) => each.toUpperCase())).size, name).toBe(header.length);
    }
  });

  it("names an item's framework, domain and process in both languages in the codebook", () => {
    const ofItem = table("codebook.csv").filter(({ item }) => item === "KM101Q01");
    expect(ofItem.length).toBeGreaterThan(0);
    for (const line of ofItem) {
      expect(line).toMatchObject({
        framework: "pisa-2022",
        domain: "change-and-relationships",
        domain_vi: "Thay đổi và các mối quan hệ",
        domain_en: "Change and relationships",
      });
      expect(line.process_vi).not.toBe(line.process_en);
    }
    expect(table("codebook.csv").find(({ variable }) => variable === "booklet")).toMatchObject({
      domain: "",
    });
  });

  it("holds every entry of the log, as it was sent", () => {
    const events = table("events.csv");
    const ids = new Set(table("sittings.csv").map(({ id }) => id));
    for (const { id } of events) expect(ids).toContain(id);
    const first = events.filter(({ id }) => id === events[0].id).map(({ sequence }) => Number(sequence));
    expect(first).toEqual(first.map((_, k) => k));
  });

  it("describes the calibration it carries", () => {
    const run = JSON.parse(files.get("run.json") ?? "{}") as Record<string, never>;
    expect(run).toMatchObject({ options: { model: "rasch" }, summary: { converged: true } });
    expect(table("item_parameters.csv").every(({ a }) => a === "1")).toBe(true);
  });

  it("is calibrated again by khao analyse with the files in it, and gives the same numbers", async () => {
    const folder = mkdtempSync(join(tmpdir(), "khao-again-"));
    try {
      for (const name of ["analysis.json", "calibration_scores.csv"])
        writeFileSync(join(folder, name), files.get(name)!);
      const out = join(folder, "results");
      const { code, said } = await runCommand(
        [register],
        ["analyse", join(folder, "analysis.json"), "--out", out],
      );
      expect(said).toContain("onverged");
      expect(code).toBe(0);
      const again = (name: string) =>
        parse<Row>(readFileSync(join(out, name), "utf8"), { columns: true }).filter(({ a }) => a !== "");
      const same = (ours: string, theirs: string) =>
        ours === "" ? expect(theirs).toBe("") : expect(Number(theirs)).toBeCloseTo(Number(ours), 8);
      const items = again("items.csv");
      expect(items.length).toBe(table("item_parameters.csv").length);
      table("item_parameters.csv").forEach((row, i) => {
        expect(items[i].item).toBe(row.item);
        for (const column of ["a", "b1", "b2", "se_b1", "se_b2"]) same(row[column], items[i][column]);
      });
      const persons = again("persons.csv");
      table("person_estimates.csv").forEach((row, p) => {
        expect(persons[p].id).toBe(row.id);
        for (const column of ["raw", "eap", "se_eap", "wle", "se_wle"]) same(row[column], persons[p][column]);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it("has the analysis file that the form of a calibration saves, with the scores as they are now", async () => {
    const saved = (body: object) =>
      fetch(`${server.url}/api/research/demo/analysis`, {
        method: "POST",
        headers: { Authorization: `Bearer ${researcher.token}`, "Content-Type": "application/json" },
        body: JSON.stringify({ ...options, model: "rasch", ...body }),
      });
    const answer = await saved({});
    expect(answer.headers.get("content-disposition")).toContain("khao-demo-analysis.zip");
    const own = await unzip(new Uint8Array(await answer.arrayBuffer()));
    expect([...own.keys()].sort()).toEqual(["analysis.json", "calibration_scores.csv", "checksums.sha256"]);
    for (const name of ["analysis.json", "calibration_scores.csv"])
      expect(own.get(name)).toBe(files.get(name));
    expect((await saved({ subjects: ["nothing"] })).status).toBe(409);
  });

  it("answers in words for a run that is not there, and sends no half zip", async () => {
    const answer = await download("?runId=nothing");
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toContain("json");
  });

  it.skipIf(!hasR)(
    "is read by R without a warning (skipped where R is not installed)",
    () => {
      const { status, stdout, stderr } = readByR(files, [
        'classical <- read_table("classical.csv")',
        "stopifnot(isTRUE(all.equal(unname(proportion_correct), classical$proportion_correct)))",
        "stopifnot(nrow(scores) == 21, is.numeric(scores), nrow(person_estimates) == 21)",
        "stopifnot(is.factor(questionnaire[[3]]), !anyNA(levels(questionnaire[[3]])))",
        'cat("read", ncol(scores), "items\\n")',
      ]);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(stdout).toContain(`read ${classical.items.length} items`);
    },
    120_000,
  );

  it.skipIf(!hasPspp)(
    "is read by PSPP, as by SPSS, without a warning, every table of it, cell for cell (skipped where PSPP is not installed)",
    () => {
      const names = [...files.keys()]
        .filter((name) => name.endsWith(".csv") && name !== "codebook.csv" && table(name).length > 0)
        .map((name) => name.slice(0, -4));
      for (const language of ["vi", "en"]) {
        const asked = language === "vi" ? names : [];
        const { said, status, rows } = readByPspp(files, `read_${language}.sps`, asked);
        expect(said).not.toMatch(/warning|error|note:/i);
        expect(status).toBe(0);
        expect(said).toContain("Descriptive Statistics");
        for (const name of asked) {
          const ours = table(`${name}.csv`);
          const [header, ...theirs] = rows[name];
          expect(theirs.length, name).toBe(ours.length);
          for (const [variable, column] of Object.keys(ours[0]).map(
            (each) => [each, header.indexOf(each)] as const,
          )) {
            // Times are dates there, and a reserved word has another name; the syntax's own tests look at both.
            if (column < 0 || /_at$|^at$/.test(variable)) continue;
            for (const [k, row] of ours.entries()) {
              const [mine, back] = [row[variable], theirs[k][column].trim()];
              if (mine !== "" && back !== mine.trim())
                expect(Number(back), `${name}/${variable}`).toBe(Number(mine));
              if (mine === "") expect(back, `${name}/${variable}`).toBe("");
            }
          }
        }
      }
    },
    120_000,
  );
});
