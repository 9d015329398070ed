import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApi } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe("logging in", () => {
  it("gives a short-lived token, and keeps the refresh token from scripts and other sites", async () => {
    const answer = await makeApi(server.url).logIn(server.admin.login, server.admin.password);
    expect(answer.status).toBe(200);
    expect(answer.body.account).toMatchObject({ login: "admin", roles: ["admin"], isDemo: false });
    expect(answer.body.expiresInSeconds).toBeLessThanOrEqual(900);
    const cookie = answer.headers.getSetCookie()[0];
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(JSON.stringify(answer.body)).not.toMatch(/password|argon/i);
  });

  it("says the same for an unknown login and for a wrong password", async () => {
    const unknown = await server.api.logIn("nobody", "wrong password");
    const wrong = await server.api.logIn("admin", "wrong password");
    expect(unknown.status).toBe(401);
    expect(wrong.body).toEqual(unknown.body);
    expect(unknown.body.code).toBe("login-refused");
  });

  it("speaks the language of the one who asks", async () => {
    const answer = await makeApi(server.url, "vi").logIn("nobody", "wrong password");
    expect(answer.body.message).toBe("Tên đăng nhập hoặc mật khẩu không đúng.");
  });

  it("makes one login wait after ten wrong passwords, and no other one", async () => {
    const [author] = await Promise.all([server.login("author", "patient"), server.login("author", "hasty")]);
    for (let attempt = 0; attempt < 10; attempt++) {
      expect((await server.api.logIn("hasty", "wrong password")).status).toBe(401);
    }
    const answer = await server.api.logIn("Hasty", "mot mat khau dai");
    expect(answer.status).toBe(429);
    expect(answer.body.code).toBe("too-many-attempts");
    expect(answer.body.message).toMatch(/Wait \d+ seconds/);
    expect((await author.logIn("patient", "mot mat khau dai")).status).toBe(200);
  });

  it("refuses a token that was tampered with, or signed by no algorithm", async () => {
    const api = await server.login("admin");
    const [head, claims] = api.token!.split(".");
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    for (const token of [`${head}.${claims}.AAAA`, `${none}.${claims}.`, "x"]) {
      api.token = token;
      expect((await api.get("/api/accounts")).status).toBe(401);
    }
  });
});

describe("refreshing", () => {
  it("gives the next token for the cookie, and the cookie changes", async () => {
    const api = await server.login("admin");
    const first = api.cookie;
    const answer = await api.post("/api/login/refresh");
    expect(answer.status).toBe(200);
    expect(answer.body.account.login).toBe("admin");
    expect(api.cookie).not.toBe(first);
  });

  it("ends the whole login when an old refresh token comes back", async () => {
    const api = await server.login("admin");
    const stolen = makeApi(server.url);
    stolen.cookie = api.cookie;
    await api.post("/api/login/refresh");
    await api.post("/api/login/refresh");
    expect((await stolen.post("/api/login/refresh")).body.code).toBe("login-expired");
    expect((await api.post("/api/login/refresh")).status).toBe(401);
  });

  it("lets two pages that open at once refresh with the same cookie", async () => {
    const one = await server.login("admin");
    const other = makeApi(server.url);
    other.cookie = one.cookie;
    const answers = await Promise.all([one.post("/api/login/refresh"), other.post("/api/login/refresh")]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("without a cookie answers that nobody is logged in, which is no error", async () => {
    expect((await makeApi(server.url).post("/api/login/refresh")).status).toBe(204);
  });

  it("is over after logging out", async () => {
    const api = await server.login("admin");
    const kept = makeApi(server.url);
    kept.cookie = api.cookie;
    expect((await api.post("/api/logout")).status).toBe(204);
    expect((await kept.post("/api/login/refresh")).status).toBe(401);
  });
});
