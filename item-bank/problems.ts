import type { Language } from "./types.js";

/** Something an author must mend, said in the author's words. */
export interface ItemProblem {
  severity: "error" | "warning";
  /** Where: a JSON pointer into the item, such as "/interaction/choices/2/content/en". */
  path: string;
  message: Record<Language, string>;
}

/** A fault that keeps an item from being used, at a JSON pointer, in both languages. */
export function error(path: string, vi: string, en: string): ItemProblem {
  return { severity: "error", path, message: { vi, en } };
}

/** Something an author should look at that does no harm by itself. */
export function warning(path: string, vi: string, en: string): ItemProblem {
  return { severity: "warning", path, message: { vi, en } };
}

/** The same problems, seen from the whole that the part belongs to. */
export function under(prefix: string, problems: ItemProblem[]): ItemProblem[] {
  return problems.map((problem) => ({ ...problem, path: prefix + problem.path }));
}
