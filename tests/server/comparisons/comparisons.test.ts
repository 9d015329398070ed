import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contingencyDif, responseData } from "../../../psychometrics/index.js";
import { finishedRun, runInput } from "../../../server/calibrations/runs.service.js";
import { compare } from "../../../server/comparisons/compare.js";
import { ComparisonModel } from "../../../server/comparisons/comparisons.model.js";
import {
  comparisonInput,
  comparisonNotices,
  openComparisonIds,
} from "../../../server/comparisons/comparisons.service.js";
import type {
  ComparisonResult,
  ComparisonRow,
  DifBody,
  Groupings,
} from "../../../server/contract/comparisons.js";
import type { LinkableRun, LinkResult } from "../../../server/contract/linking.js";
import { linkRuns } from "../../../server/linking/link-runs.js";
import type { RunResult, RunRow } from "../../../server/contract/research.js";
import type { Api } from "../../support/api.js";
import { studyData } from "../../../server/research/study-data.service.js";
import { makePackage, makeSession, storeStudy } from "../../support/make-study.js";
import { answersAt, knownItems, sit } from "../../support/sit.js";
import { startServer, type TestServer } from "../../support/start-server.js";
import { uniformFrom } from "../../support/uniform.js";
import { unzip } from "../../support/unzip.js";
import { options } from "../calibrations/known-input.js";

const pkg = makePackage({ kinds: ["choice", "choice", "trueFalseCluster"] });
const sessionSize = 31;
const hasR = spawnSync("Rscript", ["--version"]).status === 0;

let server: TestServer;
let researcher: Api;
let runId: string;
let sessions: string[];
let names: string[];

async function until<Row extends { id: string; state: string }>(path: string, id: string): Promise<Row> {
  for (;;) {
    const run = (await researcher.get<Row[]>(path)).body.find((row) => row.id === id);
    if (run && run.state !== "queued" && run.state !== "running") return run;
    await new Promise((done) => setTimeout(done, 50));
  }
}

beforeAll(async () => {
  server = await startServer();
  await storeStudy(pkg);
  const made = [
    await makeSession("small", sessionSize),
    await makeSession("small", sessionSize, { className: "9B" }),
    await makeSession("small", 3, { className: "Nguyễn Văn A", place: "Room 13" }),
  ];
  sessions = made.map(({ sessionId }) => sessionId);
  const random = uniformFrom("comparisons");
  const known = knownItems(pkg, "2pl");
  const cards = made.flatMap((session) => session.cards);
  names = cards.flatMap(({ name, code }) => [name, code]).filter((word) => word !== "");
  for (const [k, { code }] of cards.entries()) {
    const answers = answersAt(-2 + (4 * ((k * 7) % 31)) / 31, known, random);
    // The first session in Vietnamese, the second in English, the last a block in each. All practise in English.
    await sit(server.url, pkg, code, answers, (blockId) =>
      blockId === "BL1" ? (k < 31 || k >= 62 ? "vi" : "en") : blockId === "BL2" && k < 31 ? "vi" : "en",
    );
  }
  researcher = await server.login("researcher");
  const run = await researcher.post<RunRow>("/api/research/small/runs", { ...options, model: "rasch" });
  runId = run.body.id;
  expect((await until<RunRow>("/api/research/small/runs", runId)).state).toBe("done");
}, 300_000);
afterAll(() => server.close());

const askDif = (more: Partial<DifBody> = {}) =>
  researcher.post<ComparisonRow & { code?: string }>(`/api/research/runs/${runId}/dif`, {
    grouping: "session",
    reference: sessions[0],
    focal: sessions[1],
    match: "auto",
    purify: false,
    likelihoodRatio: false,
    ...more,
  });

