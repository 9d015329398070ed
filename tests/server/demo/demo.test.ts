import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { roles } from "../../../server/contract/common.js";
import type { Config } from "../../../server/config.js";
import { demoAccounts, demoPassword } from "../../../server/demo/demo-accounts.js";
import type { TestTakerCard } from "../../../server/contract/studies.js";
import { importLibrary } from "../../../server/demo/import-library.js";
import { keepEndsAhead } from "../../../server/demo/demo-rooms.service.js";
import { demoInUse, makeDemo } from "../../../server/demo/demo.service.js";
import { greeting } from "../../../server/greeting.js";
import { itemsOfSitting } from "../../../server/studies/package.js";
import { studyPackage } from "../../../server/studies/studies.service.js";
import { testTakerByCode } from "../../../server/test-takers/test-takers.service.js";
import { makeApi, type Api } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";

const hourMs = 3_600_000;

let server: TestServer;
let admin: Api;
beforeAll(async () => {
  server = await startServer({ demo: true });
  admin = await server.login("admin");
});
afterAll(() => server.close());

describe("the first start", () => {
  it("makes an administrator with a password that is told once", async () => {
    expect(server.running.firstStart?.admin.password).toMatch(/^(\w{4}-){3}\w{4}$/);
    const { body } = await admin.get("/api/accounts/me");
    expect(body).toMatchObject({ login: "admin", roles: ["admin"], isDemo: false });
  });

  it("makes a marked demo account for every kind of staff", async () => {
    const kinds = new Set(demoAccounts.flatMap((account) => account.roles));
    expect(roles.filter((role) => role !== "admin" && !kinds.has(role))).toEqual([]);
    for (const { login } of demoAccounts) {
      const answer = await makeApi(server.url).logIn(login, demoPassword);
      expect(answer.body.account).toMatchObject({ login, isDemo: true });
    }
  });

  it("fills the bank with the whole library, approved and without problems", async () => {
    const { problems, items } = await importLibrary();
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    const { body } = await admin.get("/api/items");
    expect(body.length).toBe(items.length);
    expect(body.length).toBeGreaterThanOrEqual(70);
    for (const row of body) expect(row).toMatchObject({ status: "approved", version: 1, problemCount: 0 });
  });

  it("opens a study of seven blocks in seven booklets that balances positions and pairs", async () => {
    const { body } = await admin.get("/api/studies/demo");
    expect(body).toMatchObject({
      status: "open",
      isDemo: true,
      languages: ["vi", "en"],
      designKind: "balancedIncompleteBlocks",
      practiceBlockId: "PRB1",
      questionnaireBlockId: "QSB1",
      sessionCount: 1,
      testTakerCount: 28,
    });
    expect(body.designReport).toMatchObject({ isBalancedInPosition: true, isBalancedInPairs: true });
    expect(body.packageHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("opens the mock exam with its one booklet", async () => {
    const { body } = await admin.get("/api/studies/mock-exam");
    expect(body).toMatchObject({ status: "open", designKind: "fixed", sessionCount: 1 });
    expect(body.blocks.map(({ id }: { id: string }) => id)).toContain("TMB1");
  });

  it("opens a room whose booklets are dealt evenly, with the codes that were told", async () => {
    const proctor = makeApi(server.url);
    await proctor.logIn("proctor", demoPassword);
    const sessions = await proctor.get("/api/sessions");
    expect(sessions.body).toHaveLength(2);
    const { body: cards } = await proctor.get("/api/sessions/demo-room/test-takers");
    const counts = new Map<string, number>();
    for (const { bookletId } of cards) counts.set(bookletId, (counts.get(bookletId) ?? 0) + 1);
    expect([...counts.values()]).toEqual([4, 4, 4, 4, 4, 4, 4]);
    const codes = cards.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(expect.arrayContaining(server.running.firstStart!.demo!.codes));
    expect(new Set(codes).size).toBe(28);
  });

  it("serves the figures of its items for good, without rights of their own", async () => {
    const { body: units } = await admin.get("/api/units");
    const details = await Promise.all(units.map(({ id }: { id: string }) => admin.get(`/api/units/${id}`)));
    const addresses = details.flatMap(({ body }) => Object.values<string>(body.assets));
    expect(addresses.length).toBeGreaterThan(10);
    const { status, headers } = await makeApi(server.url).get(addresses[0]);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^image\/svg\+xml/);
    expect(headers.get("cache-control")).toMatch(/immutable/);
    expect(headers.get("content-security-policy")).toMatch(/sandbox/);
  });

  it("counts whom each item was given to, once the booklet was begun", async () => {
    const code = server.running.firstStart!.demo!.codes[0];
    const device = { deviceId: "device-of-a-test", playerVersion: "test" };
    const typed = code.toLowerCase().replace("-", " ");
    expect((await server.api.post("/api/test-takers/login", { code: typed, ...device })).status).toBe(200);
    const { bookletId } = await testTakerByCode(code);
    const given = itemsOfSitting(await studyPackage("demo"), bookletId).map(({ item }) => item.id);
    const { body } = await admin.get("/api/items");
    const exposed = body.filter(({ exposureCount }: { exposureCount: number }) => exposureCount === 1);
    expect(exposed.map(({ id }: { id: string }) => id).sort()).toEqual([...given].sort());
  });

  it("plans an end that leaves time for a whole sitting, so that the room shows how it counts down", async () => {
    const { body } = await admin.get("/api/sessions");
    expect(body).toHaveLength(2);
    for (const { endsAt } of body) {
      const hours = (Date.parse(endsAt) - Date.now()) / hourMs;
      expect(hours).toBeGreaterThan(2.5);
      expect(hours).toBeLessThan(4.1);
    }
  });

  it("can be done again without making anything twice", async () => {
    await makeDemo();
    const { body } = await admin.get("/api/studies");
    expect(
      body
        .map(({ id, testTakerCount }: { id: string; testTakerCount: number }) => [id, testTakerCount])
        .sort(),
    ).toEqual([
      ["demo", 28],
      ["mock-exam", 12],
    ]);
  });
});

describe("a later start", () => {
  const tomorrow = Date.now() + 24 * hourMs;
  const ends = async (): Promise<Record<string, string>> => {
    const { body } = await admin.get("/api/sessions");
    return Object.fromEntries(body.map(({ id, endsAt }: { id: string; endsAt: string }) => [id, endsAt]));
  };

  it("plans an end that has passed anew in a room where nobody has sat, and leaves the others as they were", async () => {
    const before = await ends();
    await keepEndsAhead(Date.now());
    expect(await ends()).toEqual(before);
    // Somebody has logged in to the demo's room by now, and nobody to the mock exam's.
    await keepEndsAhead(tomorrow);
    const after = await ends();
    expect(after["demo-room"]).toBe(before["demo-room"]);
    expect((Date.parse(after["mock-exam-room"]) - tomorrow) / hourMs).toBeGreaterThanOrEqual(3);
  });

  it("tells codes that still let somebody in, and where to make more when there are none", async () => {
    const told = async () => (await demoInUse())?.codes ?? [];
    const { body: cards } = await admin.get<TestTakerCard[]>("/api/sessions/demo-room/test-takers");
    // The first friendly code is in use by now: it comes after those that nobody has used.
    expect(await told()).toEqual(["CAY-479", "MAY-739", cards[3].code]);
    const device = { deviceId: "device-of-a-test", playerVersion: "test" };
    const logIn = async ({ code }: TestTakerCard) =>
      expect((await server.api.post("/api/test-takers/login", { code, ...device })).status).toBe(200);
    const end = (ended: TestTakerCard[], commandId: string) =>
      admin.post("/api/sessions/demo-room/commands", {
        commandId,
        act: "end",
        reason: "Thử",
        testTakerIds: ended.map(({ testTakerId }) => testTakerId),
      });
    for (const card of cards.slice(1, -1)) await logIn(card);
    const last = cards.at(-1)!;
    expect(await told()).toEqual([last.code, "TRE-347", "CAY-479"]);
    await end(cards.slice(0, 1), "command-of-one");
    expect(await told()).toEqual([last.code, "CAY-479", "MAY-739"]);
    await logIn(last);
    await end(cards.slice(1), "command-of-all");
    expect(await told()).toEqual([]);
    const lines = greeting({ ...server.running, demo: await demoInUse() }, { dataDir: "data" } as Config);
    expect(lines).toContain(`${server.url}/studio/studies/demo`);
    expect(lines).not.toMatch(/codes +\n/);
  });
});
