import { io } from "socket.io-client";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listLabel } from "../../../item-bank/text/list-label.js";
import { analyse } from "../../../server/calibrations/analysis.js";
import type { AnalysisInput } from "../../../server/calibrations/analysis-input.js";
import {
  RunInputModel,
  RunModel,
  RunOutputModel,
  type RunRecord,
} from "../../../server/calibrations/runs.model.js";
import { runNotices } from "../../../server/calibrations/runs.service.js";
import type { RunRow, StudyOverview } from "../../../server/contract/research.js";
import type { RunResult } from "../../../server/contract/run-result.js";
import { options } from "../../support/analysis-options.js";
import { makeApi, type Api } from "../../support/api.js";
import { seal } from "../../../server/studies/package.js";
import { jobOver } from "../../support/job-over.js";
import { makePackage, makeSession, storeStudy } from "../../support/make-study.js";
import { freePort, startServerProcess } from "../../support/server-process.js";
import { answersAt, knownItems, sit } from "../../support/sit.js";
import { startServer, type TestServer } from "../../support/start-server.js";
import { uniformFrom } from "../../support/uniform.js";
import { knownInput } from "./known-input.js";

const pkg = makePackage({ kinds: ["choice", "choice", "trueFalseCluster"] });
const studentCount = 40;

let server: TestServer;
let researcher: Api;
beforeAll(async () => {
  server = await startServer();
  await storeStudy(pkg);
  const { cards } = await makeSession("small", studentCount);
  const random = uniformFrom("calibrations");
  const known = knownItems(pkg, "2pl");
  for (const [k, { code }] of cards.entries()) {
    await sit(server.url, pkg, code, answersAt(-2 + (4 * k) / studentCount, known, random));
  }
  researcher = await server.login("researcher");
}, 300_000);
afterAll(() => server.close());

const ask = (more: Partial<typeof options> = {}) =>
  researcher.post<RunRow & { code?: string }>("/api/research/small/runs", { ...options, ...more });

const over = (api: Api, runId: string) => jobOver<RunRow>(api, "/api/research/small/runs", runId);

const zip = promisify(gzip);

/** A run whose calibration takes some seconds, as if it had been asked for. */
async function storeRun(id: string, input: AnalysisInput): Promise<void> {
  await RunInputModel.create({ _id: id, json: await zip(JSON.stringify(input)) });
  await RunModel.create(runRecord(id, input.options));
}

function runRecord(id: string, asked: RunRecord["options"]): RunRecord {
  return {
    _id: id,
    studyId: "small",
    title: id,
    state: "queued",
    progress: 0,
    step: { vi: "", en: "" },
    options: asked,
    createdAt: new Date(),
    startedAt: null,
    finishedAt: null,
    seconds: null,
    programVersion: "0",
    dataHash: "0",
    error: null,
    createdBy: "researcher",
    attempts: 0,
  };
}

describe("the overview", () => {
  it("has counts that add up", async () => {
    const { body } = await researcher.get<StudyOverview>("/api/research/small/overview");
    const { total, notStarted, inProgress, submitted, ended } = body.testTakers;
    expect(notStarted + inProgress + submitted + ended).toBe(total);
    expect(submitted).toBe(studentCount);
    const { presented, answered, omitted, notReached } = body.cells;
    expect(answered + omitted + notReached).toBe(presented);
    expect(presented).toBe(studentCount * 7);
    expect(body.items.reduce((sum, item) => sum + item.presented, 0)).toBe(presented);
    expect(body.items.map(({ itemId }) => itemId)).not.toContain("PRAQ1");
  });
});