describe("the groupings of a run", () => {
  it("are sessions and questions of few answers; groups below 30 are there without a count", async () => {
    const { body } = await researcher.get<Groupings>(`/api/research/runs/${runId}/groupings`);
    expect(body.groupSizeMin).toBe(30);
    const bySession = body.groupings.find(({ id }) => id === "session");
    expect(bySession?.groups.map(({ id, n }) => [id, n]).sort()).toEqual(
      [
        [sessions[0], sessionSize],
        [sessions[1], sessionSize],
        [sessions[2], null],
      ].sort(),
    );
    // One booklet is no grouping; the questionnaire's rows are.
    expect(body.groupings.map(({ kind }) => kind)).not.toContain("booklet");
    expect(body.groupings.some(({ kind }) => kind === "questionnaire")).toBe(true);
    for (const word of names) expect(JSON.stringify(body)).not.toContain(word);
  });

  it("are classes of 30 or more, smaller ones not even by name, places, and the language in which all blocks of the test were begun", async () => {
    const { body } = await researcher.get<Groupings>(`/api/research/runs/${runId}/groupings`);
    const groups = (id: string) =>
      body.groupings
        .find((grouping) => grouping.id === id)
        ?.groups.map(({ title, n }) => [title.en, n] as const);
    expect(groups("class")).toEqual([
      ["9A · Room 12", sessionSize],
      ["9B · Room 12", sessionSize],
    ]);
    expect(JSON.stringify(body)).not.toContain("Nguyễn Văn A");
    expect(groups("place")).toEqual([
      ["Room 12", 2 * sessionSize],
      ["Room 13", null],
    ]);
    expect(groups("language")).toEqual([
      ["Vietnamese", sessionSize],
      ["English", sessionSize],
    ]);
  });

  it("can be compared as they are known now: the language groups are the sessions that sat in it", async () => {
    const asked = await askDif({ grouping: "language", reference: "vi", focal: "en" });
    expect(asked.body.groups.map(({ id, n }) => [id, n])).toEqual([
      ["vi", sessionSize],
      ["en", sessionSize],
    ]);
    const { groupOf } = await comparisonInput(asked.body.id);
    const { personIds } = await runInput(runId);
    const sessionIdOf = await sessionOf(personIds);
    expect(groupOf).toEqual(
      personIds.map((id) => ["vi", "en", null][sessions.indexOf(sessionIdOf.get(id) ?? "")]),
    );
    await researcher.post(`/api/research/comparisons/${asked.body.id}/cancel`);
  });
});

describe("an analysis of differential functioning", () => {
  it("runs in the background and gives the library's numbers for the groups as they are", async () => {
    const asked = await askDif();
    expect(asked.status).toBe(201);
    expect(asked.body.groups.map(({ id, n }) => [id, n])).toEqual([
      [sessions[0], sessionSize],
      [sessions[1], sessionSize],
    ]);
    const done = await until<ComparisonRow>(`/api/research/runs/${runId}/comparisons`, asked.body.id);
    expect(done).toMatchObject({ state: "done", progress: 1, error: null });
    const { body } = await researcher.get<ComparisonResult>(`/api/research/comparisons/${done.id}`);
    expect(body.comparison).toEqual(done);

    const input = await runInput(runId);
    const groupOf = await sessionOf(input.personIds);
    const kept = input.personIds.flatMap((id, p) =>
      sessions.slice(0, 2).includes(groupOf.get(id) ?? "") ? [p] : [],
    );
    const expected = contingencyDif(
      responseData({
        items: input.items.map(({ itemId }) => itemId),
        rows: kept.map((p) => input.rows[p]),
        maxScores: input.items.map(({ maxScore }) => maxScore),
        groups: kept.map((p) => groupOf.get(input.personIds[p]) ?? ""),
        groupNames: sessions.slice(0, 2),
      }),
    );
    expect(body.dif?.matchedOn).toBe("score");
    expect(body.dif?.items.map(({ itemId, effectClass, p }) => [itemId, effectClass, p])).toEqual(
      expected.items.map(({ item, effectClass, mantelHaenszel, mantel }) => [
        item,
        effectClass,
        mantelHaenszel ? mantelHaenszel.corrected.p : (mantel?.p ?? null),
      ]),
    );
    for (const word of names) expect(JSON.stringify(body)).not.toContain(word);
  }, 60_000);

  it("is refused for small groups, one group twice, and groupings that are not there", async () => {
    expect((await askDif({ focal: sessions[2] })).body.code).toBe("group-too-small");
    expect((await askDif({ focal: sessions[0] })).body.code).toBe("groups-alike");
    expect((await askDif({ grouping: "names" })).body.code).toBe("grouping-not-found");
    expect((await askDif({ focal: "nobody" })).body.code).toBe("grouping-not-found");
    const nothing = await researcher.get(`/api/research/comparisons/nothing`);
    expect(nothing.body.code).toBe("comparison-not-found");
    expect((await researcher.post("/api/research/comparisons/nothing/cancel")).body.code).toBe(
      "comparison-not-found",
    );
    expect(await ComparisonModel.countDocuments({ state: { $ne: "cancelled" } })).toBe(1);
  });

  it("can be stopped while it waits, and has no result then", async () => {
    const [first] = await ComparisonModel.find({ state: "done" }).lean();
    await ComparisonModel.create({ ...first, _id: "Gwaits", state: "queued", progress: 0 });
    const { body } = await researcher.post<ComparisonRow>("/api/research/comparisons/Gwaits/cancel");
    expect(body.state).toBe("cancelled");
    expect((await researcher.get("/api/research/comparisons/Gwaits")).body.code).toBe("comparison-not-done");
    expect((await researcher.post("/api/research/comparisons/Gwaits/cancel")).body.code).toBe("run-over");
  });

  it("that a former process left unfinished is taken up again and comes to the same result", async () => {
    const first = await ComparisonModel.findOne({ state: "done" }).lean();
    const before = await researcher.get<ComparisonResult>(`/api/research/comparisons/${first?._id}`);
    await ComparisonModel.updateOne({ _id: first?._id }, { $set: { state: "running", progress: 0.4 } });
    const open = await openComparisonIds();
    expect(open).toEqual([first?._id]);
    // What a starting server does with each of them.
    comparisonNotices.emit("wanted", open[0]);
    const path = `/api/research/runs/${runId}/comparisons`;
    expect((await until<ComparisonRow>(path, open[0])).state).toBe("done");
    expect((await ComparisonModel.findById(open[0]).lean())?.attempts).toBe(2);
    const after = await researcher.get<ComparisonResult>(`/api/research/comparisons/${open[0]}`);
    expect(after.body.dif).toEqual(before.body.dif);
  }, 60_000);
});

