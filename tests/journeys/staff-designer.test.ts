import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startServer, type TestServer } from "../support/start-server.js";
import { expectAccessible, keepScreenshot, openChromium, staffPage } from "./support/staff.js";

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ demo: true });
  browser = await openChromium();
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

const roster = `STT,Họ và tên,Mã học sinh,Lớp
1,Nguyễn Văn An,HS01,9A
2,Trần Thị Bình,HS02,9A
3,,HS03,9A
4,Lê Văn Cường,HS04,9A
`;

it("a designer assembles a block, weighs two designs, seals a study and fills a session from a school's list", async () => {
  const { page, open, complaints, close } = await staffPage(browser, server, "designer");

  await open("/studio/blocks");
  await page.getByRole("button", { name: "Ghép khối mới" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Mã khối").fill("NVB1");
  await dialog.getByLabel("Tên (tiếng Việt)").fill("Toán thử");
  await dialog.getByLabel("Tên (tiếng Anh)").fill("Trial mathematics");
  await dialog.getByLabel("Thời gian (phút)").fill("20");
  await dialog.getByLabel("Thêm đơn vị…").selectOption("KM101");
  await dialog.getByLabel("Thêm đơn vị…").selectOption("KM104");
  await dialog.getByRole("button", { name: "Đưa KM104 lên" }).click();
  await expectAccessible(page, "the dialog of a block");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  const row = page.getByRole("row", { name: /NVB1/ });
  await row.getByText("KM104, KM101").waitFor();

  await open("/studio/studies");
  await page.getByRole("button", { name: "Thêm cuộc khảo sát" }).click();
  await dialog.getByLabel("Mã cuộc khảo sát").fill("thu-nghiem");
  await dialog.getByLabel("Tên (tiếng Việt)").fill("Khảo sát thử");
  await dialog.getByLabel("Tên (tiếng Anh)").fill("A trial survey");
  await dialog.getByRole("button", { name: "Tạo" }).click();
  await page.getByRole("heading", { name: /Khảo sát thử/ }).waitFor();

  // One booklet for all, its blocks moved by the keyboard.
  const blocks = page.getByRole("group", { name: "Chọn thiết kế" });
  for (const box of await blocks.getByRole("checkbox").all()) await box.uncheck();
  await blocks.getByRole("checkbox", { name: /KMB1/ }).check();
  await blocks.getByRole("checkbox", { name: /NVB1/ }).check();
  await page.getByRole("button", { name: "Ghép thành một đề" }).click();
  const chips = page.locator(".block-chip");
  expect(await chips.allInnerTexts()).toEqual(["KMB1", "NVB1"]);
  await chips.first().press("Shift+ArrowRight");
  expect(await chips.allInnerTexts()).toEqual(["NVB1", "KMB1"]);
  expect(await chips.nth(1).evaluate((chip) => chip === document.activeElement)).toBe(true);

  // Seven blocks in balance, with the sentence and the counts that say so.
  await blocks.getByRole("checkbox", { name: /NVB1/ }).uncheck();
  for (const id of ["KMB2", "KMB3", "KRB1", "KRB2", "KSB1", "KSB2"]) {
    await blocks.getByRole("checkbox", { name: new RegExp(id) }).check();
  }
  await page.getByRole("button", { name: "Xoay vòng thành bảy đề" }).click();
  await page
    .getByText(/mỗi cặp khối/)
    .last()
    .waitFor();
  expect(await chips.count()).toBe(21);
  await page.getByText("Xem số lần").click();
  await page.getByText("Số lần hai khối chung một đề").waitFor();
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText(/Đã lưu lúc/).waitFor();
  await expectAccessible(page, "a design");
  await keepScreenshot(page, "design-study");

  await page.getByRole("button", { name: "Niêm phong và mở" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Niêm phong và mở" }).click();
  await page.getByText("Gói nội dung SHA-256").waitFor();

  await page.getByRole("button", { name: "Thêm ca thi" }).click();
  await dialog.getByLabel("Ca thi").fill("Lớp 9A");
  await dialog.getByLabel("Địa điểm").fill("Phòng máy 1");
  await dialog.getByLabel("Bắt đầu").fill("2026-12-01T07:30");
  await dialog.getByLabel("Kết thúc").fill("2026-12-01T07:00");
  await dialog.getByRole("textbox", { name: /^Giám thị/ }).fill("proctor");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await dialog.getByText("Giờ kết thúc phải sau giờ bắt đầu").waitFor();
  await dialog.getByLabel("Kết thúc").fill("2026-12-01T09:30");
  await expectAccessible(page, "the plan of a session");
  await keepScreenshot(page, "design-session");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await page.getByRole("button", { name: "Thêm thí sinh: Lớp 9A" }).click();
  await dialog.getByLabel(/Danh sách/).setInputFiles({
    name: "danh-sach.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(roster, "utf8"),
  });
  await dialog.getByText("Đọc được 3 thí sinh.").waitFor();
  await dialog.getByText(/Dòng 4/).waitFor();
  await expectAccessible(page, "a list that was read");
  await keepScreenshot(page, "design-roster");
  await dialog.getByRole("button", { name: "Thêm 3 thí sinh" }).click();
  await page.getByText("0 / 3").waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("the proctor opens that session and prints its cards, each with a code and its QR", async () => {
  const { page, open, complaints, close } = await staffPage(browser, server, "proctor");
  await open("/room/");
  const session = page.getByRole("listitem").filter({ hasText: "Khảo sát thử" });
  await session.getByRole("button", { name: "Mở ca thi" }).click();
  await session.getByText("Đang mở").waitFor();
  await session.getByRole("link", { name: "Thẻ dự thi" }).click();
  await page.getByRole("img", { name: "Mã QR của Nguyễn Văn An" }).waitFor();
  const codes = await page.locator(".login-code").allInnerTexts();
  expect(codes).toHaveLength(3);
  expect(new Set(codes).size).toBe(3);
  for (const code of codes) expect(code).toMatch(/^[A-Z2-9]{3}-[A-Z2-9]{3}$/);

  await open("/room/demo-room/cards");
  await keepScreenshot(page, "cards");
  // On paper there is nothing but the cards.
  await page.emulateMedia({ media: "print" });
  expect(await page.locator(".staff-header").isVisible()).toBe(false);
  expect(await page.locator(".login-card-print").count()).toBe(28);
  const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type \/Page\b/g) ?? [];
  expect(pages.length, "28 cards on A4").toBeLessThanOrEqual(4);
  expect(complaints).toEqual([]);
  await close();
});
