import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  CommandAnswer,
  HistoryEntry,
  RoomChange,
  RoomSitting,
  RoomState,
} from "../../../server/contract/room.js";
import type { TestTakerLoginAnswer } from "../../../server/contract/sitting.js";
import type { TestTakerCard } from "../../../server/contract/studies.js";
import { makeApi, type Api } from "../../support/api.js";
import { entry } from "../../support/make-entries.js";
import { makePackage, makeSession, storeStudy } from "../../support/make-study.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
let proctor: Api;
let sessionId: string;
let cards: TestTakerCard[];
let commandNumber = 0;

beforeAll(async () => {
  server = await startServer();
  await storeStudy(makePackage());
  proctor = await server.login("proctor");
  ({ sessionId, cards } = await makeSession("small", 8, { mustAuthorise: true, proctorLogins: ["proctor"] }));
});
afterAll(() => server.close());

async function logIn(
  card: TestTakerCard,
  deviceId = "computer-0001",
): Promise<{ api: Api; at: string; token: string }> {
  const api = makeApi(server.url);
  const login = { code: card.code, deviceId, playerVersion: "test" };
  const { body } = await api.post<TestTakerLoginAnswer>("/api/test-takers/login", login);
  api.token = body.token;
  return { api, at: `/api/sittings/${body.sitting.sittingId}`, token: body.token };
}

async function command(
  act: string,
  ids: string[],
  more: object = {},
  api = proctor,
): Promise<CommandAnswer["results"]> {
  const body = { commandId: `command-${++commandNumber}`, act, testTakerIds: ids, ...more };
  const answer = await api.post<CommandAnswer>(`/api/sessions/${sessionId}/commands`, body);
  expect(answer.status).toBe(200);
  return answer.body.results;
}

const room = async (): Promise<RoomState> =>
  (await proctor.get<RoomState>(`/api/sessions/${sessionId}/room`)).body;
const rowOf = async ({ testTakerId }: TestTakerCard): Promise<RoomSitting | undefined> =>
  (await room()).sittings.find((row) => row.testTakerId === testTakerId);

describe("the room", () => {
  it("has a row for everyone, logged in or not", async () => {
    const state = await room();
    expect(state).toMatchObject({ sessionTitle: "9A, morning", place: "Room 12", sessionStatus: "open" });
    expect(state.sittings).toHaveLength(8);
    expect(state.sittings[0]).toMatchObject({ name: "Học sinh 1", phase: "notStarted", connection: "never" });
  });

  it("shows who waits, and after leave was given, where everyone is and what is answered", async () => {
    const [card] = cards;
    const { api, at } = await logIn(card);
    expect(await rowOf(card)).toMatchObject({
      phase: "waiting",
      needs: ["authorisation"],
      connection: "connected",
    });
    expect((await api.post(`${at}/blocks/start`, { blockId: "PRA" })).body.code).toBe("sitting-waiting");
    expect(await command("authorise", [card.testTakerId])).toMatchObject([{ done: true }]);
    for (const [act, blockId] of [
      ["start", "PRA"],
      ["finish", "PRA"],
      ["start", "BL1"],
    ]) {
      expect((await api.post(`${at}/blocks/${act}`, { blockId })).status).toBe(200);
    }
    await api.post(`${at}/entries`, {
      epoch: 0,
      entries: [
        entry(0, { kind: "visit", itemId: "BL1Q1", value: undefined }),
        entry(1, { itemId: "BL1Q1", value: ["A"] }),
      ],
    });
    const row = await rowOf(card);
    expect(row).toMatchObject({
      phase: "running",
      blockNumber: 2,
      blockCount: 4,
      answeredCount: 1,
      itemCount: 7,
      needs: [],
    });
    expect(row).toMatchObject({ isClockRunning: true, unitTitle: { vi: "BL1" }, deviceCount: 1 });
    expect(row?.remainingMs).toBeLessThanOrEqual(20 * 60_000);
    expect(row?.lastSavedAt).not.toBeNull();
  });
});

