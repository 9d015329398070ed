import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, codingPackage } from "./coding-study.js";
import type { CodedByMe, CodingOverview, CodingTask, Disagreement } from "../../../server/contract/coding.js";
import { CodedResponseModel } from "../../../server/coding/coding.model.js";
import { finalCodes } from "../../../server/coding/open-responses.service.js";
import type { Api } from "../../support/api.js";
import { makeSession, storeStudy } from "../../support/make-study.js";
import { sit } from "../../support/sit.js";
import { startServer, type TestServer } from "../../support/start-server.js";

const pkg = codingPackage();
const item = "/api/coding/small/items/BL1Q1";
const studentCount = 24;

let server: TestServer;
let an: Api;
let binh: Api;
let admin: Api;
let names: string[];

beforeAll(async () => {
  server = await startServer();
  await storeStudy(pkg);
  const { cards } = await makeSession("small", studentCount);
  names = cards.flatMap(({ name, code, testTakerId }) => [name, code, testTakerId]);
  for (const [k, { code }] of cards.entries()) await sit(server.url, pkg, code, answerOf(k));
  [an, binh, admin] = await Promise.all([
    server.login("coder", "an"),
    server.login("coder", "binh"),
    server.login("admin"),
  ]);
}, 300_000);
afterAll(() => server.close());

const next = async (coder: Api) => (await coder.get<CodingTask | null>(`${item}/next`)).body;
const give = (coder: Api, task: { taskId: string }, code: string, comment = "") =>
  coder.put(`/api/coding/tasks/${task.taskId}`, { code, comment });
const overviewOf = async (coder: Api) => (await coder.get<CodingOverview>("/api/coding/small")).body.items[0];

describe("the coder's desk", () => {
  it("lists the open items with what waits; empty responses are not coded", async () => {
    // Every sixth student left the item empty.
    expect(await overviewOf(an)).toMatchObject({
      itemId: "BL1Q1",
      responseCount: 20,
      finishedCount: 0,
      waitingForMe: 20,
      agreement: null,
      kappa: null,
    });
  });

  it("shows a response with its guide, and nothing of whose it is", async () => {
    const task = await next(an);
    expect(task).toMatchObject({ itemId: "BL1Q1", round: 1, givenCode: null, waitingForMe: 20, doneByMe: 0 });
    expect(task?.rubric.codes.map(({ code }) => code)).toEqual(["0", "1", "2"]);
    for (const name of names) expect(JSON.stringify(task)).not.toContain(name);
  });

  it("gives the same response again to the one who has it, and another one to somebody else", async () => {
    const [first, again] = [await next(an), await next(an)];
    expect(again?.taskId).toBe(first?.taskId);
    expect((await next(binh))?.taskId).not.toBe(first?.taskId);
  });

  it("refuses a code that the guide does not have, a code for somebody else's response, and an unknown task", async () => {
    const task = await next(an);
    const refused = await give(an, task!, "7");
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ code: "code-not-in-guide" });
    expect(refused.body.message).toContain("0, 1, 2");
    expect((await give(binh, task!, "1")).body.code).toBe("task-of-another-coder");
    expect((await give(an, { taskId: "nothing.1" }, "1")).status).toBe(404);
    expect((await give(an, { taskId: "$ne" }, "1")).status).toBe(404);
    expect((await overviewOf(an)).finishedCount).toBe(0);
  });

  it("hands out everything once, and the second coder's share to somebody else", async () => {
    const seen = new Set<string>();
    for (let task = await next(an); task; task = await next(an)) {
      expect(seen.has(task.taskId)).toBe(false);
      seen.add(task.taskId);
      // Coders of one mind, but for two responses.
      expect((await give(an, task, String(task.responseText.length % 3))).status).toBe(204);
      if (seen.size === 19) break;
    }
    // Binh has one open since before; then comes what An coded first.
    let differed = 0;
    for (let task = await next(binh); task; task = await next(binh)) {
      const code = task.responseText.length % 3;
      const differs = task.round === 2 && differed++ === 0;
      expect((await give(binh, task, String(differs ? (code + 1) % 3 : code))).status).toBe(204);
    }
    const doubles = await CodedResponseModel.countDocuments({ isDouble: true });
    expect(doubles).toBeGreaterThan(0);
    const coded = await CodedResponseModel.find({ second: { $ne: null } }).lean();
    for (const { first, second } of coded) expect(first?.accountId).not.toBe(second?.accountId);
  });

  it("tells how far it is and how well two coders agree", async () => {
    for (let task = await next(an); task; task = await next(an)) {
      await give(an, task, String(task.responseText.length % 3));
    }
    const row = await overviewOf(an);
    const doubles = await CodedResponseModel.countDocuments({ isDouble: true });
    expect(row).toMatchObject({
      responseCount: 20,
      finishedCount: 20,
      waitingForMe: 0,
      doubleCodedCount: doubles,
    });
    expect(row.agreement).toBeCloseTo((doubles - 1) / doubles, 10);
  });

  it("lets a coder go back to what was coded and change it", async () => {
    const mine = (await an.get<CodedByMe[]>(`${item}/mine`)).body;
    expect(mine.length).toBeGreaterThan(10);
    const [last] = mine;
    expect((await give(an, last, last.code, "changed my mind")).status).toBe(204);
    expect((await an.get<CodedByMe[]>(`${item}/mine`)).body[0]).toMatchObject({
      taskId: last.taskId,
      comment: "changed my mind",
    });
    expect((await give(binh, last, "0")).body.code).toBe("task-of-another-coder");
  });

  it("shows disagreements to who leads the coding; what they decide is the code that counts", async () => {
    expect((await an.get(`${item}/disagreements`)).status).toBe(403);
    const [row] = (await admin.get<Disagreement[]>(`${item}/disagreements`)).body;
    expect(row.codes).toHaveLength(2);
    expect(row.resolvedCode).toBeNull();
    const decided = row.codes[1].code;
    const path = `${item}/disagreements/${row.responseId}`;
    expect((await admin.put(path, { code: "9", comment: "" })).body.code).toBe("code-not-in-guide");
    expect((await admin.put(path, { code: decided, comment: "" })).status).toBe(204);
    const { sittingId } = (await CodedResponseModel.findById(row.responseId).lean())!;
    expect((await finalCodes("small")).get(`${sittingId}/BL1Q1`)).toBe(decided);
    expect((await admin.get<Disagreement[]>(`${item}/disagreements`)).body[0].resolvedCode).toBe(decided);
  });
});
