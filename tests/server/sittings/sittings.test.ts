import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlockContent, SittingState, TestTakerLoginAnswer } from "../../../server/contract/sitting.js";
import { setSessionStatus } from "../../../server/sessions/sessions.service.js";
import {
  changeRecord,
  eventsOf,
  findRecord,
  findRecordWithOrders,
} from "../../../server/sittings/records.service.js";
import { SittingModel } from "../../../server/sittings/sittings.model.js";
import { verifyLog } from "../../../server/sittings/sittings.service.js";
import { makeApi, type Api } from "../../support/api.js";
import { entry } from "../../support/make-entries.js";
import { makePackage, makeSession, storeStudy } from "../../support/make-study.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
let codes: string[];
let sessionId: string;

beforeAll(async () => {
  server = await startServer();
  await storeStudy(makePackage({ kinds: ["choice", "order"] }));
  const made = await makeSession("small", 20);
  sessionId = made.sessionId;
  codes = made.cards.map(({ code }) => code);
});
afterAll(() => server.close());

const body = (code: string, deviceId = "computer-0001") => ({ code, deviceId, playerVersion: "test" });

/** A test taker who has logged in at a device. */
async function logIn(
  code: string,
  deviceId?: string,
): Promise<{ api: Api; answer: TestTakerLoginAnswer; at: string }> {
  const api = makeApi(server.url);
  const { status, body: answer } = await api.post<TestTakerLoginAnswer>(
    "/api/test-takers/login",
    body(code, deviceId),
  );
  expect(status).toBe(200);
  api.token = answer.token;
  return { api, answer, at: `/api/sittings/${answer.sitting.sittingId}` };
}

const nextCode = (): string => codes.pop() ?? "";

async function through(api: Api, at: string, blockIds: string[]): Promise<SittingState> {
  let state: SittingState | null = null;
  for (const blockId of blockIds) {
    expect((await api.post(`${at}/blocks/start`, { blockId })).status).toBe(200);
    state = (await api.post<SittingState>(`${at}/blocks/finish`, { blockId })).body;
  }
  return state as SittingState;
}

describe("logging in with a code", () => {
  it("makes a sitting, with what was given on record", async () => {
    const { answer } = await logIn(nextCode());
    expect(answer).toMatchObject({ sessionTitle: "9A, morning", place: "Room 12", group: "9A" });
    expect(answer.sitting).toMatchObject({ epoch: 0, phase: "ready", blockIndex: 0, savedThrough: -1 });
    expect(answer.sitting.blocks.map(({ blockId, kind }) => [blockId, kind])).toEqual([
      ["PRA", "practice"],
      ["BL1", "test"],
      ["BL2", "test"],
      ["QUE", "questionnaire"],
    ]);
    const record = await findRecord(answer.sitting.sittingId);
    expect(record).toMatchObject({
      bookletId: "BOOKLET1",
      packageHash: makePackage({ kinds: ["choice", "order"] }).hash,
    });
    expect(record?.seed).toContain("7/");
    expect(
      (await findRecordWithOrders(answer.sitting.sittingId))?.optionOrders.map(({ item }) => item),
    ).toEqual(["BL1Q2", "BL2Q2"]);
    expect(await eventsOf(answer.sitting.sittingId)).toMatchObject([{ kind: "created", by: "testTaker" }]);
  });

  it("takes the code however it is typed", async () => {
    const code = nextCode();
    const { answer } = await logIn(` ${code.toLowerCase().replace("-", " ")} `);
    expect((await logIn(code)).answer.sitting.sittingId).toBe(answer.sitting.sittingId);
  });

  it("makes one sitting when two logins arrive at once", async () => {
    const code = nextCode();
    const both = await Promise.all([logIn(code), logIn(code), logIn(code, "computer-0002")]);
    expect(new Set(both.map(({ answer }) => answer.sitting.sittingId)).size).toBe(1);
  });

  it("says in both languages that a code is not known, and makes nothing", async () => {
    const before = await SittingModel.countDocuments();
    for (const [language, words] of [
      ["vi", "mã"],
      ["en", "code"],
    ] as const) {
      const { status, body: problem } = await makeApi(server.url, language).post(
        "/api/test-takers/login",
        body("AAA-AAA"),
      );
      expect(status).toBe(404);
      expect(problem.code).toBe("code-unknown");
      expect(problem.message).toContain(words);
    }
    expect(await SittingModel.countDocuments()).toBe(before);
  });

  it("says that a session is not open yet, or closed, and makes nothing", async () => {
    const { sessionId: other, cards } = await makeSession("small", 1, { isOpen: false });
    const before = await SittingModel.countDocuments();
    const early = await server.api.post("/api/test-takers/login", body(cards[0].code));
    expect([early.status, early.body.code]).toEqual([409, "session-not-open"]);
    await setSessionStatus(other, "open");
    await setSessionStatus(other, "closed");
    const late = await server.api.post("/api/test-takers/login", body(cards[0].code));
    expect([late.status, late.body.code]).toEqual([409, "session-closed"]);
    expect(await SittingModel.countDocuments()).toBe(before);
  });

  it("refuses a body that does not fit, and an operator in the place of a code", async () => {
    for (const wrong of [
      {},
      { ...body("A"), code: { $ne: "" } },
      { ...body("A"), deviceId: "x" },
      [body("A")],
    ]) {
      expect((await server.api.post("/api/test-takers/login", wrong)).body.code).toBe("invalid-body");
    }
  });

  it("stops those who try codes in a row, without harm to another device", async () => {
    const tries = [];
    for (let k = 0; k < 21; k++) {
      tries.push(
        (await server.api.post("/api/test-takers/login", body(`AAA-${100 + k}`, "guesser-0001"))).status,
      );
    }
    expect(tries.at(0)).toBe(404);
    expect(tries.at(-1)).toBe(429);
    await logIn(nextCode(), "computer-0009");
  });
});

