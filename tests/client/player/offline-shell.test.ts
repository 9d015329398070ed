import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import express from "express";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mountBundles, mountPages } from "../../../server/http/pages.js";
import { buildPlayer } from "./support/built-player.js";
import { inLabRoom, openBrowser, openPage } from "./support/chromium.js";

let built: Awaited<ReturnType<typeof buildPlayer>>;
let http: Server;
let url: string;
let browser: Browser;
beforeAll(async () => {
  [built, browser] = await Promise.all([buildPlayer(), openBrowser()]);
  const app = express();
  mountBundles(app, built.folder);
  mountPages(app, built.folder);
  http = createServer(app).listen(0, "127.0.0.1");
  await new Promise((listening) => http.once("listening", listening));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  http.closeAllConnections();
  http.close();
  built.remove();
});

const worker = (): string => readFileSync(join(built.folder, "player-worker.js"), "utf8");
const cacheNames = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());

describe("the player's service worker", () => {
  it("is a small file of its own", () => {
    expect(gzipSync(worker()).length).toBeLessThan(2000);
    // A worker that is not a module cannot import.
    expect(worker()).not.toMatch(/\bimport\b|\bexport\b|PLAYER_/);
  });

  it("keeps everything the player can load: scripts, styles, fonts", () => {
    const assets = built.output
      .map(({ fileName }) => `/${fileName}`)
      .filter((name) => name.startsWith("/assets/"));
    const missing = assets.filter((name) => !worker().includes(`"${name}"`));
    expect(missing).toEqual([]);
  });

  it("gives way to a new version: its cache takes the place of the old one", async () => {
    const page = await openPage(browser);
    await page.goto(url);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect.poll(() => cacheNames(page), { timeout: 30_000 }).toHaveLength(1);
    const [before] = await cacheNames(page);
    const pageFile = join(built.folder, "index.html");
    writeFileSync(pageFile, readFileSync(pageFile, "utf8").replace("<body", '<body data-version="2"'));
    const version = before?.replace("khao-player-", "") ?? "";
    writeFileSync(join(built.folder, "player-worker.js"), worker().replaceAll(version, "0123456789abcdef"));
    // With a network the new page is there at once; its worker follows.
    await page.reload();
    expect(await page.locator("body").getAttribute("data-version")).toBe("2");
    await expect.poll(() => cacheNames(page), { timeout: 30_000 }).toEqual(["khao-player-0123456789abcdef"]);
    http.closeAllConnections();
    await new Promise((closed) => http.close(closed));
    await page.reload();
    expect(await page.locator("body").getAttribute("data-version")).toBe("2");
    await page.getByLabel("Mã").waitFor();
    http.listen(Number(new URL(url).port), "127.0.0.1");
    await new Promise((listening) => http.once("listening", listening));
    await page.context().close();
  });

  it("is not there on plain http, and the player does without", async () => {
    const page = await openPage(browser);
    await page.goto(inLabRoom(url));
    await page.getByLabel("Mã").waitFor();
    expect(await page.evaluate(() => "serviceWorker" in navigator)).toBe(false);
    await page.context().close();
  });
});
