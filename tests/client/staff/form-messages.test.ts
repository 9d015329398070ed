import { buildSync } from "esbuild";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as FormMessages from "../../../client/shared/staff/form-messages.js";
import en from "../../../client/shared/staff/i18n/en.json";
import vi from "../../../client/shared/staff/i18n/vi.json";
import { packageRoot } from "../../../server/package-root.js";
import { openChromium } from "../../journeys/support/staff.js";

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openChromium();
  // A browser in a third language, so that no sentence of its own can pass for one of ours.
  page = await browser.newPage({ locale: "fr-FR" });
  const script = buildSync({
    entryPoints: [join(packageRoot, "client", "shared", "staff", "form-messages.ts")],
    bundle: true,
    format: "iife",
    globalName: "messages",
    write: false,
  }).outputFiles[0]?.text;
  await page.addScriptTag({ content: script });
  await page.evaluate((words) => {
    const say = (key: string, values: Record<string, unknown> = {}) => {
      const sentence =
        words[document.documentElement.lang as "vi" | "en"][key.replace("invalid.", "")] ?? key;
      return sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
    };
    (globalThis as unknown as { messages: typeof FormMessages }).messages.sayFormMessages(document, say);
  }, languages);
});
afterAll(() => browser.close());

const languages: Record<"vi" | "en", Record<string, string>> = { vi: vi.invalid, en: en.invalid };

/** What the browser says of the field when the form's button is pressed; empty where it takes the value. */
async function refusal(field: string, language: "vi" | "en", typed?: string): Promise<string> {
  await page.evaluate(
    ([html, lang]) => {
      document.documentElement.lang = lang;
      document.body.innerHTML = `<form onsubmit="return false">${html}<button>Send</button></form>`;
    },
    [field, language] as const,
  );
  if (typed !== undefined) {
    await page.locator("input").focus();
    await page.keyboard.type(typed);
  }
  await page.getByRole("button", { name: "Send" }).click();
  return message();
}
const message = () =>
  page.locator("input, select, textarea").evaluate((field: HTMLInputElement) => field.validationMessage);

const code =
  '<label class="field"><span>Mã</span><input pattern="[A-Z]{3}"><small class="hint">ba chữ hoa</small></label>';

describe("what a form says of a field it does not take", () => {
  it.each([
    ["<input required>", undefined, "Hãy điền vào ô này.", "Fill in this field."],
    ["<textarea required></textarea>", undefined, "Hãy điền vào ô này.", "Fill in this field."],
    ["<select required><option value=''>–</select>", undefined, "Hãy chọn một mục.", "Choose one."],
    ["<input type=file required>", undefined, "Hãy chọn một tệp.", "Choose a file."],
    ["<input type=number max=120>", "500", "Giá trị lớn nhất là 120.", "The largest value is 120."],
    ["<input type=number min=-120>", "-500", "Giá trị nhỏ nhất là -120.", "The smallest value is -120."],
    ["<input type=number>", "1.5", "Hãy nhập số nguyên.", "Enter a whole number."],
    ["<input type=number>", "-", "Hãy nhập một số.", "Enter a number."],
    [
      "<input minlength=12>",
      "ngắn",
      "Cần ít nhất 12 ký tự; hiện có 4.",
      "At least 12 characters are needed; there are 4.",
    ],
    [code, "ab", "Chưa đúng dạng. Cần: ba chữ hoa", "This does not have the form that is wanted: ba chữ hoa"],
  ])("%s after %s", async (field, typed, inVietnamese, inEnglish) => {
    expect(await refusal(field, "vi", typed)).toBe(inVietnamese);
    expect(await refusal(field, "en", typed)).toBe(inEnglish);
  });

  it("goes when the field is mended, and the form is sent", async () => {
    expect(await refusal(code, "vi", "ab")).not.toBe("");
    await page.locator("input").fill("ABC");
    expect(await message()).toBe("");
    await page.locator("form").evaluate((form) => {
      form.addEventListener("submit", () => (document.title = "sent"));
    });
    await page.keyboard.press("Enter");
    expect(await page.title()).toBe("sent");
  });

  it("does not hold a field back that the page itself has mended", async () => {
    expect(await refusal("<input required>", "vi")).not.toBe("");
    await page.locator("input").evaluate((field: HTMLInputElement) => (field.value = "by the page"));
    await page.getByRole("button", { name: "Send" }).click();
    expect(await message()).toBe("");
  });

  it("follows the page's language from one press to the next", async () => {
    expect(await refusal("<input required>", "vi")).toBe("Hãy điền vào ô này.");
    await page.evaluate(() => (document.documentElement.lang = "en"));
    await page.getByRole("button", { name: "Send" }).click();
    expect(await message()).toBe("Fill in this field.");
  });
});