describe("sitting the blocks", () => {
  it("goes from practice to submission", async () => {
    const { api, at } = await logIn(nextCode());
    const state = await through(api, at, ["PRA", "BL1", "BL2", "QUE"]);
    expect(state).toMatchObject({ blockIndex: 4, phase: "ready" });
    const submitted = await api.post(`${at}/submit`, { epoch: 0, lastSequence: -1 });
    expect(submitted.body.phase).toBe("submitted");
    expect((await api.post(`${at}/submit`, { epoch: 0, lastSequence: -1 })).body).toEqual(submitted.body);
    expect((await api.post(`${at}/blocks/start`, { blockId: "QUE" })).body.code).toBe("sitting-over");
  });

  it("gives the content of the running block only, and never a key", async () => {
    const { api, at } = await logIn(nextCode());
    expect((await api.get(`${at}/blocks/BL1`)).body.code).toBe("block-not-running");
    await through(api, at, ["PRA"]);
    await api.post(`${at}/blocks/start`, { blockId: "BL1" });
    const { body: content, headers } = await api.get<BlockContent>(`${at}/blocks/BL1`);
    expect(content.units.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(["BL1Q1", "BL1Q2"]);
    expect(Object.keys(content.units[0].items[0]).sort()).toEqual(["id", "interaction", "stem", "unitId"]);
    expect(JSON.stringify(content)).not.toMatch(/scoring|"key"|rubric|metadata/);
    expect(Object.keys(content.optionOrders)).toEqual(["BL1Q2"]);
    expect(headers.get("cache-control")).toBe("no-store");
    expect((await api.get(`${at}/blocks/BL2`)).body.code).toBe("block-not-running");
  });

  it("does not start a block twice, out of order, or one that is closed", async () => {
    const { api, at } = await logIn(nextCode());
    const first = await api.post<SittingState>(`${at}/blocks/start`, { blockId: "PRA" });
    const again = await api.post<SittingState>(`${at}/blocks/start`, { blockId: "PRA" });
    expect(again.body.version).toBe(first.body.version);
    expect((await api.post(`${at}/blocks/start`, { blockId: "BL2" })).body.code).toBe("block-not-next");
    await api.post(`${at}/blocks/finish`, { blockId: "PRA" });
    expect((await api.post(`${at}/blocks/start`, { blockId: "PRA" })).body.code).toBe("block-not-next");
    expect((await api.post(`${at}/blocks/finish`, { blockId: "PRA" })).body.blockIndex).toBe(1);
  });

  it("closes a block on the server when its time is over, without anybody asking", async () => {
    const { api, at, answer } = await logIn(nextCode());
    await through(api, at, ["PRA"]);
    await api.post(`${at}/blocks/start`, { blockId: "BL1" });
    // Twenty minutes ago instead of now.
    await changeRecord(answer.sitting.sittingId, Date.now(), { by: "server" }, (sitting) => ({
      sitting: {
        ...sitting,
        blocks: sitting.blocks.map((block) =>
          block.blockId === "BL1" ? { ...block, clock: { ...block.clock, usedMs: 20 * 60_000 } } : block,
        ),
      },
      events: [{ kind: "blockStarted", details: { blockId: "BL1" } }],
    }));
    const closed = async (): Promise<boolean> =>
      (await findRecord(answer.sitting.sittingId))?.state.blockIndex === 2;
    await expect.poll(closed, { timeout: 50_000 }).toBe(true);
    expect((await eventsOf(answer.sitting.sittingId)).at(-1)).toMatchObject({
      kind: "timeOver",
      by: "server",
    });
    expect((await api.get(`${at}/state`)).body).toMatchObject({ phase: "ready", blockIndex: 2 });
  });

  it("is not submitted while the server lacks entries or blocks are left", async () => {
    const { api, at } = await logIn(nextCode());
    expect((await api.post(`${at}/submit`, { epoch: 0, lastSequence: -1 })).body.code).toBe("blocks-left");
    await through(api, at, ["PRA", "BL1", "BL2", "QUE"]);
    await api.post(`${at}/entries`, { epoch: 0, entries: [entry(0, { itemId: "BL1Q1", value: ["A"] })] });
    const refused = await api.post(`${at}/submit`, { epoch: 0, lastSequence: 2 });
    expect([refused.status, refused.body.code]).toEqual([409, "entries-missing"]);
    await api.post(`${at}/entries`, {
      epoch: 0,
      entries: [
        entry(2, { kind: "leave", itemId: undefined, value: undefined }),
        entry(1, { itemId: "BL1Q1" }),
      ],
    });
    expect((await api.post(`${at}/submit`, { epoch: 0, lastSequence: 2 })).body.phase).toBe("submitted");
  });
});

describe("who may ask", () => {
  it("refuses someone else's sitting at every route", async () => {
    const { at } = await logIn(nextCode());
    const { api: other } = await logIn(nextCode());
    const refused = await Promise.all([
      other.get(`${at}/state`),
      other.get(`${at}/responses`),
      other.get(`${at}/blocks/PRA`),
      other.post(`${at}/blocks/start`, { blockId: "PRA" }),
      other.post(`${at}/blocks/finish`, { blockId: "PRA" }),
      other.post(`${at}/submit`, { epoch: 0, lastSequence: -1 }),
      other.post(`${at}/entries`, { epoch: 0, entries: [entry(0)] }),
    ]);
    expect(refused.map(({ status, body: { code } }) => [status, code])).toEqual(
      Array(7).fill([403, "not-your-sitting"]),
    );
  });

  it("refuses nobody, staff, and a token that is not ours", async () => {
    const { at, answer } = await logIn(nextCode());
    expect((await server.api.get(`${at}/state`)).status).toBe(401);
    expect((await (await server.login("proctor")).get(`${at}/state`)).status).toBe(403);
    const forged = makeApi(server.url);
    forged.token = `${answer.token.slice(0, -3)}abc`;
    expect((await forged.get(`${at}/state`)).status).toBe(401);
  });

  it("fences the former computer off when the sitting moves", async () => {
    const code = nextCode();
    const former = await logIn(code, "computer-aaaa");
    await former.api.post(`${former.at}/blocks/start`, { blockId: "PRA" });
    const now = await logIn(code, "computer-bbbb");
    expect(now.answer.sitting).toMatchObject({ epoch: 1, phase: "running" });
    const refused = await Promise.all([
      former.api.get(`${former.at}/state`),
      former.api.get(`${former.at}/responses`),
      former.api.post(`${former.at}/blocks/finish`, { blockId: "PRA" }),
      former.api.post(`${former.at}/submit`, { epoch: 0, lastSequence: -1 }),
    ]);
    expect(refused.map(({ body: { code: each } }) => each)).toEqual(Array(4).fill("sitting-moved"));
    expect((await logIn(code, "computer-bbbb")).answer.sitting.epoch).toBe(1);
  });
});

describe("the log of a sitting", () => {
  it("is intact, and shows an event that was changed afterwards", async () => {
    const { api, at, answer } = await logIn(nextCode());
    const { sittingId } = answer.sitting;
    await through(api, at, ["PRA", "BL1", "BL2", "QUE"]);
    await api.post(`${at}/submit`, { epoch: 0, lastSequence: -1 });
    expect(await verifyLog(sittingId)).toMatchObject({ isIntact: true });
    await SittingModel.updateOne({ _id: sittingId }, { $set: { "events.3.by": "someone" } });
    expect(await verifyLog(sittingId)).toMatchObject({ isIntact: false, events: false, entries: true });
  });

  it("ends the sittings of a session that is closed", async () => {
    const { sessionId: other, cards } = await makeSession("small", 1);
    const { answer } = await logIn(cards[0].code);
    await setSessionStatus(other, "closed");
    const phase = async (): Promise<string | undefined> =>
      (await findRecord(answer.sitting.sittingId))?.phase;
    await expect.poll(phase, { timeout: 50_000 }).toBe("ended");
    expect(sessionId).not.toBe(other);
  });
});
