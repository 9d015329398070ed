import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LibraryFile } from "../../item-bank/library.js";
import { packageRoot } from "../package-root.js";

/** The files of the library that comes with the program. */
export function libraryFiles(): LibraryFile[] {
  const folder = join(packageRoot, "item-bank", "library");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|svg)$/.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return {
        path: path
          .slice(folder.length + 1)
          .split("\\")
          .join("/"),
        text: readFileSync(path, "utf8"),
      };
    });
}
