import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoPassword } from "../../server/demo/demo-accounts.js";
import { friendlyCodes } from "../../server/demo/demo-people.js";
import { testTakerByCode } from "../../server/test-takers/test-takers.service.js";
import { inLabRoom, openBrowser, openPage, openProfile } from "../client/player/support/chromium.js";
import { killBrowser } from "../client/player/support/kill.js";
import { sitDown, startBlock, waitForSaving } from "../client/player/support/sit.js";
import { makeApi, type Api } from "../support/api.js";
import { startServer, type TestServer } from "../support/start-server.js";
import { keepScreenshot } from "./support/staff.js";
import { answersOnDevice, answersOnServer, answerUnit, essay, finishBlock } from "./support/student.js";

let server: TestServer;
let url: string;
let browser: Browser;
let proctor: Api;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ demo: true }), openBrowser()]);
  url = inLabRoom(server.url);
  proctor = makeApi(server.url, "vi");
  await proctor.logIn("proctor", demoPassword);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Codes as the server keeps them; the cards print a hyphen. */
const [firstCode, secondCode, thirdCode] = friendlyCodes.map((code) => code.replace("-", "")) as [
  string,
  string,
  string,
];

async function command(code: string, act: string, more: object = {}): Promise<void> {
  const { testTakerId } = await testTakerByCode(code);
  const body = { commandId: randomUUID(), act, testTakerIds: [testTakerId], ...more };
  const answer = await proctor.post("/api/sessions/demo-room/commands", body);
  expect(answer.body.results, JSON.stringify(answer.body)).toMatchObject([{ done: true }]);
}

/** Go through every unit of the block, answer all, and stop on the review page. */
async function answerBlock(
  page: Page,
  atUnit: (index: number) => Promise<void> = async () => undefined,
): Promise<void> {
  const count = await page.locator(".mark").count();
  for (let index = 0; index < count; index++) {
    await answerUnit(page);
    await atUnit(index);
    await page.locator(".block-bar > .button.primary").click();
  }
  await page.getByText("Em đã trả lời tất cả các câu.").waitFor();
}

describe("a student sits the demo booklet", () => {
  it("through a lost network, reloads and a pause, and the server has every answer as it was given", async () => {
    const page = await openPage(browser);
    await page.goto(`${url}/?code=${firstCode.toLowerCase()}`);
    await keepScreenshot(page, "player-code");
    await page.getByRole("button", { name: "Vào" }).click();
    await page.getByText("Nguyễn Thị Mai Anh").waitFor();
    await keepScreenshot(page, "player-confirm");
    await page.getByRole("button", { name: "Đúng, là em" }).click();

    await page.getByRole("button", { name: "Bắt đầu làm quen" }).waitFor();
    await startBlock(page);
    // Words where a number is wanted: said at once, in the practice part too, and mended there.
    let numbersCount = 0;
    await answerBlock(page, async () => {
      for (const field of await page.locator('input[inputmode="decimal"]').all()) {
        const number = await field.inputValue();
        await field.fill("mười hai");
        await field.press("Tab");
        await page.getByRole("status").filter({ hasText: "không đọc được “mười hai” thành số" }).waitFor();
        await field.fill(number);
        await page.locator(".gap-problem").waitFor({ state: "detached" });
        numbersCount += 1;
      }
    });
    expect(numbersCount).toBeGreaterThan(0);
    await finishBlock(page);

    await page.getByRole("button", { name: "Bắt đầu phần này" }).waitFor();
    await keepScreenshot(page, "player-block-start");
    await startBlock(page);
    await answerBlock(page, async (index) => {
      if (index === 0) {
        await waitForSaving(page, "saved");
        await page.locator(".pane").evaluateAll((panes) => panes.forEach((pane) => (pane.scrollTop = 0)));
        await keepScreenshot(page, "player-item");
        await page.context().setOffline(true);
        await waitForSaving(page, "offline");
        // Plain http has no service worker: the student is told what not to do.
        expect(await page.locator("[data-saving]").first().innerText()).toContain("Đừng tải lại trang.");
      }
      if (index === 1) {
        await keepScreenshot(page, "player-offline");
        await page.context().setOffline(false);
        await page.reload();
        await page.locator(".mark[aria-current]").waitFor();
        await waitForSaving(page, "saved");
      }
    });
    await keepScreenshot(page, "player-review");
    const afterFirst = await answersOnDevice(page);
    await waitForSaving(page, "saved");
    expect(await answersOnServer(firstCode)).toEqual(afterFirst);
    await finishBlock(page);

    await startBlock(page);
    await command(firstCode, "pause");
    await page.getByRole("heading", { name: "Bài thi đang tạm dừng" }).waitFor();
    await keepScreenshot(page, "player-paused");
    await command(firstCode, "resume");
    await answerBlock(page);
    await command(firstCode, "message", { text: "Các em kiểm tra lại bài trước khi kết thúc." });
    await page.getByRole("button", { name: "Em đã đọc" }).click();
    await finishBlock(page);
    await startBlock(page);
    await answerBlock(page, async (index) => {
      if (index === 0) await page.reload();
      await page.locator(".mark[aria-current]").waitFor();
    });
    await finishBlock(page);

    await page.getByRole("button", { name: "Bắt đầu trả lời" }).waitFor();
    await startBlock(page);
    await keepScreenshot(page, "player-questionnaire");
    await answerBlock(page);
    const all = await answersOnDevice(page);
    await finishBlock(page);
    await page.getByRole("button", { name: "Nộp bài" }).click();
    await page.getByRole("heading", { name: "Em đã nộp bài. Cảm ơn em!" }).waitFor();
    await keepScreenshot(page, "player-submitted");

    const counted = await answersOnServer(firstCode);
    expect(Object.keys(counted).length).toBeGreaterThan(40);
    expect(counted).toEqual(all);
    await page.context().close();
  });

  it("goes on after the browser was killed while typing, and then at another computer", async () => {
    const profile = mkdtempSync(join(tmpdir(), "khao-profile-"));
    let computer: BrowserContext = await openProfile(profile);
    try {
      let page = await openPage(computer);
      await toEssay(page, secondCode);
      await page.locator("textarea").pressSequentially(essay.slice(0, 30));
      await waitForSaving(page, "saved");
      await page.locator("textarea").pressSequentially(essay.slice(30));
      await page.locator('[data-saving="saved"], [data-saving="onDevice"]').first().waitFor();
      await killBrowser(computer);

      computer = await openProfile(profile);
      page = await openPage(computer);
      await page.goto(url);
      await page.getByRole("button", { name: "Làm tiếp" }).click();
      await page.locator("textarea").waitFor();
      expect(await page.locator("textarea").inputValue()).toBe(essay);
      await page.locator("textarea").press("Control+End");
      await page.locator("textarea").pressSequentially(" Hết.");
      await waitForSaving(page, "saved");

      const other = await openPage(browser);
      await sitDown(other, url, secondCode);
      await other.locator("textarea").waitFor();
      expect(await other.locator("textarea").inputValue()).toBe(`${essay} Hết.`);
      await page.getByRole("heading", { name: "Bài thi đã chuyển sang máy khác" }).waitFor();
      await keepScreenshot(page, "player-moved");
      await other.locator("textarea").fill(`${essay} Ở máy mới.`);
      await waitForSaving(other, "saved");
      expect(Object.values(await answersOnServer(secondCode))).toContain(`${essay} Ở máy mới.`);
      await other.context().close();
    } finally {
      await computer.close();
      rmSync(profile, { recursive: true, force: true });
    }
  });

  it("is told when the time is over and when the proctor ends the sitting", async () => {
    const page = await openPage(browser);
    await sitDown(page, url, thirdCode);
    await startBlock(page);
    await page.keyboard.press("Alt+KeyR");
    await finishBlock(page);
    await startBlock(page);
    await command(thirdCode, "addMinutes", { minutes: -120, reason: "Thử hết giờ." });
    await page.getByRole("heading", { name: "Hết giờ phần này" }).waitFor();
    await keepScreenshot(page, "player-time-over");
    await page.getByRole("button", { name: "Đi tiếp" }).click();
    await page.getByRole("button", { name: "Bắt đầu phần này" }).waitFor();
    await command(thirdCode, "end", { reason: "Thử kết thúc." });
    await page.getByRole("heading", { name: "Bài thi của em đã kết thúc" }).waitFor();
    await page.context().close();
  });
});

