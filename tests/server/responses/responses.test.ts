import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Entry, SaveEntriesAnswer, TestTakerLoginAnswer } from "../../../server/contract/sitting.js";
import {
  appendSegments,
  conflictsOf,
  entriesOf,
  forgetLedgers,
  verifyEntries,
} from "../../../server/responses/ledgers.service.js";
import { newLedger, plan } from "../../../server/responses/ledger.js";
import { finalResponses, finalResponsesOf } from "../../../server/responses/responses.service.js";
import { SegmentModel } from "../../../server/responses/segments.model.js";
import { verifyLog } from "../../../server/sittings/sittings.service.js";
import { makeApi, type Api, type ApiAnswer } from "../../support/api.js";
import { arrival, entry } from "../../support/make-entries.js";
import { makePackage, makeSession, storeStudy } from "../../support/make-study.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
let codes: string[];

beforeAll(async () => {
  server = await startServer();
  await storeStudy(makePackage());
  codes = (await makeSession("small", 40)).cards.map(({ code }) => code);
});
afterAll(() => server.close());

interface Device {
  api: Api;
  sittingId: string;
  at: string;
  token: string;
  save: (entries: unknown, epoch?: number) => Promise<ApiAnswer<SaveEntriesAnswer & { code?: string }>>;
}

async function logIn(code: string, deviceId = "computer-0001"): Promise<Device> {
  const api = makeApi(server.url);
  const login = { code, deviceId, playerVersion: "test" };
  const { body } = await api.post<TestTakerLoginAnswer>("/api/test-takers/login", login);
  api.token = body.token;
  const { sittingId, epoch: own } = body.sitting;
  const at = `/api/sittings/${sittingId}`;
  const save = (entries: unknown, epoch = own) =>
    api.post<SaveEntriesAnswer & { code?: string }>(`${at}/entries`, { epoch, entries });
  return { api, sittingId, at, token: body.token, save };
}

/** A device in the first test block. */
async function inBlock(code = codes.pop() ?? ""): Promise<Device & { code: string }> {
  const device = await logIn(code);
  await device.api.post(`${device.at}/blocks/start`, { blockId: "PRA" });
  await device.api.post(`${device.at}/blocks/finish`, { blockId: "PRA" });
  await device.api.post(`${device.at}/blocks/start`, { blockId: "BL1" });
  return { ...device, code };
}

const choose = (sequence: number, value: Entry["value"], itemId = "BL1Q1"): Entry =>
  entry(sequence, { itemId, value });

