/** One entry of the catalogue: what was met, and what can be done about it. */
export interface ProblemEntry {
  status: number;
  vi: string;
  en: string;
}

/** Keeps the codes of a list as literal types, so that a misspelt code does not compile. */
export function entries<Code extends string>(list: Record<Code, ProblemEntry>): Record<Code, ProblemEntry> {
  return list;
}
