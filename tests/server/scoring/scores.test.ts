import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Item } from "../../../item-bank/types.js";
import { ScoredSittingModel } from "../../../server/scoring/scores.model.js";
import { scoresOfStudy } from "../../../server/scoring/scores.service.js";
import { makeApi } from "../../support/api.js";
import { entry } from "../../support/make-entries.js";
import { makePackage, makeSession, storeStudy } from "../../support/make-study.js";
import { sit, type Answer } from "../../support/sit.js";
import { startServer, type TestServer } from "../../support/start-server.js";

const pkg = makePackage({ kinds: ["choice", "choice"] });
const keyOf = (item: Item) => item.scoring.key as string[];
const right: Answer = (item) => (item.interaction.kind === "choice" ? keyOf(item) : null);

let server: TestServer;
let codes: string[];
beforeAll(async () => {
  server = await startServer();
  await storeStudy(pkg);
  codes = (await makeSession("small", 8)).cards.map(({ code }) => code);
});
afterAll(() => server.close());

const nextCode = () => codes.pop() ?? "";
const testScores = (items: { itemId: string; score: number | null }[]) =>
  items.filter(({ itemId }) => itemId.startsWith("BL")).map(({ score }) => score);

/** Waits until it is so; the machine may be busy. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((done) => setTimeout(done, 100));
}

describe("scores of a study", () => {
  it("are there soon after a submission, without being asked for", async () => {
    const sittingId = await sit(server.url, pkg, nextCode(), right);
    await until(async () => (await ScoredSittingModel.findById(sittingId).lean()) !== null);
    const stored = await ScoredSittingModel.findById(sittingId).lean();
    expect(testScores(stored?.items ?? [])).toEqual([1, 1, 1, 1]);
  });

  it("are made when asked for, where nobody scored the sitting before", async () => {
    const sittingId = await sit(server.url, pkg, nextCode(), right);
    await until(async () => (await ScoredSittingModel.findById(sittingId).lean()) !== null);
    // As if the server had stopped between submission and scoring.
    await ScoredSittingModel.deleteMany({});
    const scored = await scoresOfStudy("small");
    expect(scored.map(({ _id }) => _id)).toContain(sittingId);
    expect(await ScoredSittingModel.countDocuments({})).toBe(scored.length);
  });

  it("are the same however often they are asked for, and at the same time", async () => {
    const first = await scoresOfStudy("small");
    await ScoredSittingModel.deleteMany({});
    const again = await Promise.all([scoresOfStudy("small"), scoresOfStudy("small")]);
    for (const scores of again) expect(scores).toEqual(first);
  });

  it("leave out a sitting that is not over", async () => {
    const before = (await scoresOfStudy("small")).length;
    const api = makeApi(server.url);
    await api.post("/api/test-takers/login", {
      code: nextCode(),
      deviceId: "computer-7",
      playerVersion: "test",
    });
    expect(await scoresOfStudy("small")).toHaveLength(before);
  });

  it("are made again when a delayed entry comes in after the submission", async () => {
    const code = nextCode();
    const sittingId = await sit(server.url, pkg, code, (item, at) =>
      item.id === "BL1Q2" ? null : right(item, at),
    );
    const find = async () => (await scoresOfStudy("small")).find(({ _id }) => _id === sittingId);
    const before = await find();
    expect(testScores(before?.items ?? [])).toEqual([1, null, 1, 1]);
    const api = makeApi(server.url);
    const login = await api.post("/api/test-takers/login", {
      code,
      deviceId: `device-${code}`,
      playerVersion: "test",
    });
    api.token = login.body.token;
    const late = entry(1000, { itemId: "BL1Q2", value: keyOf(pkg.items.BL1Q2), elapsedMs: 2000 });
    expect((await api.post(`/api/sittings/${sittingId}/entries`, { epoch: 0, entries: [late] })).status).toBe(
      200,
    );
    const after = await find();
    expect(after?.segmentCount).toBe((before?.segmentCount ?? 0) + 1);
  });
});
