import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { interactions, madeBlock } from "./support/blocks.js";
import { builtClient } from "./support/built-player.js";
import { inLabRoom, openBrowser, openPage, openProfile } from "./support/chromium.js";
import { DeliveryServer } from "./support/delivery-server.js";
import { killBrowser } from "./support/kill.js";
import { sitDown, startBlock, waitForSaving } from "./support/sit.js";

let browser: Browser;
let server: DeliveryServer;
let url: string;
let page: Page;

const blocks = [
  {
    content: madeBlock("B1", [[interactions.extendedText, interactions.choice], [interactions.likert]]),
    timeLimitMs: 1_200_000,
  },
  { content: madeBlock("B2", [[interactions.textEntry]]), timeLimitMs: null },
];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await DeliveryServer.start(blocks, false, builtClient);
  url = inLabRoom(server.url);
  page = await openPage(browser);
});
afterEach(async () => {
  await page.context().close();
  await server.close();
});

const essay = "B1U1Q1";
const poem = "Trăm năm trong cõi người ta, chữ tài chữ mệnh khéo là ghét nhau.";
const area = () => page.locator("textarea");
/** Entries whose sequences are 0, 1, 2 … without a gap. */
const expectContiguous = (epoch: number) =>
  expect(server.received(epoch).map(({ sequence }) => sequence)).toEqual(
    server.received(epoch).map((_, index) => index),
  );

async function answering(): Promise<void> {
  await sitDown(page, url);
  await startBlock(page);
}

describe("a sitting over plain http", () => {
  it("really is without a secure context", async () => {
    await page.goto(url);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
  });

  it("loses no letter when the network goes and comes while the test taker types", async () => {
    await answering();
    await area().pressSequentially(poem.slice(0, 20));
    await waitForSaving(page, "saved");
    await page.context().setOffline(true);
    await area().pressSequentially(poem.slice(20));
    await waitForSaving(page, "offline");
    expect(server.responseTo(essay)).not.toBe(poem);
    await page.context().setOffline(false);
    await waitForSaving(page, "saved");
    expect(server.responseTo(essay)).toBe(poem);
    expectContiguous(0);
    expect(
      server
        .received(0)
        .filter(({ kind }) => kind === "connection")
        .map(({ value }) => value),
    ).toEqual(["lost", "back"]);
  });

  it("loses nothing at a reload before the server had it, and goes on at the same place", async () => {
    await answering();
    server.losesAnswers = true;
    await page.getByText("Xanh").click();
    await page.locator(".mark").nth(1).click();
    await page.getByRole("radio", { name: "Đồng ý" }).first().click();
    await page.locator(".mark").nth(0).click();
    await area().pressSequentially(poem);
    await page.locator('[data-saving="onDevice"], [data-saving="offline"]').first().waitFor();
    await page.reload();
    await area().waitFor();
    expect(await area().inputValue()).toBe(poem);
    expect(await page.getByRole("radio", { name: "Xanh" }).isChecked()).toBe(true);
    server.losesAnswers = false;
    await waitForSaving(page, "saved");
    expect(server.responseTo(essay)).toBe(poem);
    expect(server.responseTo("B1U1Q2")).toEqual(["B"]);
    // What had arrived without an answer came again, and changed nothing.
    expect(server.repeatedCount).toBeGreaterThan(0);
    expectContiguous(0);
  });

  it("goes on after the browser was killed, once the test taker has said who is there", async () => {
    const profile = mkdtempSync(join(tmpdir(), "khao-profile-"));
    try {
      const before = await openProfile(profile);
      page = await openPage(before);
      await answering();
      await area().pressSequentially(poem);
      await waitForSaving(page, "saved");
      await killBrowser(before);
      const after = await openProfile(profile);
      page = await openPage(after);
      await page.goto(url);
      await page.getByRole("heading", { name: "Làm tiếp bài này?" }).waitFor();
      await page.getByRole("button", { name: "Làm tiếp" }).click();
      await area().waitFor();
      expect(await area().inputValue()).toBe(poem);
      await area().press("End");
      await area().pressSequentially(" Hết.");
      await waitForSaving(page, "saved");
      expect(server.responseTo(essay)).toBe(`${poem} Hết.`);
      expectContiguous(0);
    } finally {
      await page.context().close();
      rmSync(profile, { recursive: true, force: true });
    }
  });

  it("moves to another computer with every answer; the first one says so and still hands over what it kept", async () => {
    await answering();
    await area().pressSequentially("Trước khi chuyển máy");
    await waitForSaving(page, "saved");
    await page.context().setOffline(true);
    await page.getByText("Vàng").click();
    await waitForSaving(page, "offline");
    const other = await openPage(browser);
    try {
      await sitDown(other, url);
      await other.locator("textarea").waitFor();
      expect(await other.locator("textarea").inputValue()).toBe("Trước khi chuyển máy");
      await other.getByText("Đỏ").click();
      await waitForSaving(other, "saved");
      await other.reload();
      await other.locator("textarea").waitFor();
      expect(await other.locator("textarea").inputValue()).toBe("Trước khi chuyển máy");
      expect(await other.getByRole("radio", { name: "Đỏ" }).isChecked()).toBe(true);
      await other.locator("textarea").fill("Ở máy mới");
      await waitForSaving(other, "saved");
      await page.context().setOffline(false);
      await page.getByRole("heading", { name: "Bài thi đã chuyển sang máy khác" }).waitFor();
      await expect.poll(() => server.received(0).filter(({ itemId }) => itemId === "B1U1Q2").length).toBe(1);
      expectContiguous(0);
      expectContiguous(1);
    } finally {
      await other.context().close();
    }
  });

  it("is written by one tab at a time; a second tab takes over and the first says so", async () => {
    await answering();
    await area().pressSequentially("Tab một");
    const second = await openPage(page.context());
    await second.goto(url);
    await second.getByRole("button", { name: "Làm tiếp" }).click();
    await second.locator("textarea").waitFor();
    await page.getByRole("heading", { name: "Bài thi đang mở ở một cửa sổ khác" }).waitFor();
    expect(await second.locator("textarea").inputValue()).toBe("Tab một");
    await second.locator("textarea").fill("Tab hai");
    await waitForSaving(second, "saved");
    await page.getByRole("button", { name: "Làm tiếp ở cửa sổ này" }).click();
    await area().waitFor();
    expect(await area().inputValue()).toBe("Tab hai");
    expectContiguous(0);
  });

  it("numbers on from what another tab did after this one was given the code", async () => {
    await answering();
    const second = await openPage(page.context());
    await second.goto(`${url}/?code=abc234`);
    await second.getByRole("button", { name: "Vào" }).click();
    await second.locator(".person-name").waitFor();
    await page.bringToFront();
    for (const name of ["Xanh", "Vàng", "Đỏ", "Xanh", "Vàng", "Đỏ"]) await page.getByText(name).click();
    await waitForSaving(page, "saved");
    await second.bringToFront();
    await second.locator(".button.primary").click();
    await second.locator("textarea").fill("Tab hai");
    await waitForSaving(second, "saved");
    expect(server.responseTo(essay)).toBe("Tab hai");
    expectContiguous(0);
  });

  it("goes on while the server answers with errors, and is saved when it recovers", async () => {
    await answering();
    server.failsWith = 503;
    server.losesAnswers = true;
    await area().fill("Máy chủ đang khởi động lại");
    await waitForSaving(page, "serverStuck");
    server.failsWith = 0;
    server.losesAnswers = false;
    await waitForSaving(page, "saved");
    expect(server.responseTo(essay)).toBe("Máy chủ đang khởi động lại");
  });
});

