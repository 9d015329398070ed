import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const bank = join(import.meta.dirname, "../../item-bank");

/** What the player takes from the bank; anything else would bring the schemas' library or the key rules with it. */
const playerFiles = [
  "interactions/empty.ts",
  "interactions/read-numbers.ts",
  "booklets/options.ts",
  "text/plain.ts",
];

describe("what the player takes from the item bank", () => {
  it("is under 2 KB of gzipped script and brings no package", async () => {
    const contents = playerFiles.map((file, k) => `export * as part${k} from "${bank}/${file}";`).join("\n");
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: bank },
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "browser",
    });
    expect(Object.keys(metafile.inputs).filter((file) => file.includes("node_modules"))).toEqual([]);
    expect(gzipSync(outputFiles[0].contents).length).toBeLessThan(2048);
  });
});
