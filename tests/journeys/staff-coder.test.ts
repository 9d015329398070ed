import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startServer, type TestServer } from "../support/start-server.js";
import { addSatSession } from "./support/sat-study.js";
import { expectAccessible, keepScreenshot, openChromium, staffPage } from "./support/staff.js";

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ demo: true });
  browser = await openChromium();
  await addSatSession(server, 84);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

const itemId = "KM103Q02";

/** Give codes by the keyboard until nothing waits; how many were given. */
async function codeAll(page: Page, codeOf: (text: string) => string): Promise<number> {
  for (let given = 0; ; given++) {
    const text = page.locator(".response-text");
    const finished = page.getByText(/Không còn câu trả lời nào/);
    await text.or(finished).first().waitFor();
    if (await finished.isVisible()) return given;
    // While a code is being saved, keys are left alone, so that a held key cannot code the next response unread.
    await page.locator(".codes button:enabled").first().waitFor();
    const left = await page.locator(".coding-response .quiet.small").first().innerText();
    await page.keyboard.press(codeOf(await text.innerText()));
    await page.waitForFunction(
      (before) =>
        !document.querySelector(".response-text") ||
        document.querySelector(".coding-response .quiet.small")?.textContent !== before,
      left,
    );
  }
}

it("a coder codes by keys, goes back to correct one, and never meets a name", async () => {
  const { page, open, complaints, close } = await staffPage(browser, server, "coder");
  await open("/coding/demo");
  await page.locator("main").getByText("Khảo sát năng lực lớp 9 (trình diễn)", { exact: true }).waitFor();
  await page
    .getByRole("row", { name: new RegExp(itemId) })
    .getByRole("link")
    .first()
    .click();
  await page.locator(".response-text").waitFor();
  await page.getByRole("heading", { name: "Hướng dẫn chấm" }).waitFor();
  expect(await page.locator("main").innerText()).not.toMatch(/Học sinh \d+/);
  await expectAccessible(page, "the coder's desk");
  await keepScreenshot(page, "coding-desk");

  // A comment may be typed without giving codes by its digits.
  await page.getByLabel("Ghi chú (không bắt buộc)").fill("Câu 1 và 2");
  const first = await page.locator(".response-text").innerText();
  await page.getByRole("group", { name: "Mã" }).getByRole("button").first().click();
  await page.getByText(/đã chấm 1/).waitFor();
  await page.keyboard.press("Backspace");
  await page.getByText(/Đã cho mã/).waitFor();
  expect(await page.locator(".response-text").innerText()).toBe(first);
  expect(await page.getByLabel("Ghi chú (không bắt buộc)").inputValue()).toBe("Câu 1 và 2");
  await page.keyboard.press("0");
  await page.getByText(/Đã cho mã/).waitFor({ state: "detached" });

  await codeAll(page, (text) => (text.includes("ngẫu nhiên") ? "2" : "0"));
  await page.getByText("Những câu bạn đã chấm").waitFor();
  await expectAccessible(page, "an item that is coded");
  expect(complaints).toEqual([]);
  await close();
});

it("a second coder reads a share of them, and the agreement is shown; whoever leads resolves the rest", async () => {
  const second = await staffPage(browser, server, "coder2");
  await second.open(`/coding/demo/${itemId}`);
  // Harsher than the first by one kind of answer.
  const given = await codeAll(second.page, (text) => (text.includes("ngẫu nhiên") ? "1" : "0"));
  expect(given).toBeGreaterThan(0);
  await second.open("/coding/demo");
  const row = second.page.getByRole("row", { name: new RegExp(itemId) });
  await row.getByText(/%/).waitFor();
  await keepScreenshot(second.page, "coding-overview");
  expect(second.complaints).toEqual([]);
  await second.close();

  const admin = await staffPage(browser, server, server.admin.login);
  await admin.open(`/coding/demo/${itemId}/disagreements`);
  await expectAccessible(admin.page, "disagreements");
  const choice = admin.page.getByRole("button", { name: /Người thứ nhất: mã/ }).first();
  if (await choice.isVisible()) {
    await choice.click();
    await admin.page
      .getByText(/Đã chọn mã/)
      .first()
      .waitFor();
  }
  expect(admin.complaints).toEqual([]);
  await admin.close();
});
