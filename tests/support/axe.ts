import axe, { type AxeResults, type RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** WCAG 2.0 to 2.2, A and AA. */
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const options: RunOptions = {
  runOnly: { type: "tag", values: tags },
  // What passes is counted only: describing every element that passes costs more than finding what does not.
  resultTypes: ["violations"],
};

/** What axe has to say of one rule that the page breaks. */
export type Violation = AxeResults["violations"][number];

/**
 * What axe finds on what the page shows now. It runs in the page itself: no page of ours has frames, for which axe's own
 * driver opens a second page at every look.
 */
export async function axeViolations(page: Page): Promise<Violation[]> {
  if (page.frames().length > 1) throw new Error("a frame on the page, which axe would not look into");
  const isThere = await page.evaluate(() => "axe" in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(
    async (asked) => (await (window as unknown as { axe: typeof axe }).axe.run(document, asked)).violations,
    options,
  );
}
