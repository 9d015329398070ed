import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { inLabRoom, openBrowser, openPage } from "./chromium.js";

/** A page in Chromium with the player's parts on it as `parts`, over plain http. */
export async function partsPage() {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "parts-page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "chrome109",
  });
  const script = outputFiles[0].text;
  const server = createServer((request, response) => {
    if (request.url === "/parts.js") {
      response.setHeader("Content-Type", "text/javascript").end(script);
    } else {
      response
        .setHeader("Content-Type", "text/html")
        .end("<!doctype html><title>parts</title><script src=/parts.js></script>");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = inLabRoom(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const browser = await openBrowser();
  const page = await openPage(browser);
  await page.goto(address);
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  return { page, address, close };
}
