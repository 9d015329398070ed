import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../../support/start-server.js";
import { demoPassword } from "../../../server/demo/demo-accounts.js";
import { makeApi, type Api } from "../../support/api.js";

let server: TestServer;
let designer: Api;
let proctor: Api;
let stranger: Api;
beforeAll(async () => {
  server = await startServer({ demo: true });
  designer = makeApi(server.url, "en");
  await designer.logIn("designer", demoPassword);
  proctor = makeApi(server.url, "en");
  await proctor.logIn("proctor", demoPassword);
  stranger = await server.login("proctor", "stranger");
});
afterAll(() => server.close());

const plan = (changes: object = {}) => ({
  studyId: "demo",
  title: "Ca chiều",
  place: "Phòng máy 3",
  startsAt: "2026-12-01T07:30:00.000Z",
  mustAuthorise: true,
  proctorLogins: ["proctor"],
  ...changes,
});

const person = (name: string) => ({ name, schoolNumber: "", group: "9C" });

describe("a session", () => {
  it("is planned, filled, opened and closed", async () => {
    const { body: session } = await designer.post("/api/sessions", plan());
    expect(session).toMatchObject({
      status: "planned",
      testTakerCount: 0,
      studyTitle: { en: expect.any(String) },
    });
    const people = ["An", "Bình", "Chi"].map(person);
    const { body: cards } = await designer.post(`/api/sessions/${session.id}/test-takers`, {
      testTakers: people,
    });
    expect(cards.map(({ name }: { name: string }) => name)).toEqual(["An", "Bình", "Chi"]);
    for (const { code } of cards) expect(code).toMatch(/^[ACEFHJKMNPRTWXY3479]{3}-[ACEFHJKMNPRTWXY3479]{3}$/);
    expect(new Set(cards.map(({ bookletId }: { bookletId: string }) => bookletId)).size).toBe(3);
    const opened = await proctor.post(`/api/sessions/${session.id}/status`, { to: "open" });
    expect(opened.body).toMatchObject({ status: "open", testTakerCount: 3, submittedCount: 0 });
    expect((await proctor.post(`/api/sessions/${session.id}/status`, { to: "closed" })).body.status).toBe(
      "closed",
    );
  });

  it("has a planned end after its start, or none; anything else is refused and changes nothing", async () => {
    const { body: session } = await designer.post("/api/sessions", plan());
    expect(session.endsAt).toBeNull();
    const at = `/api/sessions/${session.id}`;
    const end = "2026-12-01T09:30:00.000Z";
    expect((await designer.put(at, plan({ endsAt: end }))).body.endsAt).toBe(end);
    for (const endsAt of ["2026-12-01T07:30:00.000Z", "2026-11-30T23:00:00.000Z"]) {
      const refused = await designer.put(at, plan({ endsAt, title: "Ca tối" }));
      expect(refused).toMatchObject({ status: 400, body: { code: "session-ends-first" } });
      expect(refused.body.message).toBe("The end of a session must come after its start.");
      expect((await designer.post("/api/sessions", plan({ endsAt }))).status).toBe(400);
    }
    const vietnamese = makeApi(server.url, "vi");
    await vietnamese.logIn("designer", demoPassword);
    const said = await vietnamese.put(at, plan({ endsAt: "2026-12-01T07:00:00.000Z" }));
    expect(said.body.message).toBe("Giờ kết thúc phải sau giờ bắt đầu của ca kiểm tra.");
    expect((await designer.post("/api/sessions", plan({ endsAt: "at noon" }))).body.code).toBe(
      "invalid-body",
    );
    expect((await proctor.get(at)).body).toMatchObject({ title: "Ca chiều", endsAt: end });
    // An end without a start is a plan too.
    expect((await designer.put(at, plan({ startsAt: null, endsAt: end }))).body.endsAt).toBe(end);
    expect((await designer.put(at, plan({ endsAt: null }))).body.endsAt).toBeNull();
  });

  it("deals the next booklets to those who come late, and leaves the others theirs", async () => {
    const { body: session } = await designer.post("/api/sessions", plan());
    const add = (...names: string[]) =>
      designer.post(`/api/sessions/${session.id}/test-takers`, { testTakers: names.map(person) });
    const { body: first } = await add("A", "B", "C", "D");
    const { body: all } = await add("E", "F", "G");
    expect(all.slice(0, 4)).toEqual(first);
    expect(new Set(all.map(({ bookletId }: { bookletId: string }) => bookletId)).size).toBe(7);
  });

  it("is seen and run only by its own proctor", async () => {
    const { body: session } = await designer.post("/api/sessions", plan());
    const mine = (await proctor.get("/api/sessions")).body.map(({ id }: { id: string }) => id);
    expect(mine).toContain(session.id);
    expect((await stranger.get("/api/sessions")).body).toEqual([]);
    for (const answer of [
      await stranger.get(`/api/sessions/${session.id}/test-takers`),
      await stranger.post(`/api/sessions/${session.id}/status`, { to: "open" }),
      await stranger.post(`/api/sessions/${session.id}/test-takers`, { testTakers: [person("X")] }),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.body.code).toBe("session-not-yours");
    }
    expect((await designer.get(`/api/sessions/${session.id}`)).body.status).toBe("planned");
  });

  it("keeps names from researchers, coders and authors", async () => {
    for (const login of ["researcher", "coder", "author"]) {
      const api = makeApi(server.url);
      await api.logIn(login, demoPassword);
      expect((await api.get("/api/sessions/demo-room/test-takers")).status).toBe(403);
    }
  });

  it("is refused with an unknown proctor or study, and opens only while its study is open", async () => {
    const unknown = await designer.post(
      "/api/sessions",
      plan({ proctorLogins: ["proctor", "nobody", "author"] }),
    );
    expect(unknown.body.code).toBe("proctors-unknown");
    expect(unknown.body.message).toContain("nobody, author");
    expect((await designer.post("/api/sessions", plan({ studyId: "none" }))).body.code).toBe(
      "study-not-found",
    );
    expect((await designer.post("/api/sessions", plan({ startsAt: "tomorrow" }))).body.code).toBe(
      "invalid-body",
    );
    const study = (await designer.get("/api/studies/demo")).body;
    const { title, languages, design, practiceBlockId, questionnaireBlockId, seed } = study;
    const copy = {
      id: "closed-study",
      title,
      languages,
      design,
      practiceBlockId,
      questionnaireBlockId,
      seed,
    };
    await designer.post("/api/studies", copy);
    const { body: session } = await designer.post("/api/sessions", plan({ studyId: "closed-study" }));
    const refused = await designer.post(`/api/sessions/${session.id}/status`, { to: "open" });
    expect(refused.body.code).toBe("session-step-refused");
  });

  it("is closed with its study", async () => {
    expect((await designer.get("/api/sessions/mock-exam-room")).body.status).toBe("open");
    await designer.post("/api/studies/mock-exam/close");
    expect((await designer.get("/api/sessions/mock-exam-room")).body.status).toBe("closed");
    const reopened = await designer.post("/api/sessions/mock-exam-room/status", { to: "open" });
    expect(reopened.body.code).toBe("session-step-refused");
  });

  it("moves to another study only while it is empty", async () => {
    const { body: session } = await designer.post("/api/sessions", plan());
    const moved = await designer.put(`/api/sessions/${session.id}`, plan({ studyId: "mock-exam" }));
    expect(moved.body.studyId).toBe("mock-exam");
    await designer.post(`/api/sessions/${session.id}/test-takers`, { testTakers: [person("A")] });
    expect((await designer.put(`/api/sessions/${session.id}`, plan())).body.code).toBe("session-study-fixed");
  });
});
