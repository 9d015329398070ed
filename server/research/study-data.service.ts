import { scoreOfCode } from "../../item-bank/scoring/score-item.js";
import type { Item } from "../../item-bank/types.js";
import { finalCodes } from "../coding/open-responses.service.js";
import { scoresOfStudy, type ItemScore, type ScoredSitting } from "../scoring/scores.service.js";
import { itemsOfSitting, type StudyPackage } from "../studies/package.js";
import { studyPackage } from "../studies/studies.service.js";

/** An item of a study with the block it stands in. */
export interface StudyItem {
  item: Item;
  blockId: string;
  /** Test items have scores; those of the questionnaire have none. */
  isTest: boolean;
}

/** What became of one item in one sitting, with the coders' work. */
export interface StudyCell extends ItemScore {
  /** The code that counts, for a response that coders read; null for others and while it waits. */
  code: string | null;
}

/** A finished sitting. Nothing in it says who the test taker is. */
export interface StudySitting extends Omit<ScoredSitting, "items"> {
  cells: Map<string, StudyCell>;
}

/** All that researchers analyse of a study, as it is at this moment. */
export interface StudyData {
  pkg: StudyPackage;
  /** Every item but those of the practice, in the order of the blocks and within them. */
  items: StudyItem[];
  /** The finished sittings by pseudonymous id. */
  sittings: StudySitting[];
}

/**
 * The finished sittings of a study with every score there is: by rule, and by the codes that count.
 *
 * @throws {Problem} `study-not-found`, or `study-not-open` before a study was opened.
 */
export async function studyData(studyId: string): Promise<StudyData> {
  const pkg = await studyPackage(studyId);
  const [scored, codes] = await Promise.all([scoresOfStudy(studyId), finalCodes(studyId)]);
  const sittings = scored.map(({ items, ...sitting }) => ({
    ...sitting,
    cells: new Map(
      items.map((score) => [
        score.itemId,
        withCode(pkg, score, codes.get(`${sitting._id}/${score.itemId}`) ?? null),
      ]),
    ),
  }));
  return { pkg, items: itemsOfStudy(pkg), sittings };
}

function withCode(pkg: StudyPackage, score: ItemScore, code: string | null): StudyCell {
  const item = pkg.items[score.itemId];
  const counts = score.status === "uncoded" && code !== null && item !== undefined;
  if (!counts) return { ...score, code: null };
  return { ...score, code, status: "scored", score: scoreOfCode(item, code) };
}

/** Every item of a package but those of the practice: test blocks as the booklets bring them up, then the questionnaire. */
export function itemsOfStudy(pkg: StudyPackage): StudyItem[] {
  const seen = new Map<string, StudyItem>();
  const blockOrder = Object.keys(pkg.blocks);
  for (const bookletId of Object.keys(pkg.booklets).sort()) {
    for (const { item, blockId } of itemsOfSitting(pkg, bookletId)) {
      if (blockId === pkg.practiceBlockId || seen.has(item.id)) continue;
      seen.set(item.id, { item, blockId, isTest: pkg.blocks[blockId]?.kind === "test" });
    }
  }
  const place = ({ blockId }: StudyItem) =>
    blockId === pkg.questionnaireBlockId ? Infinity : blockOrder.indexOf(blockId);
  return [...seen.values()].sort((a, b) => compare(place(a), place(b)));
}

// Infinity less Infinity is no number.
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** The items that get a score, of these subjects; of all when none is named. */
export function scoredItems(data: StudyData, subjects: readonly string[] = []): StudyItem[] {
  return data.items.filter(
    ({ item, isTest }) =>
      isTest &&
      item.maxScore > 0 &&
      item.scoring.rule !== "none" &&
      (subjects.length === 0 || subjects.includes(item.metadata.subject)),
  );
}

/** How omitted and not reached responses count in an analysis. */
export interface MissingRules {
  omitted: "wrong" | "notAdministered";
  notReached: "wrong" | "notAdministered";
}

/**
 * The score that an analysis reads: null for not presented, for a response that waits for its code, and for omitted and
 * not reached ones where the rule leaves them out; else 0 to the item's maximum.
 */
export function scoreUnder(cell: StudyCell | undefined, rules: MissingRules): number | null {
  if (!cell) return null;
  if (cell.status === "omitted") return rules.omitted === "wrong" ? 0 : null;
  if (cell.status === "notReached") return rules.notReached === "wrong" ? 0 : null;
  return cell.score;
}
