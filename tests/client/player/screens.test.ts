import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { builtClient } from "./support/built-player.js";
import { axeFindings, inLabRoom, openBrowser, openPage, sidewaysPixels, sizes } from "./support/chromium.js";
import { DeliveryServer } from "./support/delivery-server.js";
import { libraryBlock } from "./support/library-content.js";

let browser: Browser;
let server: DeliveryServer;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  const blocks = [
    { content: libraryBlock("KMB1"), timeLimitMs: 1_200_000 },
    { content: libraryBlock("QSB1"), timeLimitMs: null },
  ];
  server = await DeliveryServer.start(blocks, true, builtClient);
});
afterEach(async () => {
  await page.context().close();
  await server.close();
});

const words = {
  vi: { language: "Tiếng Việt", menu: "Hiển thị", big: "Rất lớn", dark: /Nền đen/, finish: "Kết thúc" },
  en: { language: "English", menu: "Display", big: "Very large", dark: /Black ground/, finish: "Finish" },
};
const looks = [
  { language: "vi", size: "desk", isDark: false },
  { language: "en", size: "desk", isDark: true },
  { language: "vi", size: "narrow", isDark: true },
  { language: "en", size: "narrow", isDark: false },
] as const;

describe.each(looks)("every screen in $language, $size, dark: $isDark", ({ language, size, isDark }) => {
  const say = words[language];
  /** What axe and the width of the page say of each screen, by its name. */
  let findings: Record<string, unknown>;
  const look = async (name: string) => {
    // A colour on its way to another one is nobody's colour.
    await page.evaluate(async () => {
      const ending = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(ending.map(({ finished }) => finished));
    });
    const found = [...(await axeFindings(page))];
    const sideways = await sidewaysPixels(page);
    if (sideways > 0) found.push(`${sideways} pixels wider than the window`);
    const title = await page.title();
    if (!title.includes("–")) found.push(`the page's title says nothing: ${title}`);
    if (found.length > 0) findings[name] = found;
  };
  const primary = () => page.locator(".button.primary.big");
  const heading = () => page.locator("h1, h2.title").first().textContent();
  /** Waits for another heading than the one now, which is another screen. */
  const turn = async (act: () => Promise<void> | void) => {
    const before = await heading();
    await act();
    await expect.poll(heading, { timeout: 30_000 }).not.toBe(before);
  };

  it("passes axe and fits the window, from the code to the end", async () => {
    findings = {};
    page = await openPage(browser, sizes[size]);
    await page.goto(inLabRoom(server.url));
    await page.locator("#code").waitFor();
    await page.locator(".display-menu > button").click();
    await page.locator(".display-panel").getByText(words[language].language).click();
    if (isDark) await page.getByText(say.dark).click();
    await look("display menu");
    await page.keyboard.press("Escape");
    await look("code");
    await page.fill("#code", "zzz");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await look("unknown code");
    await page.fill("#code", "abc234");
    await turn(() => page.keyboard.press("Enter"));
    await look("confirm");
    await turn(() => primary().click());
    await look("waiting");
    await turn(() => server.setPhase("ready"));
    await look("start of a block");
    await primary().click();
    await page.locator(".item").first().waitFor();
    await look("unit");
    await page.locator(".mark-button").first().click();
    await page.keyboard.press("Alt+KeyK");
    await page.locator("dialog").waitFor();
    await look("shortcuts");
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.context().setOffline(true);
    await page.locator('[data-saving="offline"]').waitFor();
    await look("offline");
    await page.context().setOffline(false);
    await page.locator('[data-saving="saved"]').waitFor();
    server.tellMessage("Các em chú ý giữ trật tự.");
    await page.locator("dialog").waitFor();
    await look("message");
    await page.locator("dialog .primary").click();
    server.leaveMs(240_000);
    await page.locator(".clock.short").waitFor();
    await look("last minutes");
    await turn(() => server.setPhase("paused"));
    await look("paused");
    await turn(() => server.setPhase("running"));
    await page.locator(".item").first().waitFor();
    await page.keyboard.press("Alt+KeyR");
    await page.locator(".review-list").waitFor();
    await look("review");
    await page.locator(".review-bar .primary").click();
    await page.locator("dialog").waitFor();
    await look("finish?");
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await turn(() => server.leaveMs(600));
    await look("time over");
    await turn(() => primary().click());
    await primary().click();
    await page.locator(".item").first().waitFor();
    await look("questionnaire");
    await page.keyboard.press("Alt+KeyR");
    await page.locator(".review-bar .primary").click();
    await turn(() => page.locator("dialog .primary").click());
    await look("hand in");
    await turn(() => primary().click());
    await look("submitted");
    expect(findings).toEqual({});
  }, 240_000);

  it("reads at the largest letters, and when the test has moved, was ended or is in another tab", async () => {
    findings = {};
    server.setPhase("ready");
    page = await openPage(browser, sizes[size]);
    await page.goto(`${inLabRoom(server.url)}/?code=abc234`);
    await page.locator("#code").waitFor();
    await page.locator(".display-menu > button").click();
    await page.locator(".display-panel").getByText(words[language].language).click();
    await page.getByText(say.big, { exact: true }).click();
    await page.keyboard.press("Escape");
    await look("code");
    await turn(() => page.locator("button[type=submit]").click());
    await turn(() => primary().click());
    await primary().click();
    await page.locator(".item").first().waitFor();
    await look("unit");
    const second = await openPage(page.context(), sizes[size]);
    await second.goto(inLabRoom(server.url));
    await second.locator(".button.primary.big").click();
    await expect.poll(heading, { timeout: 30_000 }).toMatch(/cửa sổ khác|another window/);
    await look("another tab");
    await second.close();
    await turn(() => primary().click());
    await page.locator(".item").first().waitFor();
    await turn(() => server.setPhase("ended"));
    await look("ended");
    expect(findings).toEqual({});
  }, 240_000);
});

it("the look itself sees: a field without a name and grey letters on grey are found", async () => {
  page = await openPage(browser);
  await page.setContent(
    `<html lang="en"><title>Seen</title><main><input><p style="color:#999">Grey</p></main>`,
  );
  const found = await axeFindings(page);
  expect(found.map((line) => line.split(" at ")[0]).sort()).toEqual(["color-contrast", "label"]);
});
