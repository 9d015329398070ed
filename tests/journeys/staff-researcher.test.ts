import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startServer, type TestServer } from "../support/start-server.js";
import { calibrated } from "./support/calibrated.js";
import { addSatSession } from "./support/sat-study.js";
import { expectAccessible, keepScreenshot, openChromium, staffPage } from "./support/staff.js";

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ demo: true });
  browser = await openChromium();
  await addSatSession(server, 140);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

it("a researcher reads the counts and the classical table, and opens a distractor", async () => {
  const { page, open, complaints, close } = await staffPage(browser, server, "researcher");
  await open("/desk/");
  await page.getByRole("link", { name: /Khảo sát năng lực lớp 9/ }).click();
  await page.getByRole("heading", { name: "Thí sinh" }).waitFor();
  expect(await page.locator("main").innerText()).not.toMatch(/Học sinh \d+|Nguyễn/);
  await keepScreenshot(page, "desk-overview");

  await page.getByRole("link", { name: "Thống kê cổ điển" }).click();
  await page.locator(".plot svg").first().waitFor();
  await page.getByText("140 thí sinh").waitFor();
  await keepScreenshot(page, "desk-classical");
  expect(await cutTables(page)).toEqual([]);
  await page.getByRole("button", { name: "Toán", exact: true }).click();
  await page.getByRole("button", { name: "Tỉ lệ đúng" }).click();
  await page.getByRole("button", { name: "KM101Q03" }).click();
  await page.getByRole("dialog").getByText("✓ đáp án").waitFor();
  await expectAccessible(page, "the distractors of an item");
  await page.keyboard.press("Escape");
  expect(complaints).toEqual([]);
  await close();
});

it("a table wider than the screen says so, scrolls by keyboard, and keeps the items in sight", async () => {
  const { page, open, complaints, close } = await staffPage(browser, server, "researcher", { width: 1024 });
  await open("/desk/demo/classical");
  const frame = page.getByRole("region", { name: "Thống kê cổ điển" });
  await frame.waitFor();
  expect(await cutTables(page), "the statistics at 1024 pixels").toEqual([]);

  await page.getByRole("group", { name: "Cột" }).getByRole("button", { name: "Tất cả" }).click();
  const hint = page.getByText(/Còn \d+ cột nằm ngoài khung/);
  await hint.waitFor();
  expect(await frame.getAttribute("aria-describedby")).toBe(await hint.getAttribute("id"));
  await expectAccessible(page, "a table with all columns");
  const item = frame.getByRole("rowheader", { name: /^KM101Q02/ });
  const before = await item.boundingBox();
  await frame.focus();
  await expect
    .poll(async () => {
      await page.keyboard.press("ArrowRight");
      return frame.evaluate(({ scrollLeft }) => scrollLeft);
    })
    .toBeGreaterThan(100);
  expect((await item.boundingBox())?.x).toBe(before?.x);
  expect(complaints).toEqual([]);
  await close();
});

/** The tables that do not show all of their columns. */
function cutTables(page: Page): Promise<string[]> {
  return page
    .locator(".table-frame")
    .evaluateAll((frames) =>
      frames
        .filter((frame) => frame.scrollWidth > frame.clientWidth + 1)
        .map((frame) => frame.getAttribute("aria-label") ?? ""),
    );
}