describe("a keyboard for Vietnamese", () => {
  it("of the kind that takes letters back (UniKey) leaves the text as typed", async () => {
    await answering();
    await area().focus();
    for (const key of ["v", "i", "e", "Backspace", "ê", "t", "Backspace", "Backspace", "ệ", "t"]) {
      if (key.length > 1) await page.keyboard.press(key);
      else await page.keyboard.insertText(key);
    }
    await waitForSaving(page, "saved");
    expect(await area().inputValue()).toBe("việt");
    expect(server.responseTo(essay)).toBe("việt");
  });

  it("of the kind that composes (Windows Telex) leaves the text as typed, stored in composed letters", async () => {
    await answering();
    await area().focus();
    const session = await page.context().newCDPSession(page);
    for (const text of ["t", "ti", "tie", "tiê", "tiêng", "tiếng"]) {
      await session.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await session.send("Input.insertText", { text: "tiếng".normalize("NFD") });
    await waitForSaving(page, "saved");
    expect(server.responseTo(essay)).toBe("tiếng".normalize("NFC"));
  });
});

describe("what the proctor and the clock do", () => {
  const heading = (name: string) => page.getByRole("heading", { name });

  it("waits for leave to begin, pauses, goes on and shows a message, each by itself", async () => {
    await server.close();
    server = await DeliveryServer.start(blocks, true, builtClient);
    url = inLabRoom(server.url);
    await sitDown(page, url);
    await heading("Chờ giám thị cho phép bắt đầu").waitFor();
    server.setPhase("ready");
    await startBlock(page);
    await area().fill("Trước khi dừng");
    server.setPhase("paused");
    await heading("Bài thi đang tạm dừng").waitFor();
    server.setPhase("running");
    await area().waitFor();
    expect(await area().inputValue()).toBe("Trước khi dừng");
    server.tellMessage("Còn 10 phút nữa là nghỉ.");
    await page.getByText("Còn 10 phút nữa là nghỉ.").waitFor();
    await page.getByRole("button", { name: "Em đã đọc" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.reload();
    await area().waitFor();
    expect(await page.locator("dialog").count()).toBe(0);
  });

  it("closes the block when its time is over, with the last letter saved, and goes on to the next", async () => {
    await answering();
    server.leaveMs(290_000);
    await page.getByText("Còn 5 phút.").waitFor();
    server.leaveMs(2_500);
    await area().fill("Chữ cuối cùng");
    await heading("Hết giờ phần này").waitFor();
    await page.getByRole("button", { name: "Đi tiếp" }).click();
    await heading("Phần B2").waitFor();
    expect(server.responseTo(essay)).toBe("Chữ cuối cùng");
  });

  it("ends when the proctor ends it: its items stay until the last letter is acknowledged, and come back when it is opened again", async () => {
    await answering();
    await area().fill("Chữ đầu");
    await waitForSaving(page, "saved");
    expect(await storedCount(page, ["contents"])).toBe(1);
    server.losesAnswers = true;
    await area().fill("Chữ cuối cùng");
    server.setPhase("ended");
    await heading("Bài thi của em đã kết thúc").waitFor();
    await page.waitForTimeout(1_500);
    expect(await storedCount(page, ["contents"])).toBe(1);
    server.losesAnswers = false;
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect.poll(() => storedCount(page, ["contents"]), { timeout: 30_000 }).toBe(0);
    expect(await storedCount(page, ["entries"])).toBe(0);
    expect(server.responseTo(essay)).toBe("Chữ cuối cùng");
    server.setPhase("running");
    await area().waitFor();
    expect(await area().inputValue()).toBe("Chữ cuối cùng");
    await area().fill("Viết tiếp");
    await waitForSaving(page, "saved");
    expect(await storedCount(page, ["contents"])).toBe(1);
    expect(server.responseTo(essay)).toBe("Viết tiếp");
  });

  it("is handed in after a review of what is open, and then leaves nothing on the computer", async () => {
    await answering();
    await page.getByText("Xanh").click();
    await page.keyboard.press("Alt+KeyR");
    await page.getByText("Đã trả lời 1 trong 3 câu.").waitFor();
    await page.getByRole("button", { name: /Câu 3/ }).click();
    await page.getByRole("radiogroup").first().waitFor();
    for (const row of await page.getByRole("radiogroup").all()) await row.getByRole("radio").first().check();
    await page.getByRole("button", { name: "Xem lại", exact: true }).click();
    await page.getByText("Đã trả lời 2 trong 3 câu.").waitFor();
    await page.getByRole("button", { name: "Kết thúc phần này" }).click();
    await page.getByRole("button", { name: "Kết thúc", exact: true }).click();
    await startBlock(page);
    await page.getByRole("textbox").fill("12,5");
    await page.getByRole("button", { name: "Xem lại", exact: true }).click();
    await page.getByText("Em đã trả lời tất cả các câu.").waitFor();
    await page.getByRole("button", { name: "Kết thúc phần này" }).click();
    await page.getByRole("button", { name: "Kết thúc", exact: true }).click();
    await page.getByRole("button", { name: "Nộp bài" }).click();
    await heading("Em đã nộp bài. Cảm ơn em!").waitFor();
    expect(server.responseTo("B1U1Q1")).toBeUndefined();
    expect(server.responseTo("B1U2Q1")).toEqual({ s1: "o0", s2: "o0" });
    await expect.poll(() => storedCount(page)).toBe(0);
    await page.getByRole("button", { name: "Về trang nhập mã" }).click();
    await page.locator("#code").waitFor();
  });
});

describe("bad input", () => {
  it("an unknown code is said in the server's words, and the code stays to be mended", async () => {
    await page.goto(`${url}/?code=zzz-999`);
    await page.getByRole("button", { name: "Vào" }).click();
    await page.getByRole("alert").getByText("Không có mã “ZZZ999”.").waitFor();
    expect(await page.inputValue("#code")).toBe("ZZZ999");
    expect(page.url()).not.toContain("code");
  });

  it("a server that cannot be reached is said, and entering works when it can", async () => {
    await page.goto(url);
    await page.fill("#code", "abc 234");
    await page.context().setOffline(true);
    await page.keyboard.press("Enter");
    await page
      .getByRole("alert")
      .getByText(/Chưa tới được máy chủ/)
      .waitFor();
    await page.context().setOffline(false);
    await page.keyboard.press("Enter");
    await page.locator(".person-name").waitFor();
  });

  it("saying “not me” leaves nothing of the other person", async () => {
    await page.goto(`${url}/?code=abc234`);
    await page.getByRole("button", { name: "Vào" }).click();
    await page.getByRole("button", { name: /Không phải/ }).click();
    await page.locator("#code").waitFor();
    expect(await storedCount(page)).toBe(0);
  });
});

/** How many records the computer keeps, in these stores. */
function storedCount(from: Page, stores = ["sittings", "answers", "contents", "entries"]): Promise<number> {
  return from.evaluate(async (names) => {
    const opened = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("khao-player");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("the database did not open"));
    });
    const counts = names.map(
      (name) =>
        new Promise<number>((resolve) => {
          const request = opened.transaction(name).objectStore(name).count();
          request.onsuccess = () => resolve(request.result);
        }),
    );
    const total = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    opened.close();
    return total;
  }, stores);
}
