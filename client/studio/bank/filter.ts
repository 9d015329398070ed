import type { ItemRow } from "../../../server/contract/bank.js";

/** What the author looks for; an empty field lets everything through. */
export interface BankFilter {
  /** Words in id, unit title, stem, domain or process, in either language; marks and case do not matter. */
  words: string;
  subject: string;
  grade: string;
  kind: string;
  status: string;
  /** The domain's code. */
  domain: string;
  /** Only items with something to mend. */
  onlyProblems: boolean;
}

export function defaults(): BankFilter {
  return { words: "", subject: "", grade: "", kind: "", status: "", domain: "", onlyProblems: false };
}

/** Lower case without marks, so that "toan" finds "Toán"; đ does not decompose and is turned by hand. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
}

function haystack(row: ItemRow): string {
  const texts = [
    row.id,
    row.unitId,
    row.unitTitle.vi,
    row.unitTitle.en,
    row.summary.vi,
    row.summary.en,
    ...[row.framework, row.domain, row.process].flatMap(({ code, name }) => [code, name.vi, name.en]),
  ];
  return fold(texts.filter(Boolean).join(" "));
}

/** The rows that a filter lets through. Every word must be found somewhere in the row. */
export function filterItems(rows: ItemRow[], filter: BankFilter): ItemRow[] {
  const words = fold(filter.words).split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (filter.subject === "" || row.subject === filter.subject) &&
      (filter.grade === "" || String(row.grade) === filter.grade) &&
      (filter.kind === "" || row.kind === filter.kind) &&
      (filter.status === "" || row.status === filter.status) &&
      (filter.domain === "" || row.domain.code === filter.domain) &&
      (!filter.onlyProblems || row.problemCount > 0) &&
      words.every((word) => haystack(row).includes(word)),
  );
}