describe("saving entries", () => {
  it("keeps them once, however often they are sent", async () => {
    const { save, sittingId } = await inBlock();
    const batch = [choose(0, ["A"]), choose(1, ["B"])];
    expect((await save(batch)).body).toEqual({ savedThrough: 1, late: false });
    expect((await save(batch)).body).toEqual({ savedThrough: 1, late: false });
    await Promise.all([save(batch), save([...batch, choose(2, ["C"])]), save(batch)]);
    expect((await entriesOf(sittingId)).map(({ sequence, value }) => [sequence, value])).toEqual([
      [0, ["A"]],
      [1, ["B"]],
      [2, ["C"]],
    ]);
    expect((await finalResponses(sittingId)).BL1Q1.value).toEqual(["C"]);
  });

  it("knows after a restart what it has", async () => {
    const { save, sittingId } = await inBlock();
    await save([choose(0, ["A"]), choose(3, ["B"])]);
    forgetLedgers();
    expect((await save([choose(0, ["A"]), choose(3, ["B"]), choose(1, ["C"])])).body.savedThrough).toBe(1);
    expect(await entriesOf(sittingId)).toHaveLength(3);
    expect(await verifyEntries(sittingId)).toMatchObject({ isIntact: true, entryCount: 3 });
  });

  it("gathers the saves of many students into few writes", async () => {
    const devices = await Promise.all(Array.from({ length: 12 }, () => inBlock()));
    const before = await SegmentModel.countDocuments();
    const answers = await Promise.all(devices.map(({ save }) => save([choose(0, ["A"])])));
    expect(answers.map(({ body }) => body.savedThrough)).toEqual(Array(12).fill(0));
    expect(await SegmentModel.countDocuments()).toBe(before + 12);
    const finals = await finalResponsesOf(devices.map(({ sittingId }) => sittingId));
    expect([...finals.values()].map((items) => items.BL1Q1.value)).toEqual(Array(12).fill(["A"]));
  });

  it("plans again when another server process wrote to the sitting first", async () => {
    const { save, sittingId } = await inBlock();
    await save([choose(0, ["A"])]);
    // What another process does: it reads the ledger, and writes the next position behind this one's back.
    const segment = plan(newLedger(sittingId), [{ epoch: 0, entries: [choose(9, ["D"])] }], arrival());
    await SegmentModel.collection.insertOne({ ...segment, position: 1, hash: "of another process" });
    expect((await save([choose(1, ["B"])])).body.savedThrough).toBe(1);
    expect((await entriesOf(sittingId)).map(({ sequence }) => sequence)).toEqual([0, 1, 9]);
    if (segment) expect([...(await appendSegments([segment]))]).toEqual([sittingId]);
  });

  it("answers with what it has even when a ledger was read anew while it wrote", async () => {
    const { save } = await inBlock();
    for (let k = 0; k < 10; k++) {
      const saving = save([choose(k, ["A"])]);
      const forgetting = new Promise<void>((go) => setTimeout(go, k)).then(forgetLedgers);
      expect((await saving).body.savedThrough).toBe(k);
      await forgetting;
    }
  });

  it("keeps the first content of a sequence; the other is on record as a conflict", async () => {
    const { save, sittingId } = await inBlock();
    await save([choose(0, ["A"])]);
    expect((await save([choose(0, ["B"])])).body.savedThrough).toBe(0);
    expect((await finalResponses(sittingId)).BL1Q1.value).toEqual(["A"]);
    expect((await conflictsOf(sittingId)).map(({ value }) => value)).toEqual([["B"]]);
  });

  it("keeps a value that does not fit without counting it, and lets a response be taken back", async () => {
    const { save, sittingId } = await inBlock();
    const wild = { $where: "1", "a.b": "c", __proto__: "x" };
    const answer = await save([
      choose(0, ["A"]),
      choose(1, ["NOT-A-CHOICE"]),
      choose(2, wild),
      choose(3, ["A"], "XX9Q9"),
    ]);
    expect(answer.body).toEqual({ savedThrough: 3, late: false });
    const kept = await entriesOf(sittingId);
    expect(kept.map(({ flags }) => flags)).toEqual([[], ["unfit"], ["unfit"], ["unknownItem"]]);
    expect((await finalResponses(sittingId)).BL1Q1.value).toEqual(["A"]);
    await save([choose(4, null)]);
    expect((await finalResponses(sittingId)).BL1Q1.value).toBeNull();
  });

  it("keeps what a former computer still has, in the order of its epoch", async () => {
    const former = await inBlock();
    await former.save([choose(0, ["A"])]);
    const now = await logIn(former.code, "computer-0002");
    await now.save([choose(0, ["B"])]);
    const late = await former.save([choose(1, ["C"]), choose(2, ["D"], "BL1Q2")]);
    expect(late.body).toEqual({ savedThrough: 2, late: true });
    expect((await now.api.get(`${now.at}/responses`)).body.responses).toEqual({ BL1Q1: ["B"], BL1Q2: ["D"] });
    expect((await now.save([choose(1, ["A"])], 0)).body.code).toBe("epoch-not-yours");
    expect((await now.save([choose(1, ["A"])], 7)).body.code).toBe("epoch-not-yours");
    // Back at the first computer, which still has something of its first time.
    const back = await logIn(former.code, "computer-0001");
    expect((await back.save([choose(3, ["E"], "BL1Q2")], 0)).body.savedThrough).toBe(3);
  });

  it("keeps what arrives after submission, flagged, without counting it", async () => {
    const { api, at, save, sittingId } = await inBlock();
    await save([choose(0, ["A"])]);
    await api.post(`${at}/blocks/finish`, { blockId: "BL1" });
    for (const blockId of ["BL2", "QUE"]) {
      await api.post(`${at}/blocks/start`, { blockId });
      await api.post(`${at}/blocks/finish`, { blockId });
    }
    expect((await api.post(`${at}/submit`, { epoch: 0, lastSequence: 0 })).body.phase).toBe("submitted");
    expect((await save([choose(1, ["B"])])).body).toEqual({ savedThrough: 1, late: true });
    expect(await verifyLog(sittingId)).toMatchObject({ isIntact: true, entryCount: 2 });
  });

  it("gives times, visits and marks by item, and the position for going on elsewhere", async () => {
    const { api, at, save, sittingId } = await inBlock();
    await save([
      entry(0, { kind: "visit", itemId: "BL1Q1", value: undefined, elapsedMs: 1000 }),
      entry(1, { kind: "response", itemId: "BL1Q1", value: ["A"], elapsedMs: 3000 }),
      entry(2, { kind: "mark", itemId: "BL1Q2", value: true, elapsedMs: 3500 }),
      entry(3, { kind: "visit", itemId: "BL1Q2", value: undefined, elapsedMs: 4000 }),
      entry(4, { kind: "leave", itemId: undefined, value: undefined, elapsedMs: 9000 }),
    ]);
    const final = await finalResponses(sittingId);
    expect(final.BL1Q1).toMatchObject({ visits: 1, ms: 3000, firstActionMs: 2000 });
    expect(final.BL1Q2).toMatchObject({ visits: 1, ms: 5000, value: null, isMarked: true });
    expect((await api.get(`${at}/responses`)).body).toEqual({
      responses: { BL1Q1: ["A"] },
      marked: ["BL1Q2"],
      position: "BL1Q2",
    });
  });
});

