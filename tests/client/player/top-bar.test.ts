import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import en from "../../../client/player/i18n/en.json" with { type: "json" };
import vi from "../../../client/player/i18n/vi.json" with { type: "json" };
import { interactions, madeBlock } from "./support/blocks.js";
import { builtClient } from "./support/built-player.js";
import { inLabRoom, openBrowser, openPage, sizes } from "./support/chromium.js";
import { DeliveryServer } from "./support/delivery-server.js";
import { sitDown, startBlock } from "./support/sit.js";

let browser: Browser;
let server: DeliveryServer;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  const block = { content: madeBlock("B1", [[interactions.choice]]), timeLimitMs: 45 * 60_000 };
  server = await DeliveryServer.start([block], false, builtClient);
  page = await openPage(browser, sizes.narrow);
  await sitDown(page, inLabRoom(server.url));
  await startBlock(page);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** By how many pixels the top bar's height differs between these sentences about saving. */
const jumpBetween = (sentences: string[]): Promise<number> =>
  page.evaluate((all) => {
    const words = document.querySelector(".saving")!.lastChild!;
    const said = words.nodeValue;
    const heights = all.map((sentence) => {
      words.nodeValue = sentence;
      return document.querySelector(".block-top")!.getBoundingClientRect().height;
    });
    words.nodeValue = said;
    return Math.max(...heights) - Math.min(...heights);
  }, sentences);

/** What every answer makes the bar say, one after the other. */
const ordinary = [vi, en].flatMap((words) => [
  words.saving_storing,
  words.saving_onDevice,
  words.saving_saved,
]);

describe("the top bar", () => {
  it("keeps its height at every answer and its menu in sight, in windows narrow and wide, in every size of text", async () => {
    await page.getByRole("button", { name: "Hiển thị" }).click();
    for (const size of [1, 2, 3] as const) {
      await page.getByRole("radio", { name: vi[`textSize_${size}`], exact: true }).check();
      for (const width of [320, 360, 480, 600, 800, 1024]) {
        await page.setViewportSize({ width, height: 640 });
        // Two lines of text differ from two line heights by a fraction of a pixel.
        expect(await jumpBetween(ordinary), `${width} pixels, text size ${size}`).toBeLessThan(0.1);
        const panel = (await page.locator(".display-panel").boundingBox())!;
        expect(panel.x, `the menu at ${width} pixels, text size ${size}`).toBeGreaterThanOrEqual(0);
        expect(panel.x + panel.width).toBeLessThanOrEqual(width);
      }
    }
  });

  it("has a menu that Escape closes and that opens again, wherever in it one has pressed", async () => {
    await page.setViewportSize(sizes.desk);
    const button = page.locator(".display-menu > button").first();
    const panel = page.locator(".display-panel");
    if (await panel.isVisible()) await page.keyboard.press("Escape");
    const presses = [
      () => Promise.resolve(),
      () => panel.locator("legend").first().click(),
      () => panel.getByRole("radio").nth(1).click(),
    ];
    for (const press of presses) {
      await button.click();
      await press();
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "hidden" });
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press("Enter");
      await panel.waitFor();
      await page.keyboard.press("Escape");
    }
  });

  it("opens the list of keys from its menu, and closing the list gives the focus back to the menu's button", async () => {
    const button = page.locator(".display-menu > button").first();
    const list = page.locator("dialog:has(.shortcuts)");
    const closings = [() => page.keyboard.press("Escape"), () => list.getByRole("button").click()];
    for (const close of closings) {
      await button.click();
      await page.locator(".display-panel > button").click();
      await list.waitFor();
      await close();
      await list.waitFor({ state: "detached" });
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    }
  });
});
