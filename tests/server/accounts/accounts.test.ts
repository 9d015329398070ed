import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApi, type Api } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
let admin: Api;
beforeAll(async () => {
  server = await startServer();
  admin = await server.login("admin");
});
afterAll(() => server.close());

const phrase = "một câu dài dễ nhớ";
let count = 0;
async function newAccount(roles = ["author"]) {
  const login = `person${++count}`;
  const body = { login, name: "Người thử", roles, language: "vi", password: phrase };
  const { body: account, status } = await admin.post("/api/accounts", body);
  expect(status).toBe(200);
  const api = makeApi(server.url);
  await api.logIn(login, phrase);
  return { account, api, login };
}

describe("accounts", () => {
  it("are made by an administrator, and work at once", async () => {
    const { account, api } = await newAccount(["author", "designer"]);
    expect(account).toMatchObject({ roles: ["author", "designer"], isDemo: false, isActive: true });
    expect((await api.get("/api/accounts/me")).body.login).toBe(account.login);
    expect((await admin.get("/api/accounts")).body.map(({ login }: { login: string }) => login)).toContain(
      account.login,
    );
  });

  it("have logins of their own and passwords that are hard to guess", async () => {
    const { login } = await newAccount();
    const body = { login, name: "Khác", roles: ["coder"], language: "vi", password: phrase };
    expect((await admin.post("/api/accounts", body)).body.code).toBe("login-taken");
    for (const password of ["aaaaaaaaaaaaaaa", "123456789012345", "person77-person77"]) {
      const easy = { ...body, login: "person77", password };
      expect((await admin.post("/api/accounts", easy)).body.code).toBe("password-too-easy");
    }
    expect((await admin.post("/api/accounts", { ...body, login: "short", password: "ngan" })).body.code).toBe(
      "invalid-body",
    );
  });

  it("that are switched off are out at once, with their refresh tokens", async () => {
    const { account, api } = await newAccount();
    await admin.patch(`/api/accounts/${account.id}`, { isActive: false });
    expect((await api.get("/api/accounts/me")).body.code).toBe("login-expired");
    expect((await api.post("/api/login/refresh")).status).toBe(401);
    expect((await makeApi(server.url).logIn(account.login, phrase)).body.code).toBe("login-refused");
  });

  it("with other roles ask for the password again, and then have them", async () => {
    const { account, api } = await newAccount();
    await admin.patch(`/api/accounts/${account.id}`, { roles: ["researcher"] });
    expect((await api.get("/api/items")).status).toBe(401);
    await api.logIn(account.login, phrase);
    expect((await api.get("/api/accounts/me")).body.roles).toEqual(["researcher"]);
  });

  it("change their own language and, with the old one, their password", async () => {
    const { account, api } = await newAccount();
    expect((await api.patch("/api/accounts/me", { language: "en" })).body.language).toBe("en");
    const next = "một câu dài khác hẳn";
    const wrong = await api.patch("/api/accounts/me", { password: { old: "không phải", new: next } });
    expect(wrong.body.code).toBe("old-password-wrong");
    await api.patch("/api/accounts/me", { password: { old: phrase, new: next } });
    expect((await api.get("/api/accounts/me")).status).toBe(401);
    expect((await makeApi(server.url).logIn(account.login, next)).status).toBe(200);
  });

  it("are never without an administrator", async () => {
    const { body: me } = await admin.get("/api/accounts/me");
    for (const change of [{ isActive: false }, { roles: ["author"] }]) {
      expect((await admin.patch(`/api/accounts/${me.id}`, change)).body.code).toBe("last-admin");
    }
  });

  it("are noted in the audit log, without passwords", async () => {
    const { account } = await newAccount();
    await admin.patch(`/api/accounts/${account.id}`, { password: "một câu bí mật lắm" });
    const { body } = await admin.get("/api/audit?limit=5");
    expect(body.map(({ act }: { act: string }) => act)).toEqual(
      expect.arrayContaining(["account-changed", "login", "account-added"]),
    );
    expect(JSON.stringify(body)).not.toMatch(/bí mật|một câu/);
    const { body: older } = await admin.get(`/api/audit?before=${body.at(-1).at}&limit=2`);
    expect(older.every(({ at }: { at: string }) => at < body.at(-1).at)).toBe(true);
  });
});