describe("commands", () => {
  it("pause, resume, add minutes, end and reopen, with reasons in the history", async () => {
    const [, card] = cards;
    const ids = [card.testTakerId];
    const { api, at } = await logIn(card);
    await command("authorise", ids);
    for (const [act, blockId] of [
      ["start", "PRA"],
      ["finish", "PRA"],
      ["start", "BL1"],
    ]) {
      await api.post(`${at}/blocks/${act}`, { blockId });
    }
    await command("pause", ids);
    expect(await rowOf(card)).toMatchObject({ phase: "paused", isClockRunning: false, needs: ["paused"] });
    expect((await api.post(`${at}/blocks/finish`, { blockId: "BL1" })).body.code).toBe("sitting-paused");
    expect((await api.get(`${at}/blocks/BL1`)).body.code).toBe("sitting-paused");
    await command("resume", ids);
    await command("addMinutes", ids, { minutes: 5, reason: "power cut" });
    const row = await rowOf(card);
    expect(row).toMatchObject({ phase: "running", extraMinutes: 5 });
    expect(row?.remainingMs).toBeGreaterThan(20 * 60_000);
    await command("message", ids, { text: "Chú ý thời gian" });
    expect((await api.get(`${at}/state`)).body.message.text).toBe("Chú ý thời gian");
    await command("end", ids, { reason: "taken ill" });
    expect((await api.get(`${at}/state`)).body.phase).toBe("ended");
    await command("reopen", ids, { reason: "came back" });
    expect((await api.get(`${at}/state`)).body.phase).toBe("running");

    const history = await proctor.get<HistoryEntry[]>(
      `/api/sessions/${sessionId}/test-takers/${card.testTakerId}/history`,
    );
    const kinds = history.body.map(({ kind }) => kind).reverse();
    expect(kinds.slice(-6)).toEqual(["paused", "resumed", "minutesAdded", "message", "ended", "reopened"]);
    expect(history.body.find(({ kind }) => kind === "ended")).toMatchObject({
      by: "proctor",
      byName: "proctor",
      text: { en: "The sitting was ended. Reason: taken ill" },
    });
    expect(history.body.find(({ kind }) => kind === "created")).toMatchObject({
      by: "testTaker",
      byName: null,
    });
  });

  it("are done once when they are repeated", async () => {
    const [, , card] = cards;
    await logIn(card);
    const body = { commandId: "the-same-command", act: "authorise", testTakerIds: [card.testTakerId] };
    for (let k = 0; k < 2; k++) {
      const { body: answer } = await proctor.post<CommandAnswer>(`/api/sessions/${sessionId}/commands`, body);
      expect(answer.results).toEqual([{ testTakerId: card.testTakerId, done: true, message: "" }]);
    }
    await command("authorise", [card.testTakerId]).then(([result]) => expect(result.done).toBe(false));
    const minutes = {
      commandId: "the-same-minutes",
      act: "addMinutes",
      minutes: 3,
      reason: "late bus",
      testTakerIds: [card.testTakerId],
    };
    for (let k = 0; k < 3; k++) {
      const path = `/api/sessions/${sessionId}/commands`;
      expect((await proctor.post<CommandAnswer>(path, minutes)).body.results[0].done).toBe(true);
    }
    expect(await rowOf(card)).toMatchObject({ extraMinutes: 3 });
  });

  it("do what can be done for some of many, and say why not for the others", async () => {
    const [, , , logged, absent] = cards;
    await logIn(logged);
    const results = await command("authorise", [logged.testTakerId, absent.testTakerId, "T-nobody"]);
    expect(results.map(({ done }) => done)).toEqual([true, false, false]);
    expect(results[1].message).toBe("Has not logged in yet.");
  });

  it("that lack minutes, a reason or a text do nothing", async () => {
    const ids = [cards[3].testTakerId];
    for (const [act, more] of [
      ["addMinutes", { reason: "x" }],
      ["addMinutes", { minutes: 5, reason: " " }],
      ["end", {}],
      ["reopen", {}],
      ["message", {}],
    ] as const) {
      const body = { commandId: `incomplete-${++commandNumber}`, act, testTakerIds: ids, ...more };
      const answer = await proctor.post(`/api/sessions/${sessionId}/commands`, body);
      expect([answer.status, answer.body.code]).toEqual([400, "command-incomplete"]);
    }
    expect((await rowOf(cards[3]))?.phase).toBe("ready");
  });

  it("are refused to a proctor of another session, and to researchers", async () => {
    const other = await server.login("proctor", "another-proctor");
    const body = { commandId: "not-my-room", act: "end", reason: "x", testTakerIds: [cards[0].testTakerId] };
    const paths = [`/api/sessions/${sessionId}/room`, `/api/sessions/${sessionId}/incidents`];
    for (const path of paths) expect((await other.get(path)).body.code).toBe("session-not-yours");
    expect((await other.post(`/api/sessions/${sessionId}/commands`, body)).body.code).toBe(
      "session-not-yours",
    );
    expect((await (await server.login("researcher")).get(paths[0])).status).toBe(403);
    expect((await (await server.login("admin")).get(paths[0])).status).toBe(200);
  });
});