describe("the chain of entries", () => {
  it("shows a change, a removal and a cut after the fact", async () => {
    const { api, at, save, sittingId } = await inBlock();
    for (let k = 0; k < 4; k++) await save([choose(k, ["A"])]);
    expect(await verifyEntries(sittingId)).toMatchObject({ isIntact: true, segmentCount: 4 });
    const place = { sittingId, position: 2 };
    await SegmentModel.updateOne(place, { $set: { "records.0.valueJson": '["B"]' } });
    expect(await verifyEntries(sittingId)).toMatchObject({ isIntact: false, brokenAt: 2 });
    await SegmentModel.updateOne(place, { $set: { "records.0.valueJson": '["A"]' } });
    expect((await verifyEntries(sittingId)).isIntact).toBe(true);
    for (const blockId of ["BL1", "BL2", "QUE"]) {
      await api.post(`${at}/blocks/start`, { blockId });
      await api.post(`${at}/blocks/finish`, { blockId });
    }
    await api.post(`${at}/submit`, { epoch: 0, lastSequence: 3 });
    expect((await verifyLog(sittingId)).isIntact).toBe(true);
    // The last segment is gone: the chain itself is fine, but the submission wrote down how long it was.
    await SegmentModel.deleteOne({ sittingId, position: 3 });
    expect((await verifyEntries(sittingId)).isIntact).toBe(true);
    expect(await verifyLog(sittingId)).toMatchObject({ isIntact: false, entries: false });
  });
});

