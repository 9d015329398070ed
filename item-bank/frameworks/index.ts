import type { ItemMetadata } from "../schema/item.js";
import type { LocalisedString, Subject } from "../types.js";
import type { Framework, FrameworkTerm, SubjectTerms } from "./framework.js";
import { khaoPractice, khaoQuestionnaire } from "./khao.js";
import { pisa2022 } from "./pisa-2022.js";
import { seaPlm2024 } from "./sea-plm-2024.js";
import { thpt2025 } from "./thpt-2025.js";

export type { Framework, FrameworkTerm, SubjectTerms } from "./framework.js";

/** The frameworks whose words Khảo knows in both languages. */
export const frameworks: readonly Framework[] = [
  pisa2022,
  seaPlm2024,
  thpt2025,
  khaoQuestionnaire,
  khaoPractice,
];

/** The framework, domain and process of an item: codes with their names in each language. */
export interface Classification {
  framework: ItemTerm;
  domain: ItemTerm;
  process: ItemTerm;
}

/** A code as the item carries it, and what to show for it. */
export interface ItemTerm {
  code: string;
  name: LocalisedString;
}

/** Frameworks that have this subject. */
export function frameworksOf(subject: Subject): Framework[] {
  return frameworks.filter(({ subjects }) => subjects[subject] !== undefined);
}

/** The domains and processes of a framework in a subject; none where the framework or the subject in it is not known. */
export function termsOf(framework: string, subject: Subject): SubjectTerms {
  return known(framework, frameworks)?.subjects[subject] ?? { domains: [], processes: [] };
}

/**
 * What an item is about, in words. A term is found by its code and, for items written before there were codes, by its name
 * in either language; it then has its code too. What no list has, such as an imported item's own terms, stands as it is.
 */
export function classify(
  metadata: Pick<ItemMetadata, "framework" | "subject" | "domain" | "process">,
): Classification {
  const { domains, processes } = termsOf(metadata.framework, metadata.subject);
  return {
    framework: itemTerm(metadata.framework, frameworks),
    domain: itemTerm(metadata.domain, domains),
    process: itemTerm(metadata.process, processes),
  };
}

/** How many items there are of a domain. */
export interface DomainCount {
  domain: ItemTerm;
  count: number;
}

/** Items counted by domain, in the order in which the domains are met. */
export function countDomains(domains: readonly ItemTerm[]): DomainCount[] {
  const counts = new Map<string, DomainCount>();
  for (const domain of domains) {
    const found = counts.get(domain.code);
    if (found) found.count++;
    else counts.set(domain.code, { domain, count: 1 });
  }
  return [...counts.values()];
}

function itemTerm(value: string, terms: readonly FrameworkTerm[]): ItemTerm {
  const found = known(value, terms);
  if (found) return { code: found.code, name: found.name };
  return { code: value, name: value === "" ? {} : { vi: value, en: value } };
}

function known<T extends FrameworkTerm>(value: string, terms: readonly T[]): T | undefined {
  const alike = (text: string) => text.normalize("NFC").trim().toLowerCase().replace(/\s+/gu, "-");
  const sought = alike(value);
  return terms.find(({ code, name }) => [code, name.vi, name.en].some((each) => alike(each) === sought));
}
