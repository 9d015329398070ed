import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openBrowser, openPage, openProfile } from "../client/player/support/chromium.js";
import { killBrowser } from "../client/player/support/kill.js";
import { sitDown, startBlock, waitForSaving } from "../client/player/support/sit.js";
import { layCable, type Cable } from "../support/cable.js";
import { makePackage, makeSession, storeStudy } from "../support/make-study.js";
import { startServer, type TestServer } from "../support/start-server.js";
import { keepScreenshot } from "./support/staff.js";
import { answersOnDevice, answersOnServer, finishBlock } from "./support/student.js";

let server: TestServer;
let browser: Browser;
let cable: Cable;
let codes: string[];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  cable = await layCable(server.url);
  await storeStudy(makePackage({ kinds: ["extendedText", "gapMatch"], testBlocks: 1 }));
  codes = (await makeSession("small", 2)).cards.map(({ code }) => code.replace("-", ""));
});
afterAll(async () => {
  await browser.close();
  await cable.remove();
  await server.close();
});

// A second try begins with the cable in its place.
beforeEach(() => cable.plugIn());

/** As far as the first block, with the player kept by the browser. */
async function toEssay(page: Page, code: string): Promise<void> {
  await sitDown(page, cable.url, code);
  await startBlock(page);
  await page.keyboard.press("Alt+KeyR");
  await finishBlock(page);
  await startBlock(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
}

const cacheNames = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());

it("a student reloads without a network, goes on, and every keystroke reaches the server", async () => {
  const [code] = codes;
  const page = await openPage(browser);
  await toEssay(page, code);
  const text = page.locator("textarea");
  await text.fill("Có mạng.");
  await waitForSaving(page, "saved");

  await cable.pull();
  await text.press("End");
  await text.pressSequentially(" Mất mạng.");
  await waitForSaving(page, "offline");
  await expect.poll(async () => Object.values(await answersOnDevice(page))).toContain("Có mạng. Mất mạng.");
  expect(await page.locator("[data-saving]").first().innerText()).toBe("Mất mạng, vẫn lưu trên máy này");
  await page.reload();
  await text.waitFor();
  expect(await text.inputValue()).toBe("Có mạng. Mất mạng.");
  await text.press("End");
  await text.pressSequentially(" Đã tải lại.");
  await page.locator(".piece").first().click();
  await page.locator("[data-gap]").first().click();
  await expect.poll(async () => Object.keys(await answersOnDevice(page))).toHaveLength(2);
  await page.reload();
  await text.waitFor();
  await keepScreenshot(page, "player-reloaded-offline");
  const onDevice = await answersOnDevice(page);
  expect(Object.values(onDevice)).toContain("Có mạng. Mất mạng. Đã tải lại.");
  expect(Object.keys(onDevice)).toHaveLength(2);
  expect(await answersOnServer(code)).not.toEqual(onDevice);

  await cable.plugIn();
  await waitForSaving(page, "saved");
  expect(await answersOnServer(code)).toEqual(onDevice);

  // After handing in, the browser keeps the program and nothing of the study.
  await page.keyboard.press("Alt+KeyR");
  await finishBlock(page);
  await startBlock(page);
  await page.keyboard.press("Alt+KeyR");
  await finishBlock(page);
  await page.getByRole("button", { name: "Nộp bài" }).click();
  await page.getByRole("heading", { name: "Em đã nộp bài. Cảm ơn em!" }).waitFor();
  await expect.poll(() => contentsOnDevice(page)).toBe(0);
  const kept = await page.evaluate(async () => {
    const [name] = await caches.keys();
    const requests = await (await caches.open(name)).keys();
    return requests.map(({ url }) => new URL(url).pathname);
  });
  expect(kept.filter((path) => !/^\/$|^\/assets\/[\w-]+\.(js|css|woff2)$/.test(path))).toEqual([]);
  expect(kept).toContain("/");
  await page.context().close();
});

it("a browser that is started again without a network opens the player where the student was", async () => {
  const profile = mkdtempSync(join(tmpdir(), "khao-profile-"));
  let computer: BrowserContext = await openProfile(profile);
  try {
    let page = await openPage(computer);
    await toEssay(page, codes[1]);
    await page.locator("textarea").fill("Trước khi mất điện.");
    await waitForSaving(page, "saved");
    expect(await cacheNames(page)).toHaveLength(1);
    await cable.pull();
    await killBrowser(computer);

    computer = await openProfile(profile);
    page = await openPage(computer);
    await page.goto(cable.url);
    await page.getByRole("button", { name: "Làm tiếp" }).click();
    await page.locator("textarea").waitFor();
    await page.locator("textarea").press("End");
    await page.locator("textarea").pressSequentially(" Sau đó.");
    await waitForSaving(page, "offline");
    // The staff's pages are not the worker's business.
    const office = await openPage(computer);
    await expect(office.goto(`${cable.url}/office/`)).rejects.toThrow("ERR_CONNECTION_REFUSED");
    await cable.plugIn();
    await waitForSaving(page, "saved");
    expect(Object.values(await answersOnServer(codes[1]))).toContain("Trước khi mất điện. Sau đó.");
  } finally {
    await computer.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

/** Blocks whose content this computer still has. */
const contentsOnDevice = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open("khao-player");
        opening.onsuccess = () => {
          const counting = opening.result.transaction("contents").objectStore("contents").count();
          counting.onsuccess = () => {
            opening.result.close();
            resolve(counting.result);
          };
        };
      }),
  );
