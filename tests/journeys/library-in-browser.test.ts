// The library is one for Node, for a page and for a worker in a browser: it needs nothing but the language itself.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packageRoot } from "../../server/package-root.js";
import { openBrowser, openPage } from "../client/player/support/chromium.js";
import { libraryRun } from "./support/library-run.js";

let server: Server;
let browser: Browser;
let url: string;

beforeAll(async () => {
  const files: Record<string, string> = {
    "/": `<!doctype html><title>library</title><script type="module" src="/page.js"></script>`,
    "/run.js": await bundled(),
    "/page.js": `import { libraryRun } from "/run.js"; globalThis.inPage = libraryRun();`,
    "/worker.js": `import { libraryRun } from "/run.js"; postMessage(libraryRun());`,
  };
  server = createServer(({ url: path = "" }, response) => {
    const text = files[path];
    const type = path.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(text === undefined ? 404 : 200, { "content-type": type }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  server.close();
});

/** The run as one module for browsers; an import of Node's own modules anywhere in the library ends it. */
async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(packageRoot, "tests/journeys/support/library-run.ts")],
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return outputFiles[0].text;
}

/**
 * Exponentials and logarithms are an engine's own, and may differ in the last of 16 digits; iterations end at changes of
 * 1e-6, near a point that all engines share to a ten-millionth.
 */
function expectSame(theirs: (number | null)[], ours: (number | null)[]): void {
  expect(theirs.length).toBe(ours.length);
  theirs.forEach((value, n) => {
    const own = ours[n];
    if (value === null || own === null) expect(value).toBe(own);
    else expect(Math.abs(value - own)).toBeLessThan(1e-7 * Math.max(1, Math.abs(own)));
  });
}

it("gives a page and a worker of a browser the numbers that it gives Node", async () => {
  const page = await openPage(browser);
  await page.goto(url);
  await page.waitForFunction(() => "inPage" in globalThis);
  const inPage = await page.evaluate(() => (globalThis as unknown as { inPage: (number | null)[] }).inPage);
  const inWorker = await page.evaluate(
    () =>
      new Promise<(number | null)[]>((resolve, reject) => {
        const worker = new Worker("/worker.js", { type: "module" });
        worker.onmessage = ({ data }) => resolve(data as (number | null)[]);
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
  );
  const ours = libraryRun();
  expect(ours.filter((value) => value !== null).length).toBeGreaterThan(2900);
  expectSame(inPage, ours);
  expect(inWorker).toEqual(inPage);
});
