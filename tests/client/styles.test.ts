import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../server/package-root.js";
import { openChromium } from "../journeys/support/staff.js";

let browser: Browser;
let page: Page;
const fontRequests: string[] = [];

const fonts = pathToFileURL(join(packageRoot, "node_modules", "@fontsource")).href;
const sheet = (name: string): string =>
  readFileSync(join(packageRoot, "client", "styles", `${name}.css`), "utf8").replaceAll(
    'url("@fontsource',
    `url("${fonts}`,
  );
const styles = ["fonts", "tokens", "base", "staff"]
  .map(sheet)
  .join("\n")
  .replace(/@import [^;]+;/g, "");

beforeAll(async () => {
  browser = await openChromium();
  page = await browser.newPage();
  page.on("request", (request) => {
    if (request.url().endsWith(".woff2")) fontRequests.push(request.url());
  });
  // An address on this disk, because only from one may a page load the fonts that lie there.
  await page.goto(fonts);
});
afterAll(() => browser.close());

const show = (body: string) =>
  page.setContent(`<!doctype html><style>${styles}</style><body class="staff">${body}</body>`);

/** Contrast of an element's words with its ground by WCAG 2.2 (relative luminance), from 1 to 21. */
const contrastOf = (selector: string): Promise<number> =>
  page.locator(selector).evaluate((element) => {
    const luminance = (colour: string) => {
      const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const { color, backgroundColor } = getComputedStyle(element);
    const [dark = 0, light = 0] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  });

describe("a button that cannot be pressed", () => {
  // 3:1 is what the quiet words on sunken ground must keep at least; grey on the accent had 1.4:1.
  it.each(["button primary", "button danger", "button quiet-button", "button"])(
    "%s keeps its look under the mouse",
    async (look) => {
      await show(`<button class="${look}" disabled>Bắt đầu</button><p>elsewhere</p>`);
      await page.mouse.move(600, 500);
      const away = await contrastOf("button");
      await page.locator("button").hover({ force: true });
      expect(await page.locator("button:hover").count()).toBe(1);
      expect(await contrastOf("button")).toBe(away);
      expect(away).toBeGreaterThan(3);
    },
  );

  it("is readable at the moment it can be pressed", async () => {
    await show('<button class="button primary" disabled>Bắt đầu</button>');
    await page.locator("button").evaluate((button: HTMLButtonElement) => (button.disabled = false));
    expect(await contrastOf("button")).toBeGreaterThan(4.5);
  });
});

describe("signs of mathematics in running text", () => {
  /** The fonts an element was drawn with, by Chromium's own account. */
  const fontsOf = async (selector: string): Promise<string[]> => {
    const session = await page.context().newCDPSession(page);
    await session.send("DOM.enable");
    await session.send("CSS.enable");
    const { root } = await session.send("DOM.getDocument");
    const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector });
    const { fonts: used } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
    await session.detach();
    return used.map((font) => font.familyName).sort();
  };
  const draw = async (text: string): Promise<string[]> => {
    fontRequests.length = 0;
    await show(`<p>${text}</p>`);
    await page.evaluate(() => document.fonts.ready);
    return fontsOf("p");
  };

  it("are drawn by the math font, whole", async () => {
    expect(await draw("≠")).toEqual(["Noto Sans Math"]);
    expect(await draw("∑∫≤≥≈∈⊂√∞")).toEqual(["Noto Sans Math"]);
  });

  it("load that font only where one stands; minus and slash have the text's own", async () => {
    expect(await draw("Diện tích − 5 ∕ 2 < 3 = ễ")).toEqual(["Be Vietnam Pro"]);
    expect(fontRequests.filter((address) => address.includes("math"))).toEqual([]);
  });
});
