import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { type Express } from "express";

/** The staff's apps, each a page of its own with its own addresses below it. */
const apps = ["office", "studio", "room", "coding", "desk"];

/** Names of bundles carry a hash of their content, so they never change. */
const immutableForSeconds = 31_536_000;

/** Serve the bundles under /assets/; an address of none of them may be a figure of an item, which comes from the store. */
export function mountBundles(app: Express, folder: string): void {
  const options = { index: false, redirect: false, immutable: true, maxAge: immutableForSeconds * 1000 };
  app.use("/assets", express.static(join(folder, "assets"), options));
}

/**
 * Serve the pages: `/` is the player, `/office/` and the others are the staff's apps; every address below one gives its
 * page, because the page itself reads the rest of the address.
 */
export function mountPages(app: Express, folder: string): void {
  app.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders: (response) => response.setHeader("Cache-Control", "no-cache"),
    }),
  );
  for (const name of apps) {
    const page = join(folder, name, "index.html");
    // Express takes "/office/" for "/office" too, so the address itself must be looked at, or it would be sent to itself.
    app.get(`/${name}`, (request, response, next) =>
      request.path.endsWith("/") ? next() : response.redirect(301, `/${name}/`),
    );
    app.get(`/${name}/{*rest}`, (_request, response, next) => sendPage(page, response, next));
  }
  app.get("/", (_request, response, next) => sendPage(join(folder, "index.html"), response, next));
}

function sendPage(file: string, response: express.Response, next: express.NextFunction): void {
  if (!existsSync(file)) {
    next();
    return;
  }
  response.setHeader("Cache-Control", "no-cache");
  response.sendFile(file);
}
