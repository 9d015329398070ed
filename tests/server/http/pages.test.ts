import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import supertest from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mountBundles, mountPages } from "../../../server/http/pages.js";

const folder = mkdtempSync(join(tmpdir(), "khao-pages-"));
const app = express();
const get = (path: string) => supertest(app).get(path);

beforeAll(() => {
  for (const name of ["assets", "office", "room"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "index.html"), "player");
  writeFileSync(join(folder, "office", "index.html"), "office");
  writeFileSync(join(folder, "room", "index.html"), "room");
  writeFileSync(join(folder, "assets", "player-abc123.js"), "1");
  writeFileSync(join(folder, "favicon.svg"), "<svg/>");
  mountBundles(app, folder);
  mountPages(app, folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the browser's pages", () => {
  it("are the player at / and an app at each of its addresses and below", async () => {
    expect((await get("/")).text).toBe("player");
    expect((await get("/office/")).text).toBe("office");
    expect((await get("/office/accounts/new")).text).toBe("office");
    expect((await get("/room/demo-room/cards")).text).toBe("room");
  });

  it("send an app's address without its slash to the one with it, once", async () => {
    const answer = await get("/office");
    expect(answer.status).toBe(301);
    expect(answer.headers.location).toBe("/office/");
  });

  it("are asked for again each time, while bundles are kept for good", async () => {
    expect((await get("/office/")).headers["cache-control"]).toBe("no-cache");
    expect((await get("/favicon.svg")).headers["cache-control"]).toBe("no-cache");
    expect((await get("/assets/player-abc123.js")).headers["cache-control"]).toMatch(/immutable/);
  });

  it("do not answer for what does not exist, or lies outside", async () => {
    expect((await get("/desk/")).status).toBe(404);
    expect((await get("/nothing")).status).toBe(404);
    expect((await get("/assets/nothing.js")).status).toBe(404);
    expect((await get("/..%2f..%2fpackage.json")).status).toBe(404);
  });
});
