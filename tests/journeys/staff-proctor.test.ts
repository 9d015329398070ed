import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SittingBlock, TestTakerLoginAnswer } from "../../server/contract/sitting.js";
import type { SessionRow, TestTakerCard } from "../../server/contract/studies.js";
import { makeApi, type Api } from "../support/api.js";
import { startServer, type TestServer } from "../support/start-server.js";
import { expectAccessible, keepScreenshot, openChromium, staffPage } from "./support/staff.js";

let server: TestServer;
let browser: Browser;
let session: SessionRow;
let cards: TestTakerCard[];

const names = ["Nguyễn Thị Mai Anh", "Trần Quốc Bảo", "Lê Minh Châu", "Phạm Gia Hân", "Hoàng Đức Huy"];

beforeAll(async () => {
  server = await startServer({ demo: true });
  browser = await openChromium();
  const admin = await server.login("admin", server.admin.login);
  session = (
    await admin.post<SessionRow>("/api/sessions", {
      studyId: "demo",
      title: "Lớp 9A, buổi sáng",
      place: "Phòng máy 2",
      startsAt: null,
      mustAuthorise: true,
      proctorLogins: ["proctor"],
    })
  ).body;
  const testTakers = names.map((name, k) => ({ name, schoolNumber: `HS0${k + 1}`, group: "9A" }));
  await admin.post(`/api/sessions/${session.id}/test-takers`, { testTakers });
  await admin.post(`/api/sessions/${session.id}/status`, { to: "open" });
  cards = (await admin.get<TestTakerCard[]>(`/api/sessions/${session.id}/test-takers`)).body;
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

interface Student {
  api: Api;
  at: string;
  blocks: SittingBlock[];
}

const minutesLeft = (blocks: SittingBlock[]): number =>
  blocks.reduce((sum, { timeLimitMs }) => sum + (timeLimitMs ?? 0), 0) / 60_000;

async function planEnd(minutes: number): Promise<void> {
  const admin = await server.login("admin", server.admin.login);
  const { studyId, title, place, startsAt, mustAuthorise, proctorLogins } = session;
  const endsAt = new Date(Date.now() + minutes * 60_000).toISOString();
  const plan = { studyId, title, place, startsAt, mustAuthorise, proctorLogins, endsAt };
  expect((await admin.put(`/api/sessions/${session.id}`, plan)).status).toBe(200);
}

async function logIn(name: string): Promise<Student> {
  const card = cards.find((each) => each.name === name);
  const api = makeApi(server.url, "vi");
  const { body } = await api.post<TestTakerLoginAnswer>("/api/test-takers/login", {
    code: card?.code,
    deviceId: `device-${card?.code}`,
    playerVersion: "test",
  });
  api.token = body.token;
  return { api, at: `/api/sittings/${body.sitting.sittingId}`, blocks: body.sitting.blocks };
}

/** The first block of the test, after the practice. */
async function begin({ api, at }: Student): Promise<void> {
  const { body } = await api.get(`${at}/state`);
  const [practice, first] = body.blocks;
  await api.post(`${at}/blocks/start`, { blockId: practice.blockId });
  await api.post(`${at}/blocks/finish`, { blockId: practice.blockId });
  expect((await api.post(`${at}/blocks/start`, { blockId: first.blockId })).status).toBe(200);
}

it("a proctor lets in, pauses, resumes, gives minutes with a reason, and ends, while the room stays current", async () => {
  const { page, open, complaints, close } = await staffPage(browser, server, "proctor");
  await open("/room/");
  await page
    .getByRole("listitem")
    .filter({ hasText: "Lớp 9A, buổi sáng" })
    .getByRole("link", { name: "Vào phòng thi" })
    .click();
  await page.getByText("Không ai cần giúp").waitFor();
  const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
  const choose = async (...chosen: string[]): Promise<void> => {
    await page.getByRole("button", { name: "Bỏ chọn" }).click();
    for (const name of chosen) await page.getByRole("checkbox", { name: `Chọn ${name}` }).check();
  };
  const dialog = page.getByRole("dialog");

  // Students log in: they appear by themselves, and wait.
  const [anh, bao, chau] = [await logIn(names[0]), await logIn(names[1]), await logIn(names[2])];
  await page.getByText("3 thí sinh cần giúp").waitFor();
  await page.getByRole("button", { name: "Chọn người đang chờ" }).click();
  await page.getByText("Đã chọn 3").waitFor();
  await page.getByRole("button", { name: "Cho vào thi" }).click();
  await page.getByText("Đã cho 3 thí sinh vào thi.").waitFor();

  await Promise.all([begin(anh), begin(bao), begin(chau)]);
  await row(names[0]).getByText("Đang làm").waitFor();

  await choose(names[0], names[1]);
  await page.getByRole("button", { name: "Tạm dừng" }).click();
  await row(names[0]).getByText("Tạm dừng").first().waitFor();
  expect((await anh.api.get(`${anh.at}/state`)).body.phase).toBe("paused");
  await page.getByRole("button", { name: "Cho làm tiếp" }).click();
  await row(names[0]).getByText("Đang làm").waitFor();

  // Minutes want a reason; it stands in the student's history.
  await choose(names[1]);
  const before = (await bao.api.get(`${bao.at}/state`)).body.blocks[1].remainingMs;
  // The designer plans the end of the session: three minutes after the time this student has. The room shows it at once.
  await planEnd(minutesLeft(bao.blocks) + 3);
  await page.getByText(/Kết thúc .*, còn \d+ phút/).waitFor();
  await page.getByRole("button", { name: "Thêm giờ…" }).click();
  await dialog.getByLabel("Số phút thêm").fill("5");
  await dialog.getByText("làm quá giờ kết thúc dự kiến").waitFor();
  await dialog.getByLabel("Số phút thêm").fill("1");
  await dialog.getByText("làm quá giờ kết thúc dự kiến").waitFor({ state: "detached" });
  await dialog.getByLabel("Số phút thêm").fill("10");
  await keepScreenshot(page, "room-add-minutes");
  await expectAccessible(page, "the dialog that adds minutes");
  await dialog.getByLabel("Lý do").fill("Máy treo năm phút.");
  await dialog.getByRole("button", { name: "Thêm giờ", exact: true }).click();
  await row(names[1]).getByText("gồm 10 phút thêm").waitFor();
  await row(names[1])
    .getByText(/có thể quá giờ \d+ phút/)
    .waitFor();
  await page.getByText(/\d thí sinh có thể làm quá giờ kết thúc/).waitFor();
  const after = (await bao.api.get(`${bao.at}/state`)).body.blocks[1].remainingMs;
  expect(after - before).toBeGreaterThan(9 * 60_000);

  await row(names[1]).getByRole("button", { name: names[1] }).click();
  const history = page.getByRole("complementary", { name: `Diễn biến của ${names[1]}` });
  await history.getByText(/Máy treo năm phút/).waitFor();
  // Who and what in words: no ids of roles, blocks or booklets.
  expect(await history.innerText()).not.toMatch(/testTaker|device|\bproctor\b|BOOKLET|Phần [A-Z]+\d/);
  await expectAccessible(page, "the room with a history beside it");
  await keepScreenshot(page, "room-table");

  await choose(names[2]);
  await page.getByRole("button", { name: "Kết thúc bài…" }).click();
  await dialog.getByLabel("Lý do").fill("Em bị ốm.");
  await dialog.getByRole("button", { name: "Kết thúc bài", exact: true }).click();
  await row(names[2]).getByText("Đã kết thúc").waitFor();
  await page.getByText("Đã kết thúc bài của 1 thí sinh.").waitFor();
  expect((await chau.api.get(`${chau.at}/state`)).body.phase).toBe("ended");

  // A command that cannot be done says why, by name.
  await choose(names[4]);
  await page.getByRole("button", { name: "Tạm dừng" }).click();
  await page.getByText(new RegExp(`${names[4]}: .+`)).waitFor();

  await page.getByRole("button", { name: "Ghi sự cố" }).click();
  await dialog.getByLabel("Điều gì đã xảy ra").fill("Mất điện hai phút.");
  await dialog.getByRole("button", { name: "Ghi sự cố" }).click();
  await page.getByText("Mất điện hai phút.").waitFor();

  await page.getByRole("button", { name: "Ô theo chỗ ngồi" }).click();
  await page.getByRole("list", { name: "Ô theo chỗ ngồi" }).waitFor();
  await expectAccessible(page, "the room as tiles");
  await keepScreenshot(page, "room-tiles");
  expect(complaints).toEqual([]);
  await close();
});

it("a room whose line breaks says that it may be old, and is current again when the line is back", async () => {
  const { page, open, close } = await staffPage(browser, server, "proctor", { language: "en" });
  await open(`/room/${session.id}`);
  await page.getByText("Live").waitFor();
  await page.context().setOffline(true);
  await page.getByText(/The connection to the server is lost/).waitFor({ timeout: 90_000 });
  await logIn(names[3]);
  // Meanwhile the server stops counting the changes of a room that nobody watches, and begins anew.
  await page.waitForTimeout(5_500);
  await page.context().setOffline(false);
  await page.getByText("Live").waitFor({ timeout: 90_000 });
  await page
    .getByRole("row", { name: new RegExp(names[3]) })
    .getByText("Waiting")
    .first()
    .waitFor();
  await keepScreenshot(page, "room-table-en");
  await close();
});
