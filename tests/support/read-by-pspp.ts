import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";

/** Whether PSPP, which reads SPSS's syntax, is there; tests that need it skip where it is not. */
export const hasPspp = spawnSync("pspp", ["--version"]).status === 0;

interface ReadByPspp {
  /** What PSPP printed; warnings stand in it. */
  said: string;
  status: number | null;
  /** The rows of each .sav that was asked for, as PSPP writes them to a CSV of its own, header first. */
  rows: Record<string, string[][]>;
}

/**
 * Has PSPP read the files of a download by the one line that its README gives, and write back some of what it saved.
 *
 * @param syntax "read_vi.sps" or "read_en.sps".
 * @param saved names of saved files without ".sav".
 */
export function readByPspp(
  files: ReadonlyMap<string, string>,
  syntax: string,
  saved: readonly string[],
): ReadByPspp {
  const folder = mkdtempSync(join(tmpdir(), "khao-pspp-"));
  try {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const back = saved.map(
      (name) =>
        `GET FILE='${name}.sav'.\nSAVE TRANSLATE /OUTFILE='${name}.back' /TYPE=CSV /FIELDNAMES /REPLACE.\n`,
    );
    const start = join(folder, "start.sps");
    writeFileSync(start, `INSERT FILE='${folder}/${syntax}' CD=YES ENCODING='UTF8'.\n${back.join("")}`);
    const { stdout, stderr, status } = spawnSync("pspp", ["-b", start], { encoding: "utf8", cwd: tmpdir() });
    const rows = Object.fromEntries(
      saved.map((name) => {
        const file = join(folder, `${name}.back`);
        const text = existsSync(file) ? readFileSync(file, "utf8") : "";
        return [name, parse(text, { relax_column_count: true })];
      }),
    );
    return { said: stdout + stderr, status, rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
