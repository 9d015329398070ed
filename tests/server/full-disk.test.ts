import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SittingState, TestTakerLoginAnswer } from "../../server/contract/sitting.js";
import {
  conflictsOf,
  entriesOf,
  forgetLedgers,
  verifyEntries,
} from "../../server/responses/ledgers.service.js";
import { finalResponses } from "../../server/responses/responses.service.js";
import { makeApi, type Api } from "../support/api.js";
import { entry } from "../support/make-entries.js";
import { makePackage, makeSession, storeStudy } from "../support/make-study.js";
import { cannotMount, makeSmallDisk, type SmallDisk } from "../support/small-disk.js";
import { startServer, type TestServer } from "../support/start-server.js";

/** The store's files are born with some hundred kilobytes; what a few students send fits many times over. */
const diskMegabytes = 24;
const disk: SmallDisk | undefined = process.env.MONGODB_URI ? undefined : makeSmallDisk(diskMegabytes);
const title = disk
  ? "on a disk that is full"
  : `on a disk that is full (skipped: a MongoDB, or ${cannotMount})`;

const sentences = {
  vi: "Ổ đĩa của máy chủ đã đầy hoặc không ghi được",
  en: "The server’s disk is full or cannot be written",
};

describe.skipIf(!disk)(title, () => {
  let server: TestServer;
  let designer: Api;
  let student: Api;
  let socket: Socket;
  let sittingId: string;
  /** The highest sequence that was acknowledged. */
  let acknowledged = -1;

  const save = (api: Api, sequence: number, value: string) =>
    api.post(`/api/sittings/${sittingId}/entries`, {
      epoch: 0,
      entries: [entry(sequence, { itemId: "BL1Q3", value: { response: value } })],
    });
  const big = (sequence: number) => `${sequence} `.repeat(30_000 / `${sequence} `.length);

  beforeAll(async () => {
    server = await startServer({ dataDir: disk?.folder });
    await storeStudy(makePackage());
    const { cards } = await makeSession("small", 1);
    designer = await server.login("designer");
    student = makeApi(server.url);
    const login = { code: cards[0]?.code, deviceId: "computer-0001", playerVersion: "test" };
    const { body } = await student.post<TestTakerLoginAnswer>("/api/test-takers/login", login);
    student.token = body.token;
    sittingId = body.sitting.sittingId;
    const at = `/api/sittings/${sittingId}`;
    await student.post(`${at}/blocks/start`, { blockId: "PRA" });
    await student.post(`${at}/blocks/finish`, { blockId: "PRA" });
    await student.post(`${at}/blocks/start`, { blockId: "BL1" });
    socket = io(`${server.url}/sitting`, {
      auth: { token: body.token, language: "vi" },
      transports: ["websocket"],
    });
    await new Promise((connected) => socket.once("connect", () => connected(undefined)));
    disk?.fill();
    // The store reuses room within its own file until that is gone too.
    for (let sequence = 0; sequence < 500; sequence++) {
      const answer = await save(student, sequence, big(sequence));
      if (answer.status !== 200) break;
      acknowledged = answer.body.savedThrough;
    }
  });
  afterAll(async () => {
    socket.disconnect();
    disk?.makeRoom();
    await server.close();
    disk?.remove();
  });

  it("a save is refused by HTTP in the student's language, and nothing of it is kept", async () => {
    const next = acknowledged + 1;
    for (const language of ["vi", "en"] as const) {
      const api = makeApi(server.url, language);
      api.token = student.token;
      const refused = await save(api, next, big(next));
      expect(refused).toMatchObject({ status: 507, body: { code: "disk-full" } });
      expect(refused.body.message).toContain(sentences[language]);
    }
    forgetLedgers();
    expect((await entriesOf(sittingId)).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: next }, (_, sequence) => sequence),
    );
  });

  it("a save is refused by the socket as well", async () => {
    const next = acknowledged + 1;
    const body = { epoch: 0, entries: [entry(next, { itemId: "BL1Q3", value: { response: big(next) } })] };
    const answer: { message: string } = await socket.timeout(50_000).emitWithAck("entries:save", body);
    expect(answer).toMatchObject({ ok: false, code: "disk-full" });
    expect(answer.message).toContain(sentences.vi);
  });

  it("what staff and students change is refused, and what they read is still there", async () => {
    const plan = {
      studyId: "small",
      title: "9B",
      place: "",
      startsAt: null,
      mustAuthorise: false,
      proctorLogins: [],
    };
    const added = await designer.post("/api/sessions", plan);
    expect(added).toMatchObject({ status: 507, body: { code: "disk-full" } });
    expect(added.body.message).toContain(sentences.en);
    const sessions = await designer.get<{ title: string }[]>("/api/sessions");
    expect(sessions.body.map(({ title }) => title)).toEqual(["9A, morning"]);
    const finished = await student.post(`/api/sittings/${sittingId}/blocks/finish`, { blockId: "BL1" });
    expect(finished).toMatchObject({ status: 507, body: { code: "disk-full" } });
    const state = await student.get<SittingState>(`/api/sittings/${sittingId}/state`);
    expect(state.body).toMatchObject({ phase: "running", savedThrough: acknowledged });
    expect((await makeApi(server.url).get("/api/health")).status).toBe(200);
  });

  it("with room again takes what was refused, once", async () => {
    disk?.makeRoom();
    const next = acknowledged + 1;
    expect((await save(student, next, "at last")).body).toEqual({ savedThrough: next, late: false });
    expect((await save(student, next, "at last")).body).toEqual({ savedThrough: next, late: false });
    forgetLedgers();
    expect(await entriesOf(sittingId)).toHaveLength(next + 1);
    expect(await conflictsOf(sittingId)).toEqual([]);
    expect(await verifyEntries(sittingId)).toMatchObject({ isIntact: true, entryCount: next + 1 });
    expect((await finalResponses(sittingId)).BL1Q3?.value).toEqual({ response: "at last" });
  });
});
