import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoPassword } from "../../../server/demo/demo-accounts.js";
import { makeApi, type Api } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";
import { xlsx } from "../../support/xlsx.js";

let server: TestServer;
let designer: Api;
let path: string;
beforeAll(async () => {
  server = await startServer({ demo: true });
  designer = makeApi(server.url, "vi");
  await designer.logIn("designer", demoPassword);
  const { body } = await designer.post("/api/sessions", {
    studyId: "demo",
    title: "Ca chiều",
    place: "",
    startsAt: null,
    mustAuthorise: false,
    proctorLogins: [],
  });
  path = `/api/sessions/${body.id}/roster`;
});
afterAll(() => server.close());

const excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

describe("sending a roster", () => {
  it("first reads it and adds nothing, then adds those on it", async () => {
    const file = await xlsx([
      ["Họ và tên", "Lớp"],
      ["An", "9A"],
      ["Bình", "9A"],
      [null, "9A"],
    ]);
    const dry = await designer.send("POST", `${path}?dryRun=1`, file, excel);
    expect(dry.body).toMatchObject({ added: 0, problems: [{ row: 4, message: "thiếu họ và tên" }] });
    expect(dry.body.testTakers).toHaveLength(2);
    const admin = await server.login("admin");
    const cards = path.replace("/roster", "/test-takers");
    expect((await admin.get(cards)).body).toEqual([]);
    expect((await designer.send("POST", path, file, excel)).body.added).toBe(2);
    expect((await admin.get(cards)).body).toHaveLength(2);
  });

  it("takes a CSV by whatever name the browser gives it, and nothing that is another kind of thing", async () => {
    const csv = "Họ và tên\nAn\n";
    for (const type of ["text/csv", "application/vnd.ms-excel", "application/octet-stream"]) {
      expect((await designer.send("POST", `${path}?dryRun=1`, csv, type)).body.testTakers).toHaveLength(1);
    }
    expect((await designer.send("POST", path, csv, "text/html")).body.code).toBe("wrong-content-type");
    expect((await designer.send("POST", path, "x".repeat(2_000_001), "text/csv")).status).toBe(413);
    expect((await designer.send("POST", path, "", "text/csv")).body.code).toBe("roster-header-missing");
  });
});
