import type { Page } from "playwright-core";

/** From the first page to the first block's items, as a test taker goes. */
export async function sitDown(page: Page, url: string, code = "ABC234"): Promise<void> {
  await page.goto(url);
  await page.fill("#code", code);
  await page.keyboard.press("Enter");
  await page.locator(".person-name").waitFor();
  await page.locator(".button.primary").click();
}

export async function startBlock(page: Page): Promise<void> {
  await page.locator(".facts").waitFor();
  await page.locator(".button.primary.big").click();
  await page.locator(".item fieldset, .item textarea").first().waitFor();
}

/** The words at the top that say where the answers are, as the state's name. */
export const savingOf = (page: Page): Promise<string | null> =>
  page.locator("[data-saving]").first().getAttribute("data-saving");

/** Waits until the top bar says that everything is where it should be. */
export async function waitForSaving(page: Page, word: string): Promise<void> {
  await page.locator(`[data-saving="${word}"]`).first().waitFor();
}
