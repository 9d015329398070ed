import { createHash } from "node:crypto";
import type { Block, Booklet, Item, Language, Localised, Unit } from "../../item-bank/types.js";

/**
 * Everything a sitting of a study needs, sealed when the study opens and never changed: what is shown, how it is scored,
 * and which versions these are.
 */
export interface StudyPackage {
  studyId: string;
  /** SHA-256 of the package without this field, as canonical JSON; recorded with every sitting. */
  hash: string;
  title: Localised<string>;
  languages: Language[];
  /** Makes the assignment of booklets and the order of options again. */
  seed: string;
  blocks: Record<string, Block>;
  booklets: Record<string, Booklet>;
  practiceBlockId: string | null;
  questionnaireBlockId: string | null;
  units: Record<string, Unit>;
  items: Record<string, Item>;
  itemVersions: Record<string, number>;
  unitVersions: Record<string, number>;
  /** By "UNIT/file-name", such as "KM101/tank.vi.svg": the address the browser loads. */
  assets: Record<string, string>;
}

/** The ids of the blocks of a sitting in their order: practice, the booklet's blocks, the questionnaire. */
export function blocksOfSitting(pkg: StudyPackage, bookletId: string): string[] {
  const booklet = pkg.booklets[bookletId];
  if (!booklet) throw new RangeError(`the package of study ${pkg.studyId} has no booklet ${bookletId}`);
  const { practiceBlockId, questionnaireBlockId } = pkg;
  return [practiceBlockId, ...booklet.blockIds, questionnaireBlockId].filter((id) => id !== null);
}

/** The items of a sitting in their order, with the block each stands in. */
export function itemsOfSitting(pkg: StudyPackage, bookletId: string): { blockId: string; item: Item }[] {
  return blocksOfSitting(pkg, bookletId).flatMap((blockId) =>
    (pkg.blocks[blockId]?.unitIds ?? [])
      .flatMap((unitId) => pkg.units[unitId]?.itemIds ?? [])
      .flatMap((itemId) => pkg.items[itemId] ?? [])
      .map((item) => ({ blockId, item })),
  );
}

/** Give a package its hash. */
export function seal(contents: Omit<StudyPackage, "hash">): StudyPackage {
  const hash = createHash("sha256").update(canonicalJson(contents)).digest("hex");
  return { ...contents, hash };
}

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(",")}}`;
}