describe("a calibration", () => {
  it("runs in the background, says how far it is, and gives what its plots need", async () => {
    const socket = io(`${server.url}/staff`, { auth: { token: researcher.token, language: "en" } });
    const told: RunRow[] = [];
    socket.on("run:progress", (_studyId: string, run: RunRow) => told.push(run));
    const joined = await new Promise<{ ok: boolean }>((answer) => {
      socket.emit("runs:join", "small", answer);
    });
    expect(joined.ok).toBe(true);
    const asked = await ask();
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({ state: "queued", error: null });
    expect(asked.body.dataHash).toMatch(/^[0-9a-f]{64}$/);
    const run = await over(researcher, asked.body.id);
    expect(run).toMatchObject({ state: "done", progress: 1 });
    // By the socket it may come later than by the answer to a request.
    await expect
      .poll(() => told.map(({ state }) => state), { timeout: 50_000 })
      .toEqual(expect.arrayContaining(["running", "done"]));
    socket.close();

    const { status, body } = await researcher.get<RunResult>(`/api/research/runs/${asked.body.id}`);
    expect(status).toBe(200);
    expect(body.summary).toMatchObject({ personCount: studentCount, itemCount: 6, converged: true });
    expect(body.items.map(({ itemId, model }) => [itemId, model])).toEqual([
      ["BL1Q1", "2pl"],
      ["BL1Q2", "2pl"],
      ["BL1Q3", "gpcm"],
      ["BL2Q1", "2pl"],
      ["BL2Q2", "2pl"],
      ["BL2Q3", "gpcm"],
    ]);
    for (const { curve, maxScore, empirical } of body.items) {
      expect(curve.theta).toHaveLength(121);
      expect(curve.probabilities).toHaveLength(maxScore + 1);
      curve.theta.forEach((_, q) => {
        expect(curve.probabilities.reduce((sum, line) => sum + line[q], 0)).toBeCloseTo(1, 9);
      });
      expect(empirical.reduce((sum, { n }) => sum + n, 0)).toBe(studentCount);
    }
    expect(body.personBins.reduce((sum, { count }) => sum + count, 0)).toBe(studentCount);
    for (const { from, to } of body.personBins) expect(to - from).toBeCloseTo(0.25, 9);
  }, 120_000);

  it("gives the same result and the same data hash when asked again", async () => {
    const [first, second] = [await ask({ model: "rasch" }), await ask({ model: "rasch" })];
    for (const { body } of [first, second]) expect((await over(researcher, body.id)).state).toBe("done");
    expect(second.body.dataHash).toBe(first.body.dataHash);
    const [one, other] = await Promise.all(
      [first, second].map(({ body }) => researcher.get<RunResult>(`/api/research/runs/${body.id}`)),
    );
    expect(other.body.items).toEqual(one.body.items);
    expect(other.body.summary).toEqual(one.body.summary);
    expect(one.body.items[0].slope).toBe(1);
  }, 120_000);

  it("is refused where there is too little to calibrate, and with options that mean nothing", async () => {
    const nothing = await ask({ subjects: ["science"] });
    expect(nothing.status).toBe(409);
    expect(nothing.body.code).toBe("nothing-to-calibrate");
    expect((await ask({ quadratureNodes: 3 })).status).toBe(400);
    expect((await ask({ omitted: { $ne: "" } as never })).status).toBe(400);
  });

  it("is refused where no test taker connects its parts, by the items' names in either language, unless that is accepted", async () => {
    const { hash: _, ...whole } = makePackage({ studyId: "apart", kinds: ["choice", "choice"] });
    const booklets = Object.fromEntries(
      ["BL1", "BL2"].map((id, k) => [
        `BOOKLET${k + 1}`,
        { id: `BOOKLET${k + 1}`, title: whole.booklets.BOOKLET1.title, blockIds: [id] },
      ]),
    );
    const apart = seal({ ...whole, booklets });
    await storeStudy(apart);
    const { cards } = await makeSession("apart", 6);
    const random = uniformFrom("apart");
    const known = knownItems(apart, "rasch");
    for (const [k, { code }] of cards.entries())
      await sit(server.url, apart, code, answersAt(k % 2 ? 2 : -2, known, random));
    const askApart = (more: Partial<typeof options> = {}) =>
      researcher.post<RunRow & { code?: string; message?: string }>("/api/research/apart/runs", {
        ...options,
        model: "rasch",
        ...more,
      });
    // Both parts have three test takers, and which of them counts as the largest is left open.
    const refused = await askApart();
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe("design-unconnected");
    expect(refused.body.message).toMatch(/^The data fall into 2 parts .*: BL([12])Q1, BL\1Q2 \(n = 3\)\./);
    const inVietnamese = makeApi(server.url, "vi");
    inVietnamese.token = researcher.token;
    const { body } = await inVietnamese.post<{ message: string }>("/api/research/apart/runs", options);
    expect(body.message).toMatch(/^Dữ liệu tách thành 2 phần .*: BL([12])Q1, BL\1Q2 \(n = 3\)\./);
    expect(await RunModel.countDocuments({ studyId: "apart" })).toBe(0);
    expect((await askApart({ unconnected: true })).status).toBe(201);
  }, 60_000);

  it("can be stopped, also while it runs, and has no result then", async () => {
    await storeRun("Rslow", knownInput(3000, 50, { quadratureNodes: 121, tolerance: 1e-8 }));
    runNotices.emit("wanted", "Rslow");
    while ((await RunModel.findById("Rslow").lean())?.state !== "running") {
      await new Promise((done) => setTimeout(done, 50));
    }
    const cancelled = await researcher.post<RunRow>("/api/research/runs/Rslow/cancel");
    expect(cancelled.body).toMatchObject({ state: "cancelled" });
    expect((await researcher.get("/api/research/runs/Rslow")).body.code).toBe("run-not-done");
    expect((await researcher.post("/api/research/runs/Rslow/cancel")).body.code).toBe("run-over");
    // The queue goes on with the next one.
    const after = await ask();
    expect((await over(researcher, after.body.id)).state).toBe("done");
    expect((await RunModel.findById("Rslow").lean())?.state).toBe("cancelled");
  }, 120_000);

  it("fails with a sentence where the data give no answer, and with no result left behind", async () => {
    const input = knownInput(20, 3);
    await storeRun("Rflat", { ...input, rows: input.rows.map(() => [1, 1, 1]) });
    runNotices.emit("wanted", "Rflat");
    const run = await over(researcher, "Rflat");
    expect(run.state).toBe("failed");
    expect(run.error?.en).toContain("no item can be calibrated");
    expect(run.error?.vi).toMatch(/không ước lượng được/);
  }, 120_000);

  it("shows an older run's items with their words as they are read today", async () => {
    const [{ id: itemId, stem }] = Object.values(pkg.items).filter(({ unitId }) => unitId in pkg.units);
    const item = { itemId, summary: { vi: String.raw`Tính \frac{1}{2}` } };
    const output = { result: { items: [item, { ...item, itemId: "GONE" }], warnings: [] } };
    await RunModel.create({ ...runRecord("Rolder", options), state: "done" });
    await RunOutputModel.create({ _id: "Rolder", json: await zip(JSON.stringify(output)) });
    const { body } = await researcher.get<RunResult>("/api/research/runs/Rolder");
    expect(body.items.map(({ summary }) => summary)).toEqual([listLabel(stem), item.summary]);
  });

  it("answers for runs that are not there", async () => {
    expect((await researcher.get("/api/research/runs/nothing")).body.code).toBe("run-not-found");
    expect((await researcher.post("/api/research/runs/nothing/cancel")).body.code).toBe("run-not-found");
  });
});

