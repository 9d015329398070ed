import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LibraryFile } from "../../item-bank/library.js";

const folder = join(import.meta.dirname, "../../item-bank/library");

/** Every file of the seed library, as `readLibrary` takes them. */
export function libraryFiles(): LibraryFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(folder.length + 1).replaceAll("\\", "/"),
      text: readFileSync(path, "utf8"),
    }));
}
