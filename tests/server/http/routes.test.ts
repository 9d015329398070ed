import { type TSchema } from "@sinclair/typebox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allRoutes } from "../../../server/app.js";
import { roles } from "../../../server/contract/common.js";
import { events } from "../../../server/features.js";
import type { Allow } from "../../../server/caller.js";
import type { Route } from "../../../server/http/route.js";
import type { Api, ApiAnswer } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const nameOf = ({ method, path }: Route) => `${method.toUpperCase()} ${path}`;
const address = ({ path }: Route) => path.replace(/:\w+/g, "X1");

function ask(api: Api, route: Route, body: unknown = {}): Promise<ApiAnswer<ReturnType<typeof JSON.parse>>> {
  if (route.file) return api.send(route.method.toUpperCase(), address(route), "x", route.file.types[0]);
  return route.method === "get" || route.method === "delete"
    ? api[route.method](address(route))
    : api[route.method](address(route), body);
}

const isAllow = (allow: Allow) =>
  ["everyone", "staff", "testTaker"].includes(allow as string) ||
  (Array.isArray(allow) && allow.length > 0 && allow.every((role) => roles.includes(role)));

describe("every route", () => {
  it("names who may call it", () => {
    expect(allRoutes.length).toBeGreaterThan(30);
    for (const route of allRoutes) expect(isAllow(route.allow), nameOf(route)).toBe(true);
    for (const event of events) expect(isAllow(event.allow), event.name).toBe(true);
  });

  it("is declared once", () => {
    const names = allRoutes.map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(
    allRoutes.filter(({ allow }) => allow !== "everyone").map((route) => [nameOf(route), route] as const),
  )("%s refuses those who are not logged in", async (_name, route) => {
    const answer = await ask(server.api, route);
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe("login-needed");
  });

  it("refuses staff without the role, before it reads what they sent", async () => {
    for (const role of roles) {
      const api = await server.login(role, role === "admin" ? "admin" : role);
      const closed = allRoutes.filter(
        ({ allow }) => allow === "testTaker" || (Array.isArray(allow) && !allow.includes(role)),
      );
      for (const route of closed) {
        const answer = await ask(api, route, "not even an object");
        expect(answer.status, `${role} ${nameOf(route)}`).toBe(403);
        expect(answer.body.code).toBe("not-allowed");
      }
    }
  });
});

/** The body with an operator of the store's query language at one of its places, for each place that holds a string. */
function smuggled(schema: TSchema): unknown[] {
  const operator = { $ne: null };
  if (schema.type !== "object" || !schema.properties) return [operator];
  // A place without a schema of its own (an item, a unit) is read by the bank's validators, which have tests of their own.
  const isRead = (property: TSchema) => Object.keys(property).length > 0;
  return Object.entries<TSchema>(schema.properties as Record<string, TSchema>)
    .filter(([, property]) => isRead(property))
    .map(([name]) => ({ [name]: operator }));
}

describe("every body", () => {
  it("is refused when it is not what the schema says, and with an operator of the store in any place", async () => {
    for (const route of allRoutes.filter(({ reads, allow }) => reads && allow !== "testTaker")) {
      const role = Array.isArray(route.allow) ? route.allow[0] : "admin";
      const api = route.allow === "everyone" ? server.api : await server.login(role, role);
      for (const body of [[], "text", 7, { $where: "1" }, ...smuggled(route.reads!)]) {
        const answer = await ask(api, route, body);
        const met = `${nameOf(route)} ${JSON.stringify(body)} ${JSON.stringify(answer.body)}`;
        expect([400, 429], met).toContain(answer.status);
        if (answer.status === 400)
          expect(["invalid-body", "unreadable-body"], met).toContain(answer.body.code);
      }
    }
  });

  it("is refused when it is not JSON, in the caller's language", async () => {
    const answer = await server.api.send("POST", "/api/login", '{"login": ', "application/json");
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      code: "unreadable-body",
      message: "What was sent cannot be read, because it is not valid JSON.",
    });
  });

  it("is refused when it is too large", async () => {
    const body = JSON.stringify({ login: "a", password: "x".repeat(300_000) });
    const answer = await server.api.send("POST", "/api/login", body, "application/json");
    expect(answer.status).toBe(413);
    expect(answer.body.code).toBe("body-too-large");
  });

  it("names each place that does not fit", async () => {
    const admin = await server.login("admin");
    const answer = await admin.post("/api/accounts", {
      login: "A B",
      name: "",
      roles: ["king"],
      language: "vi",
    });
    expect(answer.body.code).toBe("invalid-body");
    expect(answer.body.details.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(["/login", "/name", "/roles/0", ""]),
    );
  });

  it("is refused at once however many places do not fit", async () => {
    const admin = await server.login("admin");
    const roles = Array.from({ length: 30_000 }, () => "king");
    const answer = await admin.post("/api/accounts", { login: "ab", name: "A", roles, language: "vi" });
    expect(answer.body.code).toBe("invalid-body");
    expect(answer.body.details[1].message).toContain('"king" is none of the allowed values: "admin"');
  });
});