describe("a server that is killed in the middle of a calibration", () => {
  it("begins it again when it starts, from the stored input, and comes to the same result", async () => {
    const input = knownInput(3000, 50, { quadratureNodes: 121, tolerance: 1e-8 });
    const dataDir = mkdtempSync(join(tmpdir(), "khao-restart-"));
    const maker = await startServerElsewhere(dataDir, input);
    const port = await freePort();
    const environment: Record<string, string> = process.env.MONGODB_URI ? { MONGODB_URI: maker.uri } : {};
    let process_ = await startServerProcess(dataDir, port, environment);
    try {
      const api = makeApi(process_.url);
      await api.logIn("admin", maker.password);
      const row = async () => (await api.get<RunRow[]>("/api/research/small/runs")).body[0];
      while ((await row()).state !== "running") await new Promise((done) => setTimeout(done, 50));
      await process_.kill();
      const killedAt = Date.now();

      process_ = await startServerProcess(dataDir, port, environment);
      await api.logIn("admin", maker.password);
      expect((await over(api, "Rkilled")).state).toBe("done");
      // The killed server had not finished it.
      expect(Date.parse((await row()).finishedAt ?? "")).toBeGreaterThan(killedAt);
      const { body } = await api.get<RunResult>("/api/research/runs/Rkilled");
      const expected = JSON.parse(JSON.stringify(analyse(input, () => {}).result)) as RunResult;
      expect(body.summary).toEqual(expected.summary);
      expect(body.items).toEqual(expected.items);
    } finally {
      await process_.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 400_000);
});

/** A data folder with a run that waits, made by a server of this process, which cannot be the one that is killed. */
async function startServerElsewhere(
  dataDir: string,
  input: AnalysisInput,
): Promise<{ password: string; uri: string }> {
  await server.close();
  const maker = await startServer({ dataDir });
  await storeStudy({ ...pkg, studyId: "small" });
  await storeRun("Rkilled", input);
  const made = { password: maker.admin.password, uri: maker.running.store.uri };
  await maker.close();
  return made;
}