describe("partial invariance", () => {
  const ask = (groups: string[]) =>
    researcher.post<ComparisonRow & { code?: string }>(`/api/research/runs/${runId}/invariance`, {
      grouping: "session",
      groups,
      threshold: 0.3,
      freePerRound: 1,
      responsesMin: 30,
    });

  it("runs in the background and gives the library's record", async () => {
    const asked = await ask(sessions.slice(0, 2));
    expect(asked.status).toBe(201);
    const path = `/api/research/runs/${runId}/comparisons`;
    expect((await until<ComparisonRow>(path, asked.body.id)).state).toBe("done");
    const { body } = await researcher.get<ComparisonResult>(`/api/research/comparisons/${asked.body.id}`);
    const { dif, invariance } = compare(await comparisonInput(asked.body.id), () => {});
    expect(body.dif).toBe(dif);
    expect(body.invariance).toEqual(JSON.parse(JSON.stringify(invariance)));
    expect(body.invariance?.groups.map(({ id, n }) => [id, n])).toEqual([
      [sessions[0], sessionSize],
      [sessions[1], sessionSize],
    ]);
  }, 60_000);

  it("is refused with a small group among the others, and for one group", async () => {
    expect((await ask(sessions)).body.code).toBe("group-too-small");
    expect((await ask(sessions.slice(0, 1))).status).toBe(400);
  });
});

describe("a calibration of one group", () => {
  const ask = (grouping: string, group: string) =>
    researcher.post<RunRow & { code?: string }>("/api/research/small/runs", {
      ...options,
      model: "rasch",
      testTakers: { grouping, group },
    });

  it("reads the responses of its test takers alone, and says whose they are", async () => {
    const asked = await ask("language", "en");
    expect(asked.status).toBe(201);
    expect(asked.body.group).toMatchObject({
      grouping: { en: "Language of the sitting" },
      title: { en: "English" },
    });
    const { personIds } = await runInput(asked.body.id);
    const sessionIdOf = await sessionOf(personIds);
    expect(personIds.map((id) => sessionIdOf.get(id))).toEqual(personIds.map(() => sessions[1]));
    expect(personIds).toHaveLength(sessionSize);
    await researcher.post(`/api/research/runs/${asked.body.id}/cancel`);
  });

  it("is not there for a class, whose members its estimates would tell, for a small group, and for what is no group", async () => {
    const { body } = await researcher.get<Groupings>("/api/research/small/groupings");
    expect(body.groupings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["language", "session", "place", "questionnaire"]),
    );
    expect(body.groupings.map(({ kind }) => kind)).not.toContain("class");
    const { body: ofRun } = await researcher.get<Groupings>(`/api/research/runs/${runId}/groupings`);
    const [{ id }] = ofRun.groupings.find(({ kind }) => kind === "class")?.groups ?? [];
    expect((await ask("class", id)).body.code).toBe("grouping-not-found");
    expect((await ask("session", sessions[2])).body.code).toBe("group-too-small");
    expect((await ask("language", "fr")).body.code).toBe("grouping-not-found");
  });
});

