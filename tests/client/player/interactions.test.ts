import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { latexToMathML } from "../../../item-bank/text/mathml.js";
import type { Interaction, RichText } from "../../../item-bank/types.js";
import { interactions, madeBlock } from "./support/blocks.js";
import { builtClient } from "./support/built-player.js";
import { axeFindings, inLabRoom, openBrowser, openPage, sidewaysPixels, sizes } from "./support/chromium.js";
import { DeliveryServer } from "./support/delivery-server.js";
import { sitDown, startBlock, waitForSaving } from "./support/sit.js";

let browser: Browser;
let server: DeliveryServer;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const kinds = Object.keys(interactions) as (keyof typeof interactions)[];
/** The interaction alone on its page, ready to be answered. */
async function show(interaction: Interaction, size = sizes.desk): Promise<void> {
  server = await DeliveryServer.start(
    [{ content: madeBlock("B1", [[interaction]]), timeLimitMs: null }],
    false,
    builtClient,
  );
  page = await openPage(browser, size);
  await sitDown(page, inLabRoom(server.url));
  await startBlock(page);
}
const formula = (latex: string): RichText => [
  { type: "paragraph", children: [{ type: "math", latex, mathml: latexToMathML(latex, false) }] },
];
async function saved(): Promise<unknown> {
  await waitForSaving(page, "saved");
  return server.responseTo("B1U1Q1");
}
/** Tab until the element that this names has the focus. */
async function tabTo(
  name: RegExp,
  role: "button" | "radio" | "checkbox" | "textbox" | "combobox" | "slider",
): Promise<void> {
  const wanted = page.getByRole(role, { name });
  for (let presses = 0; presses < 40; presses++) {
    if (
      (await wanted.count()) > 0 &&
      (await wanted.first().evaluate((element) => element === document.activeElement))
    )
      return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to the ${role} ${String(name)}`);
}
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

afterEach(async () => {
  await page.context().close();
  await server.close();
});

describe("by the keyboard alone", () => {
  it("one choice is taken and changed with the arrow keys", async () => {
    await show(interactions.choice);
    await tabTo(/Đỏ/, "radio");
    await press("Space", "ArrowDown");
    expect(await saved()).toEqual(["B"]);
  });

  it("several choices are ticked with Space, up to the number allowed, and taken back", async () => {
    await show(interactions.choices);
    await tabTo(/Hai/, "checkbox");
    await press("Space", "Tab", "Space");
    expect(await saved()).toEqual(["A", "B"]);
    expect(await page.getByRole("checkbox", { name: /Bốn/ }).isDisabled()).toBe(true);
    await press("Space");
    await expect.poll(() => server.responseTo("B1U1Q1")).toEqual(["A"]);
    expect(await page.getByRole("checkbox", { name: /Bốn/ }).isEnabled()).toBe(true);
  });

  it("a statement of a cluster is said to be true or false with the arrow keys", async () => {
    await show(interactions.trueFalseCluster);
    await tabTo(/Đúng/, "radio");
    await press("Space", "Tab", "Space", "ArrowRight");
    expect(await saved()).toEqual({ a: true, b: false });
  });

  it("a gap's list is opened and chosen from with letters or arrows", async () => {
    await show(interactions.inlineChoice);
    await tabTo(/Chỗ trống 1/, "combobox");
    await press("ArrowDown", "Tab", "ArrowDown", "ArrowDown");
    expect(await saved()).toEqual({ g1: "hot", g2: "cold" });
  });

  it("a number is typed as it is written in the school", async () => {
    await show(interactions.textEntry);
    await tabTo(/Câu trả lời/, "textbox");
    await page.keyboard.type("1.234,5");
    expect(await saved()).toEqual({ response: "1.234,5" });
  });

  it("what is no number is said once the field is left, in the test's language, and kept as it was typed", async () => {
    await show(interactions.textEntry, sizes.narrow);
    const field = page.getByRole("textbox");
    const problem = page.locator(".gap-problem");
    await tabTo(/Câu trả lời/, "textbox");
    await page.keyboard.type("ba rưỡi");
    await press("Backspace");
    // What is being typed is no mistake yet.
    expect(await problem.count()).toBe(0);
    await press("Tab");
    const vietnamese = "Máy không đọc được “ba rưỡ” thành số. Em viết bằng chữ số, ví dụ 12 hoặc 3,5.";
    await page.getByRole("status").filter({ hasText: vietnamese }).waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    const described = (await field.getAttribute("aria-describedby"))!.split(" ");
    expect(await page.locator(`[id="${described[0]}"]`).innerText()).toBe(vietnamese);
    expect(await axeFindings(page)).toEqual([]);
    expect(await sidewaysPixels(page)).toBe(0);
    expect(await saved()).toEqual({ response: "ba rưỡ" });

    await page.reload();
    await problem.waitFor();
    expect(await field.inputValue()).toBe("ba rưỡ");
    await page.getByRole("button", { name: "Hiển thị" }).click();
    await page.getByRole("radio", { name: "English" }).check();
    await press("Escape");
    await page
      .getByText("“ba rưỡ” cannot be read as a number. Write it in digits, such as 12 or 3.5.")
      .waitFor();

    await field.fill("3,");
    expect(await problem.count()).toBe(0);
    await field.fill("3,5 litres");
    await press("Tab");
    await waitForSaving(page, "saved");
    expect(await problem.count()).toBe(0);
    expect(await field.getAttribute("aria-invalid")).toBeNull();
    expect(server.responseTo("B1U1Q1")).toEqual({ response: "3,5 litres" });
  });

  it("a text is typed, with new lines", async () => {
    await show(interactions.extendedText);
    await tabTo(/extendedText/, "textbox");
    await page.keyboard.type("Dòng một");
    await press("Enter");
    await page.keyboard.type("dòng hai");
    expect(await saved()).toBe("Dòng một\ndòng hai");
  });

  it("a row of a matrix is answered with the arrow keys", async () => {
    await show(interactions.match);
    await tabTo(/Bơi/, "radio");
    await press("Space", "Tab", "Space", "ArrowRight");
    expect(await saved()).toEqual({ r1: ["c1"], r2: ["c2"] });
  });

  it("things are put in order with the buttons, and the focus stays with what is moved", async () => {
    await show(interactions.order);
    await tabTo(/Chuyển xuống: Một/, "button");
    await press("Enter", "Enter");
    expect(await saved()).toEqual(["two", "three", "one"]);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
      "Chuyển xuống: Một",
    );
    await press("ArrowUp");
    await expect.poll(() => server.responseTo("B1U1Q1")).toEqual(["two", "one", "three"]);
    await page.getByText("“Một” ở vị trí 2 trong 3.").waitFor({ state: "attached" });
  });

  it("a formula that is put in order is told as it is read, not as LaTeX", async () => {
    const formulas = [
      [String.raw`\frac{1}{2}`, "1/2"],
      [String.raw`\sqrt[3]{x+1}`, "3√(x+1)"],
      [String.raw`\frac{x^2-1}{2y_1}`, "(x^2−1)/(2y_1)"],
      [String.raw`C_5^2`, "C_5^2"],
      [String.raw`60^\circ`, "60∘"],
    ] as const;
    const choices = formulas.map(([latex], k) => ({ id: `f${k}`, content: { vi: formula(latex) } }));
    await show({ ...interactions.order, choices });
    for (const [k, [, read]] of formulas.slice(0, -1).entries()) {
      await page.getByRole("button", { name: `Chuyển xuống: ${read}` }).click();
      await page.getByText(`“${read}” ở vị trí ${k + 2} trong 5.`).waitFor({ state: "attached" });
      await page.getByRole("button", { name: `Chuyển lên: ${read}` }).click();
    }
    await page.getByRole("button", { name: "Chuyển lên: 60∘" }).waitFor();
  });

  it("an order that is right as it stands can be given too", async () => {
    await show(interactions.order);
    await tabTo(/Giữ thứ tự này/, "button");
    await press("Enter");
    expect(await saved()).toEqual(["one", "two", "three"]);
  });

  it("a piece is picked and placed with Enter, and taken out again", async () => {
    await show(interactions.gapMatch);
    await tabTo(/Viêng Chăn/, "button");
    await press("Enter");
    await tabTo(/Chỗ trống 2/, "button");
    await press("Enter");
    expect(await saved()).toEqual({ g2: "vientiane" });
    expect(await page.getByRole("button", { name: "Viêng Chăn", exact: true }).count()).toBe(0);
    await press("Enter");
    await expect.poll(() => server.responseTo("B1U1Q1")).toBeNull();
    expect(await page.getByRole("button", { name: "Viêng Chăn", exact: true }).count()).toBe(1);
  });

  it("Escape puts a picked piece back", async () => {
    await show(interactions.gapMatch);
    await tabTo(/Hà Nội/, "button");
    await press("Enter", "Escape");
    expect(await page.getByRole("button", { name: "Hà Nội" }).getAttribute("aria-pressed")).toBe("false");
  });

  it("an area of a picture is chosen with Space and the arrow keys", async () => {
    await show(interactions.hotspot);
    await tabTo(/Hồ/, "radio");
    await press("Space", "ArrowRight");
    expect(await saved()).toEqual(["town"]);
    await page.getByText("Đã chọn: Thị trấn").waitFor();
  });

  it("a slider has no value until it is moved, and then the one of its stop", async () => {
    await show(interactions.slider);
    await page.getByText("Chưa chọn giá trị.").waitFor();
    await tabTo(/slider/, "slider");
    await press("ArrowRight", "ArrowRight");
    expect(await saved()).toBe(7);
    await page.getByText("Giá trị đã chọn: 7 giờ").waitFor();
  });

  it("statements are answered on their scale with the arrow keys", async () => {
    await show(interactions.likert);
    await tabTo(/Hoàn toàn không đồng ý/, "radio");
    await press("Space", "ArrowRight", "Tab", "Space", "ArrowLeft");
    expect(await saved()).toEqual({ s1: "o1", s2: "o3" });
  });
});

describe("by the mouse", () => {
  it("things are put in order by dragging", async () => {
    await show(interactions.order);
    const rows = page.locator(".order-row");
    const from = (await rows.nth(0).locator(".order-handle").boundingBox())!;
    const to = (await rows.nth(2).boundingBox())!;
    await page.mouse.move(from.x + 40, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 40, to.y + to.height / 2, { steps: 12 });
    await page.mouse.up();
    await expect.poll(() => server.responseTo("B1U1Q1")).toEqual(["two", "three", "one"]);
  });

  it("pieces are dragged into gaps, and a click still picks and places", async () => {
    await show(interactions.gapMatch);
    await page.getByRole("button", { name: "Hà Nội" }).dragTo(page.locator('[data-gap="g1"]'));
    await page.getByRole("button", { name: "Viêng Chăn" }).click();
    await page.locator('[data-gap="g2"]').click();
    expect(await saved()).toEqual({ g1: "hanoi", g2: "vientiane" });
  });

  it("the middle of a slider is an answer when it is clicked", async () => {
    await show(interactions.slider);
    await page.getByRole("slider").click();
    expect(await saved()).toBe(5);
  });

  it("the whole row of a choice and the whole area of a picture can be clicked", async () => {
    await show(interactions.choice);
    await page
      .locator(".choice")
      .nth(2)
      .click({ position: { x: 300, y: 20 } });
    expect(await saved()).toEqual(["C"]);
  });

  it("an answer that cannot be undone by hand is cleared with a button, and counts as omitted again", async () => {
    await show(interactions.likert);
    await page.getByRole("radio").first().click({ force: true });
    await saved();
    await page.getByRole("button", { name: "Xoá câu trả lời" }).click();
    await expect.poll(() => server.responseTo("B1U1Q1")).toBeNull();
    expect(await page.getByRole("radio", { checked: true }).count()).toBe(0);
  });
});

describe.each(kinds)("%s", (kind) => {
  beforeEach(() => show(interactions[kind], sizes.narrow));

  it("passes axe in both languages and both colours, at 320 pixels without scrolling sideways", async () => {
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Hiển thị" }).click();
    await page.getByText("English").click();
    await page.getByText("Black ground, high contrast").click();
    await page.keyboard.press("Escape");
    expect(await axeFindings(page)).toEqual([]);
    expect(await sidewaysPixels(page)).toBe(0);
  });

  it("has targets of 44 pixels for fingers", async () => {
    const small = await page
      .locator(".item")
      .locator("button, select, input, textarea")
      .evaluateAll((controls) =>
        controls
          .map((control) => (control.closest("label") ?? control).getBoundingClientRect())
          .filter(({ width, height }) => width > 0 && (width < 43.5 || height < 43.5))
          .map(({ width, height }) => `${width} × ${height}`),
      );
    expect(small).toEqual([]);
  });
});
