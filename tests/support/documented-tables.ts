import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect } from "vitest";

/** What docs/tables.md says on one file. */
export interface DocumentedTable {
  /** Names as written there: `se_b<k>`. */
  columns: string[];
  /** Those that every such file has: without a placeholder, and not said to be there "only" somewhere. */
  always: string[];
}

/** The tables of docs/tables.md: by command and file. */
export function documentedTables(): Map<string, Map<string, DocumentedTable>> {
  const found = new Map<string, Map<string, DocumentedTable>>();
  const page = readFileSync(join(import.meta.dirname, "../../docs/tables.md"), "utf8");
  for (const part of page.split(/^## /m).slice(1)) {
    const [heading = "", ...sections] = part.split(/^### /m);
    const files = new Map(
      sections.map((section) => [/^`([^`]+)`/.exec(section)?.[1] ?? "", tableOf(section, found)]),
    );
    for (const [, command = ""] of heading.split("\n")[0]?.matchAll(/`khao ([\w-]+)`/g) ?? [])
      found.set(command, files);
  }
  return found;
}

function tableOf(
  section: string,
  before: ReadonlyMap<string, Map<string, DocumentedTable>>,
): DocumentedTable {
  const same = /The columns of `khao ([\w-]+)`'s `([\w.-]+)`/.exec(section);
  if (same) return { columns: before.get(same[1] ?? "")?.get(same[2] ?? "")?.columns ?? [], always: [] };
  const table: DocumentedTable = { columns: [], always: [] };
  for (const line of section.split("\n").filter((text) => text.startsWith("| `"))) {
    const [, names = "", meaning = ""] = line.split("|");
    const own = [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    table.columns.push(...own);
    if (!/\bonly\b/.test(meaning)) table.always.push(...own.filter((name) => !name.includes("<")));
  }
  return table;
}

const documented = documentedTables();

/** Fails where a command's result folder has a file or column that docs/tables.md does not have, or lacks one that it has. */
export function expectDocumented(args: readonly string[]): void {
  const files = documented.get(args[0] ?? "");
  const folder = args[args.indexOf("--out") + 1];
  if (!files || !args.includes("--out") || folder === undefined) return;
  const asked = args.flatMap((arg) => arg.split(","));
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".csv"))) {
    const lines: string[][] = parse(readFileSync(join(folder, name)), { toLine: 1, bom: true });
    const header = lines[0] ?? [];
    const { columns, always } = files.get(name) ?? { columns: [], always: [] };
    const unknown = header.filter((column) => !columns.some((known) => isNamed(column, known, asked)));
    const missing = always.filter((column) => !header.includes(column));
    expect({ file: name, unknown, missing }, `docs/tables.md on ${name} of khao ${args[0]}`).toEqual({
      ...{ file: name, unknown: [], missing: [] },
    });
  }
}

/** `<k>` is a whole number, `<by>` a word of the command line, any other placeholder a name from the data. */
function isNamed(column: string, known: string, asked: readonly string[]): boolean {
  if (known === "<by>") return asked.includes(column);
  const pattern = known.replace(/<k>/g, "\\d+").replace(/<\w+>/g, ".+");
  return new RegExp(`^${pattern}$`).test(column);
}