describe("a link between two runs", () => {
  it("is computed when it is asked for, from what both have kept", async () => {
    const asked = await researcher.post<RunRow>("/api/research/small/runs", { ...options, title: "2PL" });
    await until<RunRow>("/api/research/small/runs", asked.body.id);
    const { body: runs } = await researcher.get<LinkableRun[]>("/api/research/linkable-runs");
    expect(runs.map(({ id, studyTitle }) => [id, studyTitle.en])).toEqual([
      [asked.body.id, "A small study"],
      [runId, "A small study"],
    ]);
    const at = `/api/research/runs/${asked.body.id}/link/${runId}`;
    const { body } = await researcher.get<LinkResult>(`${at}?method=mean-mean&robust=1`);
    const [base, other] = await Promise.all([runId, asked.body.id].map(finishedRun));
    const unitOf = Object.fromEntries(Object.values(pkg.items).map(({ id, unitId }) => [id, unitId]));
    expect(body).toMatchObject(
      JSON.parse(
        JSON.stringify(
          linkRuns({ base: base.output, other: other.output, method: "mean-mean", isRobust: true, unitOf }),
        ),
      ) as object,
    );
    expect(body.base.id).toBe(runId);
    // Two units are too few for a jackknife of slope and shift.
    expect(body.linkError).toBeNull();
    const usual = await researcher.get<LinkResult>(at);
    expect(usual.body).toMatchObject({ method: "stocking-lord", dropped: [] });
    const unknown = await researcher.get<{ code: string }>(`${at}?method=by-eye`);
    expect(unknown.body.code).toBe("method-unknown");
  }, 60_000);

  it("is refused to itself, to a run that is not there, and where nothing is common", async () => {
    const code = async (other: string) =>
      (await researcher.get<{ code: string }>(`/api/research/runs/${runId}/link/${other}`)).body.code;
    expect(await code(runId)).toBe("runs-alike");
    expect(await code("nothing")).toBe("run-not-found");
    const apart = await researcher.post<RunRow>("/api/research/small/runs", {
      ...options,
      model: "3pl",
      withoutItems: ["BL1Q3", "BL2Q3"],
    });
    await until<RunRow>("/api/research/small/runs", apart.body.id);
    expect(await code(apart.body.id)).toBe("cannot-link");
  }, 60_000);
});

