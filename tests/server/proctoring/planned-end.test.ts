import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandAnswer, RoomChange, RoomState } from "../../../server/contract/room.js";
import type { SittingState, TestTakerLoginAnswer } from "../../../server/contract/sitting.js";
import type { SessionRow, TestTakerCard } from "../../../server/contract/studies.js";
import { makeApi, type Api } from "../../support/api.js";
import { makePackage, makeSession, storeStudy } from "../../support/make-study.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
let proctor: Api;
let designer: Api;
let sessionId: string;
let cards: TestTakerCard[];

beforeAll(async () => {
  server = await startServer();
  await storeStudy(makePackage({ minutes: 20, testBlocks: 2 }));
  proctor = await server.login("proctor");
  designer = await server.login("designer");
  ({ sessionId, cards } = await makeSession("small", 2, { proctorLogins: ["proctor"] }));
});
afterAll(() => server.close());

/** Plan the end so many minutes from now. */
async function planEnd(minutes: number): Promise<string> {
  const { body: row } = await designer.get<SessionRow>(`/api/sessions/${sessionId}`);
  const { studyId, title, place, startsAt, mustAuthorise, proctorLogins } = row;
  const endsAt = new Date(Date.now() + minutes * 60_000).toISOString();
  const plan = { studyId, title, place, startsAt, mustAuthorise, proctorLogins, endsAt };
  expect((await designer.put(`/api/sessions/${sessionId}`, plan)).status).toBe(200);
  return endsAt;
}

const room = async (): Promise<RoomState> =>
  (await proctor.get<RoomState>(`/api/sessions/${sessionId}/room`)).body;

describe("the planned end of a session", () => {
  it("stands in the room beside the time that each sitting may still take", async () => {
    const endsAt = await planEnd(30);
    const api = makeApi(server.url);
    const login = { code: cards[0].code, deviceId: "computer-0001", playerVersion: "test" };
    const { body } = await api.post<TestTakerLoginAnswer>("/api/test-takers/login", login);
    api.token = body.token;
    const at = `/api/sittings/${body.sitting.sittingId}`;
    const laterMinutes = async (): Promise<number[]> =>
      (await room()).sittings.map(({ laterLimitMs }) => laterLimitMs / 60_000);
    expect((await room()).endsAt).toBe(endsAt);
    // Practice and questionnaire have no limit; who has not logged in is not counted.
    expect(await laterMinutes()).toEqual([40, 0]);
    await api.post(`${at}/blocks/start`, { blockId: "PRA" });
    await api.post(`${at}/blocks/finish`, { blockId: "PRA" });
    await api.post(`${at}/blocks/start`, { blockId: "BL1" });
    expect(await laterMinutes()).toEqual([20, 0]);
    const command = { commandId: "more-minutes", act: "addMinutes", minutes: 15, reason: "power cut" };
    const given = await proctor.post<CommandAnswer>(`/api/sessions/${sessionId}/commands`, {
      ...command,
      testTakerIds: [cards[0].testTakerId],
    });
    // Minutes that go past the end are given all the same: the room warns, the proctor decides.
    expect(given.body.results).toMatchObject([{ done: true }]);
    expect((await room()).sittings[0].remainingMs).toBeGreaterThan(34 * 60_000);

    // And when it is reached, nobody is cut off and nobody kept out.
    await planEnd(-1);
    expect((await api.get<SittingState>(`${at}/state`)).body.phase).toBe("running");
    expect((await api.post(`${at}/blocks/finish`, { blockId: "BL1" })).status).toBe(200);
    expect((await api.post(`${at}/blocks/start`, { blockId: "BL2" })).status).toBe(200);
    const late = { code: cards[1].code, deviceId: "computer-0002", playerVersion: "test" };
    expect((await makeApi(server.url).post("/api/test-takers/login", late)).status).toBe(200);
    expect((await room()).sessionStatus).toBe("open");
  });

  it("reaches those who watch the room when the plan or the status changes", async () => {
    const socket = io(`${server.url}/staff`, { auth: { token: proctor.token, language: "en" } });
    try {
      const { state } = (await socket.emitWithAck("room:join", sessionId)) as { state: RoomState };
      const missed = new Promise<RoomChange>((resolve) =>
        socket.on("room:change", (change: RoomChange) => {
          if (change.version > state.version + 1) resolve(change);
        }),
      );
      const endsAt = await planEnd(45);
      // A number left out: the watcher's screen asks for the whole.
      expect((await missed).sittings).toEqual([]);
      const again = (await socket.emitWithAck("room:join", sessionId)) as { state: RoomState };
      expect(again.state.endsAt).toBe(endsAt);
      expect(again.state.version).toBeGreaterThanOrEqual((await missed).version);
    } finally {
      socket.close();
    }
  });
});
