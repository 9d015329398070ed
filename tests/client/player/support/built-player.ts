import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Rolldown } from "vite";
import { packageRoot } from "../../../../server/package-root.js";

type Output = Rolldown.RolldownOutput["output"];

/** The apps as they are shipped; `scripts/build-for-tests.mjs` has built them. */
export const builtClient = join(packageRoot, "dist", "client");

interface BuiltPlayer {
  folder: string;
  output: Output;
  remove: () => void;
}

/**
 * The player as `npm run build` makes it, in a folder of its own: for tests that look at how it was built or change it.
 *
 * @param apps `player` alone, which is quick, or `all`: then it shares chunks with the staff's apps, as it is shipped.
 */
export async function buildPlayer(apps: "player" | "all" = "player"): Promise<BuiltPlayer> {
  const folder = mkdtempSync(join(tmpdir(), "khao-player-"));
  const { NODE_ENV } = process.env;
  // The test runner's own NODE_ENV would bundle React's slower build for development.
  Object.assign(process.env, { NODE_ENV: "production" });
  if (apps === "player") process.env.KHAO_CLIENT_APPS = "player";
  const { build } = await import("vite");
  const built = await build({
    configFile: join(import.meta.dirname, "../../../../client/vite.config.mts"),
    logLevel: "error",
    build: { outDir: folder },
  });
  Object.assign(process.env, { NODE_ENV });
  delete process.env.KHAO_CLIENT_APPS;
  const { output } = built as Rolldown.RolldownOutput;
  return { folder, output, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