describe("the download of a run", () => {
  let files: Map<string, string>;
  const table = (name: string) => parse<Record<string, string>>(files.get(name) ?? "", { columns: true });
  const cellOf = (value: number | string | null | undefined) => (value == null ? "" : String(value));
  let results: ComparisonResult[];
  let link: LinkResult;

  beforeAll(async () => {
    const rows = (await researcher.get<ComparisonRow[]>(`/api/research/runs/${runId}/comparisons`)).body;
    results = await Promise.all(
      rows
        .filter(({ state }) => state === "done")
        .reverse()
        .map(
          async ({ id }) => (await researcher.get<ComparisonResult>(`/api/research/comparisons/${id}`)).body,
        ),
    );
    const [base] = (await researcher.get<LinkableRun[]>("/api/research/linkable-runs")).body.filter(
      ({ title }) => title === "2PL",
    );
    const at = `/api/research/runs/${runId}/link/${base.id}?method=haebara`;
    expect((await researcher.get<LinkResult>(at)).body.isKept).toBe(false);
    // Asking twice keeps it once, and what was taken out is not there.
    for (const isKept of [true, true]) link = (await researcher.put<LinkResult>(at, { isKept })).body;
    for (const isKept of [true, false]) await researcher.put(`${at}&robust=1`, { isKept });
    expect((await researcher.put(`/api/research/runs/${runId}/link/nothing`, { isKept: true })).status).toBe(
      404,
    );
    const answer = await fetch(`${server.url}/api/research/small/download?runId=${runId}`, {
      headers: { Authorization: `Bearer ${researcher.token}` },
    });
    files = await unzip(new Uint8Array(await answer.arrayBuffer()));
  }, 60_000);

  it("has every comparison with its groups, and DIF and invariance item by item as the desk shows them", () => {
    expect(results.map(({ comparison }) => comparison.ask.kind)).toEqual(["dif", "invariance"]);
    const [{ dif, comparison }, { invariance }] = results;
    expect(table("comparisons.csv").map(({ kind, grouping }) => [kind, grouping])).toEqual([
      ["dif", "session"],
      ["invariance", "session"],
    ]);
    expect(table("comparison_groups.csv").map(({ role, n, mean }) => [role, n, mean])).toEqual([
      ["reference", "31", cellOf(dif?.groups[0].mean)],
      ["focal", "31", cellOf(dif?.groups[1].mean)],
      ["group", "31", cellOf(invariance?.groups[0].mean)],
      ["group", "31", cellOf(invariance?.groups[1].mean)],
    ]);
    expect(
      table("dif.csv").map((row) => [row.comparison, row.item, row.ets_class, row.d_dif, row.p]),
    ).toEqual(
      dif?.items.map(({ itemId, effectClass, delta, p }) =>
        [comparison.id, itemId, effectClass, delta, p].map(cellOf),
      ),
    );
    expect(
      table("invariance_items.csv").map(({ item, group, state, rmsd }) => [item, group, state, rmsd]),
    ).toEqual(
      invariance?.items.flatMap(({ itemId, cells }) =>
        cells.map(({ state, rmsd }, g) => [itemId, sessions[g], state, cellOf(rmsd)]),
      ),
    );
    expect(table("invariance_rounds.csv")).toHaveLength(invariance?.rounds.length ?? -1);
    expect(table("invariance_steps.csv")).toHaveLength(invariance?.steps.length ?? -1);
  });

  it("has the links that were put into it, once each, and the fit", async () => {
    expect(link.isKept).toBe(true);
    expect(table("links.csv")).toMatchObject([
      {
        method: "haebara",
        robust: "0",
        slope: cellOf(link.slope),
        se_slope: cellOf(link.standardErrors?.slope),
      },
    ]);
    expect(table("link_items.csv").map(({ item, difference }) => [item, difference])).toEqual(
      link.items.map(({ itemId, difference }) => [itemId, cellOf(difference)]),
    );
    expect(table("link_methods.csv").map(({ method, intercept }) => [method, intercept])).toEqual(
      link.methods.map(({ method, intercept }) => [method, cellOf(intercept)]),
    );
    const { fit } = (await researcher.get<RunResult>(`/api/research/runs/${runId}`)).body;
    expect(table("model_fit.csv")).toMatchObject([
      { bic: cellOf(fit?.criteria.bic), m2: cellOf(fit?.whole.m2) },
    ]);
    expect(table("item_fit.csv").map((row) => row.s_x2_p_adjusted)).toEqual(
      fit?.items.map(({ sx2AdjustedP }) => cellOf(sx2AdjustedP)),
    );
    expect(table("q3.csv").map(({ q3 }) => q3)).toEqual(fit?.q3?.pairs.map(({ q3 }) => cellOf(q3)));
  });

  it("explains each of their variables in the codebook and each file in the README, and names no test taker", () => {
    const known = new Set(table("codebook.csv").map(({ file, variable }) => `${file}/${variable}`));
    const own = [...files.keys()].filter((name) =>
      /^(comparison|dif|invariance|link|model_fit|item_fit|q3)/.test(name),
    );
    expect(own).toHaveLength(12);
    for (const name of own) {
      for (const variable of Object.keys(table(name)[0] ?? {}))
        expect(known).toContain(`${name}/${variable}`);
      expect(files.get("README.md")).toContain(`\`${name}\``);
      for (const word of names) expect(files.get(name)).not.toContain(word);
    }
  });

  it.skipIf(!hasR)(
    "is read by R, each table a data frame (skipped where R is not installed)",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "khao-r-"));
      try {
        for (const [name, text] of files) writeFileSync(join(folder, name), text);
        const script = [
          "options(warn = 2)",
          'source("read.R")',
          "stopifnot(is.numeric(dif$d_dif), nrow(dif) == 6, is.numeric(links$slope))",
          "both <- merge(dif, comparisons, by = 'comparison')",
          "stopifnot(nrow(both) == 6, all(both$kind == 'dif'), nrow(invariance_items) == 12)",
        ].join("\n");
        const { stderr, status } = spawnSync("Rscript", ["-e", script], { cwd: folder, encoding: "utf8" });
        expect(stderr).toBe("");
        expect(status).toBe(0);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    60_000,
  );
});

async function sessionOf(ids: readonly string[]): Promise<Map<string, string>> {
  const { sittings } = await studyData("small");
  return new Map(
    sittings
      .filter(({ testTakerId }) => ids.includes(testTakerId))
      .map(({ testTakerId, sessionId }) => [testTakerId, sessionId]),
  );
}
