import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { axeViolations } from "../../../support/axe.js";

const options = {
  executablePath: process.env.KHAO_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A lab room's server has a name and plain http: no secure context, hence no service worker, locks or subtle crypto.
    "--host-resolver-rules=MAP lab.test 127.0.0.1",
  ],
};

export const sizes = { desk: { width: 1024, height: 768 }, narrow: { width: 320, height: 640 } };
const timeoutMs = 30_000;

export const openBrowser = (): Promise<Browser> => chromium.launch(options);

/** A browser whose profile is kept in a folder: what a lab-room computer has after a restart. */
export const openProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, {
    ...options,
    // On a busy machine a page of such a context can begin before it is told its locale.
    args: [...options.args, "--accept-lang=vi-VN"],
    viewport: sizes.desk,
    locale: "vi-VN",
  });

export async function openPage(
  from: Browser | BrowserContext,
  size: { width: number; height: number } = sizes.desk,
): Promise<Page> {
  const context = "newContext" in from ? await from.newContext({ viewport: size, locale: "vi-VN" }) : from;
  const page = await context.newPage();
  page.setDefaultTimeout(timeoutMs);
  return page;
}

/** What axe finds against WCAG 2.2 AA, one line each; empty when all is well. */
export async function axeFindings(page: Page): Promise<string[]> {
  return (await axeViolations(page)).flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${String(target)}: ${failureSummary}`),
  );
}

/** By how many CSS pixels the page is wider than its window; nobody should have to scroll sideways. */
export const sidewaysPixels = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The address of a server as a lab room sees it: by name and without TLS. */
export const inLabRoom = (url: string): string => url.replace("127.0.0.1", "lab.test");
