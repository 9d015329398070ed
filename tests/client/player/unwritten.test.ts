import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { interactions, madeBlock } from "./support/blocks.js";
import { builtClient } from "./support/built-player.js";
import { inLabRoom, openBrowser, openPage, openProfile } from "./support/chromium.js";
import { DeliveryServer } from "./support/delivery-server.js";
import type { Parts } from "./support/parts-page.js";
import { partsPage } from "./support/parts.js";
import { sitDown, startBlock, waitForSaving } from "./support/sit.js";

declare const parts: Parts;

const poem = "Trăm năm trong cõi người ta, chữ tài chữ mệnh khéo là ghét nhau.";

/** Write the text and choose the last option in one task of the page, which then goes: no write can have ended in between. */
function answerAndGo(page: Page, way: "reload" | "leave"): Promise<void> {
  return page.evaluate(
    ({ text, way }) => {
      const field = document.querySelector("textarea");
      if (!field) throw new Error("there is nothing to write in");
      // React reads what is typed through its own setter.
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      for (const radio of document.querySelectorAll<HTMLInputElement>("input[type=radio]")) radio.click();
      if (way === "reload") location.reload();
      else location.href = "about:blank";
    },
    { text: poem, way },
  );
}

/** How many records of one kind the computer keeps. */
function countOf(page: Page, store: string): Promise<number> {
  return page.evaluate(
    (store) =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open("khao-player");
        opening.onsuccess = () => {
          const counting = opening.result.transaction(store).objectStore(store).count();
          counting.onsuccess = () => resolve(counting.result);
          opening.result.close();
        };
      }),
    store,
  );
}

describe("a page that goes in the moment of an answer", () => {
  let browser: Browser;
  let server: DeliveryServer;
  const content = madeBlock("B1", [[interactions.extendedText, interactions.choice]]);
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await DeliveryServer.start([{ content, timeLimitMs: null }], false, builtClient);
  });
  afterEach(() => server.close());

  async function expectAnswered(page: Page): Promise<void> {
    await page.locator("textarea").waitFor();
    expect(await page.locator("textarea").inputValue()).toBe(poem);
    expect(await page.getByRole("radio").last().isChecked()).toBe(true);
    await waitForSaving(page, "saved");
    expect(server.responseTo("B1U1Q1")).toBe(poem);
    expect(await page.evaluate(() => Object.keys(localStorage).length)).toBe(0);
    const sequences = server.received(0).map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index));
  }

  it("has every answer again after the reload, and so has the server", async () => {
    const page = await openPage(browser);
    await sitDown(page, inLabRoom(server.url));
    await startBlock(page);
    await waitForSaving(page, "saved");
    await answerAndGo(page, "reload");
    await page.waitForLoadState();
    await expectAnswered(page);
    await page.context().close();
  });

  it("leaves no answer behind of what was handed in, where this computer could not write it", async () => {
    const page = await openPage(browser);
    await sitDown(page, inLabRoom(server.url));
    await startBlock(page);
    await page.evaluate(() => {
      const store: { put: (this: IDBObjectStore, ...record: [unknown, IDBValidKey?]) => IDBRequest } =
        IDBObjectStore.prototype;
      const { put } = store;
      store.put = function (...record) {
        if (this.name === "answers") throw new DOMException("", "QuotaExceededError");
        return put.apply(this, record);
      };
      addEventListener("mended", () => (store.put = put));
    });
    await page.locator("textarea").fill(poem);
    await expect.poll(() => server.responseTo("B1U1Q1")).toBe(poem);
    server.setPhase("submitted");
    await page.getByRole("heading", { name: "Em đã nộp bài. Cảm ơn em!" }).waitFor();
    await expect.poll(() => countOf(page, "sittings")).toBe(0);
    const keptOnTheWayOut = await page.evaluate(() => {
      dispatchEvent(new Event("pagehide"));
      dispatchEvent(new Event("mended"));
      return localStorage.length;
    });
    expect(keptOnTheWayOut).toBe(0);
    // A write that failed is tried again after two seconds.
    await page.waitForTimeout(2_500);
    expect(await countOf(page, "answers")).toBe(0);
    await page.context().close();
  });

  it("has every answer again in another window, after this one went to another page and was closed", async () => {
    const profile = mkdtempSync(join(tmpdir(), "khao-profile-"));
    const computer = await openProfile(profile);
    try {
      const page = await openPage(computer);
      await sitDown(page, inLabRoom(server.url));
      await startBlock(page);
      await waitForSaving(page, "saved");
      await answerAndGo(page, "leave");
      await page.waitForURL("about:blank");
      await page.close();
      const next = await openPage(computer);
      await next.goto(inLabRoom(server.url));
      await next.getByRole("button", { name: "Làm tiếp" }).click();
      await expectAnswered(next);
    } finally {
      await computer.close();
      rmSync(profile, { recursive: true, force: true });
    }
  });
});

