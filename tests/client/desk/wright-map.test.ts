import { build } from "esbuild";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as WrightMap from "../../../client/desk/plots/wright-map.js";
import type { RunResult } from "../../../server/contract/run-result.js";
import { packageRoot } from "../../../server/package-root.js";
import { openChromium } from "../../journeys/support/staff.js";

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openChromium();
  page = await browser.newPage();
  const bundle = await build({
    entryPoints: [join(packageRoot, "client", "desk", "plots", "wright-map.ts")],
    bundle: true,
    format: "iife",
    globalName: "wright",
    write: false,
  });
  await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? "" });
});
afterAll(() => browser.close());

/** Sixty items, most of them within one logit, and persons around zero. */
const result = {
  items: Array.from({ length: 60 }, (_, k) => ({
    itemId: `KM1${String(k).padStart(2, "0")}Q01`,
    steps: [k < 50 ? k / 50 : k / 20 - 3],
  })),
  personBins: [-1, 0, 1].map((from) => ({ from, to: from + 1, count: 20 })),
} as unknown as RunResult;

/** The map's labels as drawn, with how far each reaches beyond the map's right edge. */
const draw = (width: number): Promise<{ text: string; beyond: number }[]> =>
  page.evaluate(
    async ([run, pixels]) => {
      const { drawWrightMap } = (globalThis as unknown as { wright: typeof WrightMap }).wright;
      const words = { theta: "θ", persons: "Test takers", items: "Items", offPlot: "" };
      const plot = await drawWrightMap(run, pixels, { ...words, personsBeyond: String });
      document.body.replaceChildren(plot);
      const edge = plot.getBoundingClientRect().right;
      return [...plot.querySelectorAll("text")]
        .map((text) => ({ text: text.textContent ?? "", beyond: text.getBoundingClientRect().right - edge }))
        .filter(({ text }) => text.startsWith("– "));
    },
    [result, width] as const,
  );

describe("the labels of the Wright map", () => {
  it.each([222, 320, 700])(
    "stay within a map of %d pixels, and every item is named or counted",
    async (width) => {
      const labels = await draw(width);
      expect(Math.max(...labels.map(({ beyond }) => beyond))).toBeLessThanOrEqual(0);
      const counted = labels.map(({ text }) => Number(/ \+(\d+)$/.exec(text)?.[1] ?? 0));
      expect(labels.length + counted.reduce((sum, count) => sum + count, 0)).toBe(60);
    },
  );

  it("make the map of a small screen no longer than two screens", async () => {
    await draw(222);
    expect(await page.evaluate(() => document.querySelector("svg")?.getBoundingClientRect().height)).toBe(
      1000,
    );
  });

  it("name every item where there is room", async () => {
    expect((await draw(900)).filter(({ text }) => text.includes("+"))).toEqual([]);
  });
});
