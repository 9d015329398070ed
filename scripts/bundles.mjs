// Builds dist/: the server's TypeScript as JavaScript file by file, and the browser bundles by Vite.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

function sources(areas) {
  const found = [];
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts")) found.push(join(root, path));
      // The words of the terminal are read as they are.
      else if (folder.endsWith("/i18n") && entry.name.endsWith(".json")) found.push(join(root, path));
    }
  };
  for (const area of areas) visit(area);
  return found;
}

/**
 * One .js per .ts, in the same tree under dist/, so that workers and child programs are found beside their callers; but the
 * library is one file: each of its 220 would cost every command and worker a millisecond. What it says beside its numbers is
 * apart in a second one, for every command has its words, and few have its numbers.
 */
export async function buildServer(dist = join(root, "dist")) {
  const { build, stop } = await import("esbuild");
  for (const area of ["server", "item-bank", "psychometrics"])
    rmSync(join(dist, area), { recursive: true, force: true });
  const common = {
    outdir: dist,
    outbase: root,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    logLevel: "warning",
  };
  await build({
    ...common,
    entryPoints: sources(["server", "item-bank"]),
    loader: { ".json": "copy" },
    // Node has them since 20.10; without the mark it does not read JSON.
    supported: { "import-attributes": true },
  });
  await build({
    ...common,
    entryPoints: ["index.ts", "messages/index.ts"].map((path) => join(root, "psychometrics", path)),
    bundle: true,
    splitting: true,
    chunkNames: "psychometrics/[name]-[hash]",
    packages: "external",
  });
  // Else esbuild's own process stays for as long as the server that is started next.
  await stop();
}

export async function buildClient() {
  const { build } = await import("vite");
  await build({ configFile: join(root, "client", "vite.config.mts"), logLevel: "warn" });
}