describe("watching live", () => {
  const sockets: Socket[] = [];
  afterAll(() => sockets.forEach((socket) => socket.close()));
  const connect = (path: string, token: string | null): Socket => {
    const socket = io(server.url + path, {
      auth: { token, language: "en" },
      forceNew: true,
      reconnection: false,
    });
    sockets.push(socket);
    return socket;
  };

  it("gives the whole room, then every change under the next number", async () => {
    const socket = connect("/staff", proctor.token);
    const changes: RoomChange[] = [];
    socket.on("room:change", (change: RoomChange) => changes.push(change));
    const joined = (await socket.emitWithAck("room:join", sessionId)) as { ok: true; state: RoomState };
    expect(joined).toMatchObject({ ok: true, state: { sessionId, sittings: expect.any(Array) } });
    const [, , , , , card] = cards;
    const { token } = await logIn(card);
    const player = connect("/sitting", token);
    const newest = (): RoomSitting | undefined =>
      changes
        .flatMap(({ sittings }) => sittings)
        .filter(({ testTakerId }) => testTakerId === card.testTakerId)
        .at(-1);
    await expect
      .poll(newest, { timeout: 50_000 })
      .toMatchObject({ phase: "waiting", connection: "connected" });
    await command("authorise", [card.testTakerId]);
    await expect.poll(newest, { timeout: 50_000 }).toMatchObject({ phase: "ready", needs: [] });
    expect(changes.map(({ version }) => version)).toEqual(
      changes.map((_, index) => joined.state.version + 1 + index),
    );
    const incident = new Promise((resolve) =>
      socket.once("room:incident", (_: string, it: unknown) => resolve(it)),
    );
    const text = { category: "technical", text: "The network was down for two minutes.", testTakerIds: [] };
    await proctor.post(`/api/sessions/${sessionId}/incidents`, text);
    expect(await incident).toMatchObject({ ...text, by: "proctor" });
    expect((await proctor.get(`/api/sessions/${sessionId}/incidents`)).body).toMatchObject([text]);
    player.close();
  });

  it("is refused to a proctor of another session, and for a session that is none", async () => {
    const other = await server.login("proctor", "another-proctor");
    const socket = connect("/staff", other.token);
    expect(await socket.emitWithAck("room:join", sessionId)).toMatchObject({
      ok: false,
      code: "session-not-yours",
    });
    expect(await socket.emitWithAck("room:join", { $ne: "" })).toMatchObject({
      ok: false,
      code: "invalid-body",
    });
    const mine = connect("/staff", proctor.token);
    expect(await mine.emitWithAck("room:join", "S-none")).toMatchObject({
      ok: false,
      code: "session-not-found",
    });
  });
});