describe("a browser whose local storage fails", () => {
  it("lets the test taker in and takes the answers", async () => {
    const browser = await openBrowser();
    const content = madeBlock("B1", [[interactions.extendedText]]);
    const server = await DeliveryServer.start([{ content, timeLimitMs: null }], false, builtClient);
    try {
      const page = await openPage(browser);
      await page.addInitScript(() => {
        Object.defineProperty(window, "localStorage", {
          get() {
            // Firefox says so of a damaged profile, whose IndexedDB may be whole.
            throw new DOMException("", "NS_ERROR_FILE_CORRUPTED");
          },
        });
      });
      await sitDown(page, inLabRoom(server.url));
      await startBlock(page);
      await page.locator("textarea").fill(poem);
      await waitForSaving(page, "saved");
      expect(server.responseTo("B1U1Q1")).toBe(poem);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});

describe("what a page left", () => {
  let page: Page;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ page, close } = await partsPage());
  });
  afterAll(() => close());

  /** Sitting s1 at this computer, held by the tab `holder`; a page `t1` left an entry and an answer. What is there afterwards? */
  function take(holder: string, epochNow: number, left?: string) {
    return page.evaluate(
      async ({ holder, epochNow, left }) => {
        const name = `unwritten-${Math.random()}`;
        const database = await parts.openDatabase(name);
        await database.put("device", holder, "lease:s1");
        const outbox = await parts.openOutbox(database, { firstFree: 7 });
        const answer = { itemId: "Q1", value: "Em", isMarked: false };
        outbox.append({ elapsedMs: 0, deviceTime: "", kind: "response", itemId: "Q1", value: "Em" }, answer);
        parts.keepUnwritten("t1", outbox.unwritten);
        await outbox.stored();
        const sitting = { sittingId: "s1", epoch: epochNow, nextSequence: 4 };
        await database.put("sittings", sitting as Parameters<typeof database.put<"sittings">>[1]);
        await database.clear("entries");
        await database.clear("answers");
        if (left !== undefined) localStorage.setItem("khao-unwritten:t1", left);
        await parts.takeUnwritten(database);
        // Once more changes nothing.
        await parts.takeUnwritten(database);
        const found = {
          entries: (await database.getAll("entries")).map(({ epoch, sequence, value }) => ({
            epoch,
            sequence,
            value,
          })),
          answers: (await database.getAll("answers")).map(({ value }) => value),
          nextSequence: (await database.get("sittings", "s1"))?.nextSequence,
          leftCount: localStorage.length,
        };
        database.close();
        return found;
      },
      { holder, epochNow, left },
    );
  }
  const entry = { epoch: 0, sequence: 7, value: "Em" };

  it("is taken into the device's store with its numbers, once", async () => {
    expect(await take("t1", 0)).toEqual({
      entries: [entry],
      answers: ["Em"],
      nextSequence: 8,
      leftCount: 0,
    });
  });

  it("goes to the server from an older epoch, but is no answer of the newer one", async () => {
    expect(await take("t1", 1)).toEqual({ entries: [entry], answers: [], nextSequence: 4, leftCount: 0 });
  });

  it("is dropped where another tab has taken the sitting: it may have given the same numbers", async () => {
    expect(await take("t2", 0)).toMatchObject({ entries: [], answers: [], leftCount: 0 });
  });

  it("is taken from the holder that goes while it is asked to let go", async () => {
    const values = await page.evaluate(async () => {
      const database = await parts.openDatabase(`unwritten-${Math.random()}`);
      await database.put("device", "t1", "lease:s1");
      const sitting = { sittingId: "s1", epoch: 0, nextSequence: 0 };
      await database.put("sittings", sitting as Parameters<typeof database.put<"sittings">>[1]);
      const lease = new parts.TabLease(database, "t2", () => Promise.resolve());
      const taking = lease.take("s1");
      await new Promise((wait) => setTimeout(wait, 100));
      const entry = {
        elapsedMs: 0,
        deviceTime: "",
        kind: "response" as const,
        itemId: "Q1",
        value: "Em",
        sequence: 0,
      };
      parts.keepUnwritten("t1", {
        sittingId: "s1",
        epoch: 0,
        nextSequence: 1,
        entries: [entry],
        answers: [],
      });
      await taking;
      return (await database.getAll("entries")).map(({ value }) => value);
    });
    expect(values).toEqual(["Em"]);
  });

  it("tells which numbers are used, also of entries that the server has and this computer never wrote", async () => {
    const nextSequence = await page.evaluate(async () => {
      const name = `unwritten-${Math.random()}`;
      const database = await parts.openDatabase(name);
      await database.put("device", "t1", "lease:s1");
      const sitting = { sittingId: "s1", epoch: 0, nextSequence: 4 };
      await database.put("sittings", sitting as Parameters<typeof database.put<"sittings">>[1]);
      const outbox = await parts.openOutbox(database, { firstFree: 4 });
      database.close();
      for (const value of ["A", "B"]) {
        const answer = { itemId: "Q1", value, isMarked: false };
        outbox.append({ elapsedMs: 0, deviceTime: "", kind: "response", itemId: "Q1", value }, answer);
      }
      await outbox.stored();
      await outbox.forget(0, 5);
      parts.keepUnwritten("t1", outbox.unwritten);
      const again = await parts.openDatabase(name);
      await parts.takeUnwritten(again);
      return (await again.get("sittings", "s1"))?.nextSequence;
    });
    expect(nextSequence).toBe(6);
  });

  it.each([
    "",
    "{",
    "null",
    "7",
    '{"sittingId":"s1"}',
    '{"sittingId":"s1","epoch":0,"entries":[]}',
    '{"sittingId":"s1","epoch":0,"nextSequence":1,"entries":[null],"answers":[]}',
    '{"sittingId":"s1","epoch":0,"nextSequence":1,"entries":[{"kind":"response"}],"answers":[]}',
    '{"sittingId":"s1","epoch":0,"nextSequence":1,"entries":[],"answers":[{"sittingId":"s1"}]}',
    '{"sittingId":"s1","epoch":0,"nextSequence":1,"entries":[],"answers":[{"sittingId":"s2","itemId":"Q1"}]}',
  ])("is dropped where it is not of this program's making: %j", async (left) => {
    expect(await take("t1", 0, left)).toMatchObject({ entries: [], answers: [], leftCount: 0 });
  });
});