it("runs a calibration with progress, looks at its curves and maps, and downloads plots and the zip", async () => {
  const { page, open, complaints, close } = await staffPage(browser, server, "researcher");
  await open("/desk/demo/runs");
  await page.getByRole("button", { name: "Hiệu chỉnh mới" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Tên").fill("Rasch, toàn bộ");
  await dialog.getByRole("radio", { name: /^Rasch \/ PCM/ }).check();
  await expectAccessible(page, "the options of a calibration");
  await keepScreenshot(page, "desk-analysis");
  await dialog.getByRole("button", { name: "Chạy" }).click();
  await page.getByRole("link", { name: "Rasch, toàn bộ" }).waitFor({ timeout: 180_000 });
  await expectAccessible(page, "the calibrations");
  await page.getByRole("link", { name: "Rasch, toàn bộ" }).click();

  // Curve, Wright map, information and fit are drawn.
  await expect.poll(() => page.locator(".plot > *").count(), { timeout: 60_000 }).toBe(4);
  await page.getByText("hội tụ", { exact: false }).first().waitFor();
  await expectAccessible(page, "a finished calibration");
  expect(await cutTables(page)).toEqual([]);
  await keepScreenshot(page, "desk-run");
  // What the help calls flagged is flagged.
  const rmsd = await page.locator("td:last-child", { hasText: /^\d,\d{3}/ }).allInnerTexts();
  expect(rmsd.length).toBeGreaterThan(30);
  const isMarked = (text: string) => text.includes("⚠");
  const isAbove = (text: string) => parseFloat(text.replace(",", ".")) > 0.12;
  // Of 0.120 one cannot see on which side of the bound it is.
  const isClear = (text: string) => !text.startsWith("0,120");
  expect(rmsd.filter(isClear).filter(isMarked)).toEqual(rmsd.filter(isClear).filter(isAbove));
  const wright = page.getByRole("figure", { name: "Bản đồ Wright" });
  await wright.scrollIntoViewIfNeeded();
  await keepScreenshot(page, "desk-wright-map");
  await page.getByRole("button", { name: "KM101Q02", exact: true }).click();
  const curve = page.getByRole("figure", { name: "Đường cong đặc trưng của KM101Q02" });
  await curve.getByRole("button", { name: "Xem bảng" }).click();
  await curve.getByRole("columnheader", { name: "P(X=1)" }).waitFor();
  await curve.getByRole("button", { name: "Xem hình" }).click();
  await curve.locator("svg").waitFor();

  await page.getByRole("link", { name: "Độ khớp" }).click();
  await page.getByRole("heading", { name: "Phụ thuộc cục bộ (Q3)" }).waitFor();
  await expect.poll(() => page.locator(".plot > *").count(), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  await expectAccessible(page, "the fit of a calibration");
  expect(await cutTables(page)).toEqual([]);
  await keepScreenshot(page, "desk-fit");
  await page.getByRole("button", { name: "KM101Q02", exact: true }).click();
  await page.getByRole("figure", { name: "Đường cong đặc trưng của KM101Q02" }).waitFor();

  await page.getByRole("link", { name: "DIF" }).click();
  await page.getByLabel("Chia nhóm theo").selectOption("ST008");
  await page.getByRole("button", { name: "So sánh", exact: true }).click();
  await page.getByRole("figure", { name: "Độ lớn của khác biệt" }).waitFor({ timeout: 120_000 });
  await page.getByText("Nhóm dưới 30 thí sinh không được so sánh", { exact: false }).waitFor();
  await expectAccessible(page, "differential item functioning");
  expect(await cutTables(page)).toEqual([]);
  await page
    .getByRole("heading", { name: /em đi học muộn bao nhiêu lần/ })
    .evaluate((heading) => heading.scrollIntoView());
  await keepScreenshot(page, "desk-dif");
  await page
    .getByRole("figure", { name: "Độ lớn của khác biệt" })
    .evaluate((figure) => figure.scrollIntoView());
  await keepScreenshot(page, "desk-dif-effects");

  await page.getByRole("link", { name: "Bất biến" }).click();
  await page.getByLabel("Chia nhóm theo").selectOption({ label: "Em là" });
  // Of groups as small as these chance alone deviates by more; several items a round keep the rounds few.
  await page.getByLabel("Ngưỡng RMSD").selectOption("0.25");
  await page.getByText("Lựa chọn thêm").click();
  await page.getByLabel("Số câu giải phóng mỗi vòng").fill("8");
  await page.getByLabel("Số câu trả lời tối thiểu").fill("10");
  await page.getByRole("button", { name: "Tìm câu không bất biến" }).click();
  await page.getByRole("figure", { name: "RMSD theo câu và nhóm" }).waitFor({ timeout: 120_000 });
  await expect.poll(() => page.locator(".plot svg").count()).toBe(2);
  await expectAccessible(page, "partial invariance");
  await page
    .getByRole("figure", { name: "Diễn biến qua các vòng" })
    .evaluate((figure) => figure.scrollIntoView());
  await keepScreenshot(page, "desk-invariance");

  const other = await calibrated(server, "2PL, Toán", { model: "2pl", subjects: ["mathematics"] });
  await page.reload();
  await page.getByRole("link", { name: "Liên kết thang" }).click();
  await page.getByLabel("Thang gốc").selectOption(other);
  await page.getByLabel("Cách liên kết").selectOption({ label: "trung bình–sigma" });
  await page.getByRole("figure", { name: "Độ khó ở hai lần" }).locator("svg").waitFor();
  await expectAccessible(page, "linking");
  await page.getByRole("figure", { name: "Độ khó ở hai lần" }).scrollIntoViewIfNeeded();
  await keepScreenshot(page, "desk-linking");
  await page.getByRole("link", { name: "Tham số" }).click();

  const saved = page.waitForEvent("download");
  await wright.getByRole("button", { name: "SVG" }).click();
  const svg = readFileSync((await (await saved).path()) ?? "", "utf8");
  expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
  expect(svg, "the file stands alone").not.toContain("var(--");

  const zipped = page.waitForEvent("download", { timeout: 120_000 });
  await page.getByRole("button", { name: /Tải dữ liệu/ }).click();
  const zip = readFileSync((await (await zipped).path()) ?? "");
  expect(zip.subarray(0, 2).toString("latin1")).toBe("PK");
  expect(complaints).toEqual([]);
  await close();
});

it("compares two sessions of one booklet by SIBTEST too, as a table and a plot", async () => {
  for (const seed of ["1", "2"])
    await addSatSession(server, 32, { studyId: "mock-exam", title: `Ca ${seed}`, seed });
  // Six items: with more, sums of so few test takers would seldom be met by enough of both sessions.
  const withoutItems = Array.from({ length: 16 }, (_, k) => `TM25Q${String(k + 7).padStart(2, "0")}`);
  const run = await calibrated(server, "Thi thử", { withoutItems }, "mock-exam");
  const { page, open, complaints, close } = await staffPage(browser, server, "researcher");
  await open(`/desk/runs/${run}/dif`);
  await page.getByLabel("Chia nhóm theo").selectOption({ label: "Ca thi" });
  await page.getByRole("button", { name: "So sánh", exact: true }).click();
  const plot = page.getByRole("figure", { name: "Khác biệt theo SIBTEST" });
  await plot.locator("svg").waitFor({ timeout: 60_000 });
  await page
    .getByRole("group", { name: "Cột" })
    .getByRole("button", { name: "SIBTEST", exact: true })
    .click();
  for (const name of [/^β \(SE\)/, /^p SIBTEST/, /^p giao nhau/])
    await page.getByRole("columnheader", { name }).waitFor();
  expect(await page.getByRole("rowheader", { name: /^TM25Q0[1-6]$/ }).count()).toBe(6);
  expect(await cutTables(page)).toEqual([]);
  await expectAccessible(page, "differential functioning by SIBTEST");
  await page.getByRole("heading", { name: /^Ca thi/ }).evaluate((heading) => heading.scrollIntoView());
  await keepScreenshot(page, "desk-dif-sibtest");
  await plot.getByRole("button", { name: "Xem bảng" }).click();
  await plot.getByRole("columnheader", { name: "Roussos–Stout" }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("says when the network is away, on a list that is there and on one that is not, and goes on by itself", async () => {
  const { page, open, close } = await staffPage(browser, server, "researcher");
  await open("/desk/demo/runs");
  await page.getByRole("button", { name: "Hiệu chỉnh mới" }).waitFor();
  await page.locator(".page .state, .plain-list").first().waitFor();
  const stale = page.getByText("Chưa làm mới được");
  await page.context().setOffline(true);
  await page.getByText("Máy này đang không có mạng").waitFor();
  await stale.waitFor();
  await page.getByRole("link", { name: "Thống kê cổ điển" }).click();
  await page.getByText("Không liên lạc được với máy chủ").first().waitFor();
  await page.getByRole("link", { name: "Hiệu chỉnh IRT" }).click();
  await stale.first().waitFor();
  await page.context().setOffline(false);
  await stale.first().waitFor({ state: "detached" });
  await page.getByText("Máy này đang không có mạng").waitFor({ state: "detached" });
  await close();
});
