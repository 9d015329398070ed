import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { roles } from "../../../server/contract/common.js";
import { events } from "../../../server/features.js";
import type { Api } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
let admin: Api;
const open: Socket[] = [];
beforeAll(async () => {
  server = await startServer();
  admin = await server.login("admin");
});
afterEach(() => open.splice(0).forEach((socket) => socket.disconnect()));
afterAll(() => server.close());

function connect(namespace: string, auth: object): Socket {
  const socket = io(server.url + namespace, { auth, transports: ["websocket"], reconnection: false });
  open.push(socket);
  return socket;
}

const connected = (socket: Socket) =>
  new Promise<string>((settled) => {
    socket.once("connect", () => settled("connected"));
    socket.once("connect_error", (error: Error & { data?: { code: string } }) =>
      settled(error.data?.code ?? error.message),
    );
  });

describe("a socket", () => {
  it("is refused without a token, with a wrong one, and at the door of the others", async () => {
    const { token } = admin;
    expect(await connected(connect("/staff", {}))).toBe("login-needed");
    expect(await connected(connect("/staff", { token: "a.b.c" }))).toBe("login-needed");
    expect(await connected(connect("/staff", { token: { $ne: null } }))).toBe("login-needed");
    expect(await connected(connect("/sitting", { token }))).toBe("not-allowed");
    expect(await connected(connect("/staff", { token }))).toBe("connected");
  });

  it("is refused every event that its roles may not send", async () => {
    const ofStaff = events.filter(({ namespace }) => namespace === "/staff");
    expect(ofStaff.length).toBeGreaterThan(0);
    for (const role of roles) {
      const { token } = await server.login(role, role);
      const socket = connect("/staff", { token, language: "en" });
      expect(await connected(socket)).toBe("connected");
      const closed = ofStaff.filter(({ allow }) => Array.isArray(allow) && !allow.includes(role));
      for (const { name } of closed) {
        const answer = await socket.timeout(50_000).emitWithAck(name, "x");
        expect(answer, `${role} ${name}`).toMatchObject({ ok: false, code: "not-allowed" });
      }
    }
  });

  it("is refused what does not fit the event's schema, in its language", async () => {
    const socket = connect("/staff", { token: admin.token, language: "en" });
    await connected(socket);
    for (const { name, reads } of events.filter(({ namespace }) => namespace === "/staff")) {
      if (!reads) continue;
      const answer = await socket.timeout(50_000).emitWithAck(name, { $ne: null });
      expect(answer, name).toMatchObject({ ok: false, code: "invalid-body" });
      expect(answer.message).toMatch(/What was sent does not fit/);
    }
  });

  it("can do nothing more once its account is switched off", async () => {
    const proctor = await server.login("proctor", "leaver");
    const socket = connect("/staff", { token: proctor.token });
    await connected(socket);
    const { body: me } = await proctor.get("/api/accounts/me");
    await admin.patch(`/api/accounts/${me.id}`, { isActive: false });
    const answer = await socket.timeout(50_000).emitWithAck("room:join", "demo-room");
    expect(answer).toMatchObject({ ok: false, code: "login-expired" });
  });
});
