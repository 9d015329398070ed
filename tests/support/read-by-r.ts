import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether R is there; tests that need it skip where it is not. */
export const hasR = spawnSync("Rscript", ["--version"]).status === 0;

/** Has R read the files of a download by the script that is among them, and then run some lines; warnings are errors. */
export function readByR(files: ReadonlyMap<string, string>, lines: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "khao-r-"));
  try {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const script = ["options(warn = 2)", 'source("read.R")', ...lines].join("\n");
    return spawnSync("Rscript", ["-e", script], { cwd: folder, encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
