import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { expect } from "vitest";
import { demoPassword } from "../../../server/demo/demo-accounts.js";
import type { Language } from "../../../item-bank/types.js";
import { packageRoot } from "../../../server/package-root.js";
import { axeViolations } from "../../support/axe.js";
import type { TestServer } from "../../support/start-server.js";

/** The system's Chromium, without what it would ask of the internet. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.KHAO_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** How a staff page is opened: whose, in which language and appearance, how wide. */
export interface StaffPageOptions {
  language?: Language;
  theme?: "light" | "contrast";
  width?: number;
  height?: number;
  /** A password other than the demo's. */
  password?: string;
}

/** A staff page with what its console complained of; a refusal by the content security policy stands there too. */
export interface StaffPage {
  page: Page;
  complaints: string[];
  /** Open an address of the server and wait until it has drawn. */
  open: (path: string) => Promise<void>;
  close: () => Promise<void>;
}

/** A browser profile of its own in which this account is logged in; an empty login is nobody. */
export async function staffPage(
  browser: Browser,
  server: TestServer,
  login: string,
  options: StaffPageOptions = {},
): Promise<StaffPage> {
  const { language = "vi", theme = "light", width = 1280, height = 860 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === "vi" ? "vi-VN" : "en-GB",
    timezoneId: "Asia/Ho_Chi_Minh",
    acceptDownloads: true,
  });
  await context.addInitScript(
    ([chosen, appearance]) => {
      localStorage.setItem("khao.language", chosen);
      localStorage.setItem("khao.theme", appearance);
    },
    [language, theme] as const,
  );
  if (login !== "") {
    const password =
      login === server.admin.login ? server.admin.password : (options.password ?? demoPassword);
    const answer = await context.request.post(`${server.url}/api/login`, { data: { login, password } });
    expect(answer.status(), `login as ${login}`).toBe(200);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    // Who is not logged in is told so by 401, which Chromium puts down as an error of its own.
    if (message.type() === "error" && !message.text().includes("401")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const open = async (path: string): Promise<void> => {
    await page.goto(server.url + path);
    await page.locator("main, .state").first().waitFor();
    await page.waitForLoadState("networkidle");
  };
  return { page, complaints, open, close: () => context.close() };
}

/** No violation of WCAG 2.0 to 2.2, A and AA, that axe can see on what the page shows now. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const found = (await axeViolations(page)).map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(" | ")}`,
  );
  expect(found, where).toEqual([]);
}

/** Keep what the page shows under docs/screenshots/ when KHAO_SCREENSHOTS=1; else do nothing. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  if (process.env.KHAO_SCREENSHOTS !== "1") return;
  const folder = join(packageRoot, "docs", "screenshots");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
}
