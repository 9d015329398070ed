import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conflictsOf, verifyEntries } from "../../server/responses/ledgers.service.js";
import { sittingOf } from "../../server/sittings/sittings.service.js";
import { testTakerByCode } from "../../server/test-takers/test-takers.service.js";
import { inLabRoom, openBrowser, openPage } from "../client/player/support/chromium.js";
import { sitDown, startBlock, waitForSaving } from "../client/player/support/sit.js";
import { makePackage, makeSession, storeStudy } from "../support/make-study.js";
import { cannotMount, makeSmallDisk, type SmallDisk } from "../support/small-disk.js";
import { startServer, type TestServer } from "../support/start-server.js";
import { keepScreenshot } from "./support/staff.js";
import { answersOnDevice, answersOnServer, finishBlock } from "./support/student.js";

const disk: SmallDisk | undefined = process.env.MONGODB_URI ? undefined : makeSmallDisk(16);
const title = disk ? "on a full disk" : `on a full disk (skipped: a MongoDB, or ${cannotMount})`;

describe.skipIf(!disk)(title, () => {
  let server: TestServer;
  let browser: Browser;
  let code: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ dataDir: disk?.folder }), openBrowser()]);
    await storeStudy(makePackage({ kinds: ["extendedText"] }));
    const { cards } = await makeSession("small", 1);
    code = (cards[0]?.code ?? "").replace("-", "");
  });
  afterAll(async () => {
    await browser.close();
    disk?.makeRoom();
    await server.close();
    disk?.remove();
  });

  it("a student goes on writing, is told, and loses nothing when there is room again", async () => {
    const page = await openPage(browser);
    await sitDown(page, inLabRoom(server.url), code);
    await startBlock(page);
    await page.keyboard.press("Alt+KeyR");
    await finishBlock(page);
    await startBlock(page);
    const text = page.locator("textarea");
    await text.fill("Trước khi đầy.");
    await waitForSaving(page, "saved");

    disk?.fill();
    await text.fill("Ổ đĩa đã đầy.");
    await waitForSaving(page, "serverStuck");
    await text.press("End");
    await text.pressSequentially(" Em vẫn viết tiếp.");
    expect(await page.locator('[data-saving="serverStuck"]').first().innerText()).toContain(
      "lưu được trên máy này",
    );
    await keepScreenshot(page, "player-server-stuck");
    await page.reload();
    await text.waitFor();
    expect(await text.inputValue()).toBe("Ổ đĩa đã đầy. Em vẫn viết tiếp.");
    await waitForSaving(page, "serverStuck");

    disk?.makeRoom();
    await waitForSaving(page, "saved");
    const onDevice = await answersOnDevice(page);
    expect(Object.values(onDevice)).toContain("Ổ đĩa đã đầy. Em vẫn viết tiếp.");
    expect(await answersOnServer(code)).toEqual(onDevice);
    const sitting = await sittingOf((await testTakerByCode(code)).testTakerId);
    expect(await conflictsOf(sitting?._id ?? "")).toEqual([]);
    expect((await verifyEntries(sitting?._id ?? "")).isIntact).toBe(true);
    await page.context().close();
  });
});