describe("an address", () => {
  it("that no route has is answered in words", async () => {
    const answer = await server.api.get("/api/nothing");
    expect(answer.status).toBe(404);
    expect(answer.body.code).toBe("not-found");
  });

  it("that has no page gives a browser a page that leads back, and a program JSON", async () => {
    const ask = (path: string, accept: string) =>
      fetch(server.url + path, { headers: { Accept: accept } }).then(async (answer) => ({
        status: answer.status,
        type: answer.headers.get("content-type"),
        text: await answer.text(),
      }));
    const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    const page = await ask("/nowhere", browser);
    expect(page).toMatchObject({ status: 404, type: "text/html; charset=utf-8" });
    for (const part of ["Không có trang này", "Page not found", 'href="/"', 'href="/office/"']) {
      expect(page.text).toContain(part);
    }
    const json = { status: 404, type: "application/json; charset=utf-8" };
    expect(await ask("/nowhere", "*/*")).toMatchObject(json);
    expect(await ask("/api/nothing", browser)).toMatchObject(json);
  });

  it("with something else than an id in it finds nothing", async () => {
    const admin = await server.login("admin");
    for (const id of ["%7B%22$ne%22:null%7D", "..%2f..%2fetc", "a%00b", "$where"]) {
      expect((await admin.get(`/api/items/${id}`)).status).toBe(404);
    }
  });

  it("with an operator in its query is asked without it", async () => {
    const admin = await server.login("admin");
    const answer = await admin.get("/api/sessions?studyId[$ne]=x&studyId[$gt]=");
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual([]);
  });
});

describe("headers", () => {
  it("carry a content policy without exceptions, that works on plain http", async () => {
    const { headers } = await server.api.get("/api/health");
    const policy = headers.get("content-security-policy")!;
    expect(policy).toMatch(/default-src 'self'/);
    expect(policy).not.toMatch(/unsafe-|upgrade-insecure-requests/);
    expect(headers.get("strict-transport-security")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("the API's description", () => {
  it("has every route with its parameters and its body's schema", async () => {
    const { body } = await server.api.get("/api/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    for (const route of allRoutes) {
      const operation = body.paths[route.path.replace(/:(\w+)/g, "{$1}")]?.[route.method];
      expect(operation, nameOf(route)).toBeDefined();
      expect(operation.summary).toBe(route.summary);
      expect(operation.security).toEqual(route.allow === "everyone" ? [] : [{ bearer: [] }]);
      expect(Boolean(operation.requestBody), nameOf(route)).toBe(Boolean(route.reads ?? route.file));
    }
    expect(body.paths["/api/login"].post.requestBody.content["application/json"].schema.required).toEqual([
      "login",
      "password",
    ]);
  });
});