describe("the mock graduation exam", () => {
  it("is set like on paper: formulas, clusters of true and false, short answers, in both colours and on a telephone", async () => {
    const page = await openPage(browser);
    await sitDown(page, url, "CHE-943");
    await startBlock(page);
    await page.keyboard.press("Alt+KeyR");
    await finishBlock(page);
    await page.getByRole("heading", { name: "Đề thi thử môn Toán" }).waitFor();
    await startBlock(page);
    expect(await page.locator(".item").count()).toBe(12);
    expect(await page.locator("math").count()).toBeGreaterThan(12);
    await page.getByRole("radio").nth(1).check({ force: true });
    await keepScreenshot(page, "player-exam");
    await page.locator(".mark").nth(1).click();
    await page.getByRole("radio", { name: "Đúng" }).first().check({ force: true });
    await keepScreenshot(page, "player-exam-true-false");
    await page.getByRole("button", { name: "Hiển thị" }).click();
    await keepScreenshot(page, "player-display");
    await page.getByText("Nền đen").click();
    await page.keyboard.press("Escape");
    await keepScreenshot(page, "player-contrast");
    await page.setViewportSize({ width: 320, height: 640 });
    await keepScreenshot(page, "player-narrow");
    await page.locator(".mark").nth(2).click();
    await page.getByRole("textbox").first().fill("-0,75");
    await waitForSaving(page, "saved");
    expect(Object.values(await answersOnServer("CHE943"))).toContainEqual({ response: "-0,75" });
    await page.context().close();
  });
});

/** As far as the first unit that wants a text written. */
async function toEssay(page: Page, code: string): Promise<void> {
  await sitDown(page, url, code);
  for (;;) {
    await startBlock(page);
    const count = await page.locator(".mark").count();
    for (let index = 0; index < count; index++) {
      await page.locator(".mark").nth(index).click();
      await page.locator(".item .interaction-hint, .item fieldset").first().waitFor();
      if ((await page.locator("textarea").count()) === 1) return;
    }
    await page.keyboard.press("Alt+KeyR");
    await finishBlock(page);
  }
}
