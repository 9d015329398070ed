import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../support/start-server.js";
import { calibrated } from "./support/calibrated.js";
import { addSatSession } from "./support/sat-study.js";
import { expectAccessible, keepScreenshot, openChromium, staffPage } from "./support/staff.js";

let server: TestServer;
let browser: Browser;
let satRoom: string;

beforeAll(async () => {
  server = await startServer({ demo: true });
  browser = await openChromium();
  // An end on another day stands there with its date, the longest that the room's head can say.
  const endsAt = new Date(Date.now() + 30 * 3_600_000).toISOString();
  satRoom = `/room/${(await addSatSession(server, 12, { endsAt })).id}`;
  runId = await calibrated(server, "Rasch");
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Every screen of the staff, by who looks at it. */
const screens: [login: string, paths: string[]][] = [
  ["", ["/office/"]],
  ["admin", ["/office/", "/office/me", "/office/accounts", "/office/audit", "/studio/", "/coding/demo"]],
  ["author", ["/studio/", "/studio/items/KM101Q01", "/studio/items/KM103Q02", "/studio/items/TM25Q13"]],
  ["designer", ["/studio/blocks", "/studio/studies", "/studio/studies/demo", "/studio/studies/mock-exam"]],
  ["proctor", ["/room/", "/room/demo-room", "/room/demo-room/cards"]],
  ["coder", ["/coding/", "/coding/demo", "/coding/demo/KM103Q02"]],
  [
    "researcher",
    [
      "/desk/",
      "/desk/demo",
      "/desk/demo/classical",
      "/desk/demo/runs",
      "/desk/runs/RUN",
      "/desk/runs/RUN/fit",
      "/desk/runs/RUN/dif",
      "/desk/runs/RUN/invariance",
      "/desk/runs/RUN/linking",
    ],
  ],
];

/** The calibration whose pages are looked at, in place of RUN. */
let runId = "";
const address = (path: string) => path.replace("RUN", runId);

/** Screens that no other journey keeps a picture of. */
const pictures: Record<string, string> = {
  "admin/office/": "office-home",
  "/office/": "office-login",
  "researcher/desk/demo": "desk-counts",
};

describe.each(["vi", "en"] as const)("every staff screen in %s", (language) => {
  it.each(screens)("as %s: axe finds nothing and the console stays silent", async (login, paths) => {
    const { page, open, complaints, close } = await staffPage(browser, server, login, { language });
    for (const path of paths) {
      await open(address(path));
      await expectAccessible(page, `${path} in ${language}`);
      const picture = pictures[login + path];
      if (picture) await keepScreenshot(page, language === "vi" ? picture : `${picture}-en`);
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
    }
    expect(complaints).toEqual([]);
    await close();
  });
});

/** Pairs of names in a plot of which one covers the other. */
function coveredNames(figure: Locator): Promise<string[]> {
  return figure.locator("svg text").evaluateAll((texts) => {
    const boxes = texts
      .filter((text) => /^[A-Z]{2}\d/.test(text.textContent))
      .map((text) => ({ name: text.textContent, box: text.getBoundingClientRect() }));
    return boxes.flatMap(({ name, box }, k) =>
      boxes
        .slice(k + 1)
        .filter(
          ({ box: other }) =>
            Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1 &&
            // A line of text is taller than its letters.
            Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 4,
        )
        .map((other) => `${name} and ${other.name}`),
    );
  });
}

it.each([1280, 420])(
  "names in the plot of few test takers' items cover no other at %i pixels",
  async (width) => {
    const { page, open, close } = await staffPage(browser, server, "researcher", { width });
    await open("/desk/demo/classical");
    const figure = page.getByRole("figure", { name: "Độ dễ và độ phân biệt" });
    await figure.locator("svg").waitFor();
    expect(await coveredNames(figure)).toEqual([]);
    await close();
  },
);

/** By how many pixels the page is wider than its window in each appearance; one visit shows both. */
function widerBy(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const wider = (theme: string): [string, number] => {
      root.dataset.theme = theme;
      return [theme, root.scrollWidth - root.clientWidth];
    };
    // Last the one that the page was opened in.
    return Object.fromEntries([wider("light"), wider("contrast")]);
  });
}

it("every staff screen stays within 320 pixels in both appearances, and its text is clear in high contrast", async () => {
  for (const [login, paths] of screens) {
    const { page, open, close } = await staffPage(browser, server, login, { theme: "contrast", width: 320 });
    for (const path of login === "proctor" ? [...paths, satRoom] : paths) {
      await open(address(path));
      expect(await widerBy(page), `pixels that ${path} is too wide`).toEqual({ light: 0, contrast: 0 });
    }
    // One screen of each role has all that the theme colours.
    await expectAccessible(page, `${paths.at(-1)} in high contrast`);
    await close();
  }
});
