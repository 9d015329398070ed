import { existsSync, mkdirSync, renameSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { playerWorker } from "./player-worker-plugin.mts";

const here = dirname(fileURLToPath(import.meta.url));
const outDir = join(here, "..", "dist", "client");

/** The apps by their folder, and the path each is served at; an app is built as soon as it has a page. */
const pathOfApp: Record<string, string> = {
  player: "/",
  office: "/office",
  studio: "/studio",
  console: "/room",
  coding: "/coding",
  desk: "/desk",
};
/** `KHAO_CLIENT_APPS=player` builds one of them alone. */
const wanted = process.env.KHAO_CLIENT_APPS?.split(",") ?? Object.keys(pathOfApp);
const apps = wanted.filter((app) => app in pathOfApp && existsSync(join(here, app, "index.html")));

/** Puts each page where its address is (`console/index.html` becomes `room/index.html`), in the build and while developing. */
function pagesAtTheirPaths(): Plugin {
  return {
    name: "pages-at-their-paths",
    writeBundle(options) {
      if (!options.dir) return;
      for (const app of apps) {
        const from = join(options.dir, app, "index.html");
        const to = join(options.dir, pathOfApp[app] ?? "/", "index.html");
        if (from === to || !existsSync(from)) continue;
        mkdirSync(dirname(to), { recursive: true });
        renameSync(from, to);
        rmdirSync(dirname(from));
      }
    },
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? "/").split("?")[0] ?? "/";
        const wantsPage = request.headers.accept?.includes("text/html") ?? false;
        const app = apps.find((name) => {
          const place = pathOfApp[name] ?? "/";
          return place === "/" ? path === "/" : path === place || path.startsWith(`${place}/`);
        });
        if (wantsPage && app) request.url = `/${app}/index.html`;
        next();
      });
    },
  };
}

export default defineConfig({
  root: here,
  appType: "mpa",
  plugins: [react(), pagesAtTheirPaths(), ...(apps.includes("player") ? [playerWorker(here)] : [])],
  build: {
    outDir,
    emptyOutDir: true,
    // Windows 7 and 8.1, which many lab rooms still run, end at these two.
    target: ["chrome109", "firefox115"],
    modulePreload: false,
    // A font or picture inside a style sheet would have to be loaded by every page that does not show it.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: Object.fromEntries(apps.map((app) => [app, join(here, app, "index.html")])),
      output: {
        codeSplitting: {
          groups: [
            // One chunk for what every item needs: in pieces it compresses worse, and the player has a budget.
            {
              name: "items",
              test: /client[\\/]shared[\\/](?:item-view[\\/](?!interactions)|rich-text|mathml|say|scroll-frame|icons)/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": "http://127.0.0.1:3000",
      "/socket.io": { target: "http://127.0.0.1:3000", ws: true },
    },
  },
});
