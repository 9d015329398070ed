import type { Locator, Page } from "playwright-core";
import { finalResponses } from "../../../server/responses/responses.service.js";
import { sittingOf } from "../../../server/sittings/sittings.service.js";
import { testTakerByCode } from "../../../server/test-takers/test-takers.service.js";
import type { ResponseValue } from "../../../item-bank/types.js";

/** What the essay of a simulated student says; with every kind of mark Vietnamese has. */
export const essay = "Vì nước dâng đều: mỗi giờ tăng 600 lít (từ 13 giờ đến 15 giờ). Em chắc chắn ạ.";

/** Give some answer to an item on the screen, the way its controls want it. */
export async function answerItem(item: Locator): Promise<void> {
  for (const field of await item.locator("textarea").all()) await field.fill(essay);
  for (const field of await item.locator("input[type=text]").all()) await field.fill("12,5");
  for (const list of await item.locator("select").all()) await list.selectOption({ index: 1 });
  for (const slider of await item.locator("input[type=range]").all()) await slider.press("ArrowRight");
  const groups = await item.locator("[role=radiogroup], [role=group]:has(input)").all();
  for (const group of groups) await group.locator("input").first().check({ force: true });
  if (groups.length === 0) {
    const first = item.locator("input[type=radio], input[type=checkbox]").first();
    if ((await first.count()) > 0) await first.check({ force: true });
  }
  for (let left = await item.locator("[data-gap]:not(.filled)").count(); left > 0; left--) {
    await item.locator(".piece").first().click();
    await item.locator("[data-gap]:not(.filled)").first().click();
  }
  const keep = item.getByRole("button", { name: "Giữ thứ tự này" });
  if ((await keep.count()) > 0) await keep.click();
}

/** Answer every item of the unit on the screen. */
export async function answerUnit(page: Page): Promise<void> {
  await page.locator(".item .interaction-hint, .item fieldset").first().waitFor();
  for (const item of await page.locator(".item").all()) await answerItem(item);
}

/** From the review page out of the block. */
export async function finishBlock(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Kết thúc phần này" }).click();
  await page.getByRole("button", { name: "Kết thúc", exact: true }).click();
}

/** The answers as this computer keeps them, by item. */
export function answersOnDevice(page: Page): Promise<Record<string, ResponseValue>> {
  return page.evaluate(
    () =>
      new Promise<Record<string, ResponseValue>>((resolve, reject) => {
        const opening = indexedDB.open("khao-player");
        opening.onerror = () => reject(opening.error ?? new Error("the database did not open"));
        opening.onsuccess = () => {
          const reading = opening.result.transaction("answers").objectStore("answers").getAll();
          reading.onsuccess = () => {
            const kept = reading.result as { itemId: string; value: ResponseValue }[];
            opening.result.close();
            resolve(Object.fromEntries(kept.map(({ itemId, value }) => [itemId, value])));
          };
        };
      }),
  );
}

/** The answers as the server counts them, by item; those not given are left out. */
export async function answersOnServer(code: string): Promise<Record<string, ResponseValue>> {
  const record = await sittingOf((await testTakerByCode(code)).testTakerId);
  if (!record) throw new Error(`nobody with the code ${code} has a sitting`);
  const items = Object.entries(await finalResponses(record._id));
  return Object.fromEntries(
    items.filter(([, { value }]) => value !== null).map(([id, { value }]) => [id, value]),
  );
}
