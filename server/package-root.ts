import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json: the same whether this file runs from server/ or, built, from dist/server/. */
export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The program's version, which every result records. */
export const programVersion = (
  JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as { version: string }
).version;

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("no package.json above the program");
  return findRoot(parent);
}