describe("batches that cannot be kept", () => {
  it("are refused whole, and change nothing", async () => {
    const { save, sittingId } = await inBlock();
    const wrong: unknown[] = [
      [],
      "entries",
      [{ ...choose(0, ["A"]), sequence: -1 }],
      [{ ...choose(0, ["A"]), kind: "unknown" }],
      [{ ...choose(0, ["A"]), extra: 1 }],
      [choose(0, ["A"]), { sequence: 1 }],
      Array.from({ length: 201 }, (_, k) => choose(k, ["A"])),
    ];
    for (const entries of wrong) {
      const { status, body } = await save(entries);
      expect([status, body.code]).toEqual([400, "invalid-body"]);
    }
    const oversized = await save([choose(0, "x".repeat(130_000))]);
    expect([oversized.status, oversized.body.code]).toEqual([413, "entry-too-large"]);
    const heavy = await save(Array.from({ length: 10 }, (_, k) => choose(k, "x".repeat(60_000))));
    expect([heavy.status, heavy.body.code]).toEqual([413, "body-too-large"]);
    expect(await entriesOf(sittingId)).toEqual([]);
    expect((await save([choose(0, ["A"])])).body.savedThrough).toBe(0);
  });

  it("are refused for JSON that is none", async () => {
    const { api, at } = await inBlock();
    const { status, body } = await api.send(
      "POST",
      `${at}/entries`,
      '{"epoch": 0, "entries": [',
      "application/json",
    );
    expect([status, body.code]).toEqual([400, "unreadable-body"]);
  });
});

describe("the socket's door", () => {
  const sockets: Socket[] = [];
  afterAll(() => sockets.forEach((socket) => socket.close()));

  function connect(token: string): Socket {
    const socket = io(`${server.url}/sitting`, {
      auth: { token, language: "en" },
      forceNew: true,
      reconnection: false,
    });
    sockets.push(socket);
    return socket;
  }
  const heard = (socket: Socket, name: string): Promise<unknown> =>
    new Promise((resolve) => socket.once(name, resolve));

  it("tells the state on coming, saves entries, and answers like the other door", async () => {
    const { token, sittingId } = await inBlock();
    const socket = connect(token);
    expect(await heard(socket, "sitting:state")).toMatchObject({ sittingId, phase: "running" });
    const batch = { epoch: 0, entries: [choose(0, ["A"])] };
    expect(await socket.emitWithAck("entries:save", batch)).toEqual({
      ok: true,
      savedThrough: 0,
      late: false,
    });
    expect(await socket.emitWithAck("entries:save", { epoch: 0, entries: [] })).toMatchObject({
      ok: false,
      code: "invalid-body",
    });
    expect(await socket.emitWithAck("sitting:state")).toMatchObject({ ok: true, state: { savedThrough: 0 } });
    expect(await socket.emitWithAck("sitting:position", { unitId: "BL1U", answeredCount: 1 })).toEqual({
      ok: true,
    });
  });

  it("pushes a change, and tells the former computer that the sitting has moved", async () => {
    const former = await inBlock();
    const socket = connect(former.token);
    await heard(socket, "sitting:state");
    const pushed = heard(socket, "sitting:state");
    await former.api.post(`${former.at}/blocks/finish`, { blockId: "BL1" });
    expect(await pushed).toMatchObject({ blockIndex: 2 });
    const moved = heard(socket, "sitting:moved");
    await logIn(former.code, "computer-0002");
    await moved;
    // What it still has is taken.
    const batch = { epoch: 0, entries: [choose(0, ["A"])] };
    expect(await socket.emitWithAck("entries:save", batch)).toEqual({
      ok: true,
      savedThrough: 0,
      late: true,
    });
    expect(await socket.emitWithAck("sitting:state")).toMatchObject({ ok: false, code: "sitting-moved" });
    const again = connect(former.token);
    await heard(again, "sitting:moved");
  });

  it("lets nobody in without a token", async () => {
    const socket = connect("no token");
    expect(await heard(socket, "connect_error")).toMatchObject({ data: { code: "login-needed" } });
  });
});
