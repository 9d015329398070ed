import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

const fileName = "player-worker.js";

/** The chunk and all it may load, now or later, with the styles and fonts of each. */
function filesOf(bundle: Bundle, start: string): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const part = bundle[name];
    if (!part || found.has(name)) return;
    found.add(name);
    if (part.type === "chunk") {
      const styles = (part as { viteMetadata?: { importedCss?: Set<string> } }).viteMetadata?.importedCss;
      for (const each of [...part.imports, ...part.dynamicImports, ...(styles ?? [])]) visit(each);
    } else if (name.endsWith(".css")) {
      for (const [, address] of String(part.source).matchAll(/url\("?\/([^)"]+)"?\)/g)) visit(address ?? "");
    }
  };
  visit(start);
  return found;
}

/** Builds the player's service worker beside the pages, with the list of what it keeps and a version made from it. */
export function playerWorker(here: string): Plugin {
  return {
    name: "player-worker",
    apply: "build",
    enforce: "post",
    buildStart() {
      this.emitFile({ type: "chunk", id: join(here, "player", "shell-worker.ts"), fileName });
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[fileName];
        const start = Object.values(bundle).find(
          (each) =>
            each.type === "chunk" && each.facadeModuleId?.replaceAll("\\", "/").endsWith("player/index.html"),
        );
        const page = bundle["player/index.html"];
        if (worker?.type !== "chunk" || !start || page?.type !== "asset")
          this.error("the player's worker, page or script is not in the build");
        const files = ["/", ...[...filesOf(bundle, start.fileName)].sort().map((name) => `/${name}`)];
        const version = createHash("sha256")
          .update(JSON.stringify([files, String(page.source)]))
          .digest("hex");
        worker.code = worker.code
          .replaceAll("PLAYER_FILES", JSON.stringify(files))
          .replaceAll("PLAYER_VERSION", JSON.stringify(version.slice(0, 16)));
      },
    },
  };
}
