import type { Subject } from "../types.js";

/** A framework, a domain or a process: the code that items carry, which never changes, and its name. */
export interface FrameworkTerm {
  code: string;
  name: { vi: string; en: string };
}

/** What a framework distinguishes within one subject. */
export interface SubjectTerms {
  domains: readonly FrameworkTerm[];
  processes: readonly FrameworkTerm[];
}

/** An assessment framework: what its items are sorted by, for each subject it has. */
export interface Framework extends FrameworkTerm {
  subjects: Partial<Record<Subject, SubjectTerms>>;
}

/** One line of a list of terms. */
export function term(code: string, vi: string, en: string): FrameworkTerm {
  return { code, name: { vi, en } };
}
