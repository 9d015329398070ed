import { notPresented, type ResponseData } from "../data.js";
import { message, type Message } from "../messages/message.js";
import type { Anchor, ExcludedItem } from "./calibration.js";
import { scoresFarAbove } from "./far-scores.js";
import { partName, type ItemPart } from "./item-parts.js";
import { Refusal } from "../messages/refusal.js";

/** An item, or a part of one, that takes part in a calibration, and how its scores become categories without gaps. */
export interface RecodedItem extends ItemPart {
  /** The score each category stands for, lowest first. */
  scoreValues: number[];
  /** Weighted number of responses in each category. */
  counts: number[];
}

/** Which items can be calibrated, with the reasons why the others cannot. */
export interface Recoding {
  items: RecodedItem[];
  excluded: ExcludedItem[];
  notes: Message[];
}

/** What besides the responses decides which categories an item has. */
export interface CategoryRules {
  /** The rating scale of an item with such a highest score, or undefined: the items of a scale have the same categories. */
  scaleOf(item: string, maxScore: number): string | undefined;
}

/**
 * Find each item's categories. A score that nobody got has no maximum likelihood estimate of its step,
 * so categories are the scores that occur; an item on which everybody got the same is left out. Anchored items
 * keep all the categories of their parameters, the items of a rating scale those that occur on any of them, and the
 * parts of an item that share some parameters those that occur on the whole, or those of the anchor that gives what they share.
 *
 * @throws {RangeError} when a score is none of an item's anchor.
 */
export function findCategories(
  data: ResponseData,
  parts: readonly ItemPart[],
  rules: CategoryRules,
): Recoding {
  const recoding: Recoding = { items: [], excluded: [], notes: [] };
  const tallies = countScores(data, parts);
  // The scores of everything that must have the same categories, by its name.
  const families = new Map<string, Set<number>>();
  const familyOf = ({ item, own, column }: ItemPart) => {
    const scale = rules.scaleOf(item, data.maxScores[column]);
    if (scale !== undefined) return `scale ${scale}`;
    return own === "all" ? undefined : `item ${item}`;
  };
  parts.forEach((part, n) => {
    const family = familyOf(part);
    if (family === undefined) return;
    const scores = families.get(family) ?? new Set();
    tallies[n].forEach((count, score) => count > 0 && scores.add(score));
    families.set(family, scores);
  });
  parts.forEach((part, n) => {
    const tally = tallies[n];
    if (part.anchor) {
      recoding.items.push({ ...part, ...anchoredCategories(part.item, tally, part.anchor) });
      return;
    }
    const occurring = tally.flatMap((count, score) => (count > 0 ? [score] : []));
    const groups = part.groups && [...part.groups].map((g) => data.groupNames[g]);
    const reason = whyNot(occurring);
    if (reason !== null) {
      recoding.excluded.push({ item: part.item, groups, reason });
      return;
    }
    if (part.sharedAnchor) {
      const recoded = anchoredCategories(part.item, tally, part.sharedAnchor);
      recoding.items.push({ ...part, ...recoded });
      recoding.notes.push(...notesOnScores(partName(part.item, groups), recoded.scoreValues, occurring));
      return;
    }
    const family = familyOf(part);
    const shared = family === undefined ? undefined : families.get(family);
    const scoreValues = shared ? [...shared].sort((a, b) => a - b) : occurring;
    recoding.items.push({ ...part, scoreValues, counts: scoreValues.map((score) => tally[score] ?? 0) });
    recoding.notes.push(...notesOnScores(partName(part.item, groups), scoreValues, occurring));
  });
  for (const { item, groups, reason } of recoding.excluded)
    recoding.notes.push(message("item-left-out", { item: partName(item, groups), reason }));
  return recoding;
}

function whyNot(occurring: readonly number[]): ExcludedItem["reason"] | null {
  if (occurring.length === 0) return message("item-unanswered");
  return occurring.length === 1 ? message("item-constant", { score: occurring[0] }) : null;
}

function notesOnScores(
  item: string,
  scoreValues: readonly number[],
  occurring: readonly number[],
): Message[] {
  if (scoreValues.length > occurring.length) {
    const missing = scoreValues.filter((score) => !occurring.includes(score));
    return [message("scores-of-others", { item, scores: missing })];
  }
  if (scoreValues.every((score, k) => score === k)) return [];
  const said = { item, scores: scoreValues, highest: scoreValues.length - 1 };
  const far = scoresFarAbove(scoreValues);
  if (far.length > 0) return [message("scores-recoded-far", { ...said, far })];
  return [message("scores-recoded", said)];
}

function anchoredCategories(
  item: string,
  tally: readonly number[],
  anchor: Anchor,
): Pick<RecodedItem, "scoreValues" | "counts"> {
  const m = anchor.intercepts.length;
  const scoreValues = anchor.scoreValues
    ? [...anchor.scoreValues]
    : Array.from({ length: m + 1 }, (_, k) => k);
  const stray = tally.findIndex((count, score) => count > 0 && !scoreValues.includes(score));
  if (stray >= 0) {
    if (anchor.scoreValues)
      throw new Refusal("score-not-of-anchor", { item, score: stray, scores: scoreValues });
    throw new Refusal("score-beyond-anchor", { item, score: stray, highest: m });
  }
  return { scoreValues, counts: scoreValues.map((score) => tally[score] ?? 0) };
}

/** Add the scores of a row to the tallies of all items; returns how many items it came to before a score out of range. */
function tallyRow(
  scores: Int8Array,
  row: number,
  weight: number,
  tallies: Float64Array,
  width: number,
): number {
  const itemCount = tallies.length / width;
  for (let n = 0, place = 0; n < itemCount; n++, place += width) {
    const score = scores[row + n];
    if (score >= width) return n;
    if (score >= 0) tallies[place + score] += weight;
  }
  return itemCount;
}

/** The weighted number of responses with each score, for each part. */
function countScores(data: ResponseData, parts: readonly ItemPart[]): number[][] {
  const { scores, weights, groups: groupOf, personCount, items, maxScores } = data;
  // Person by person, as the scores stand in memory.
  const width = Math.max(...maxScores) + 1;
  const tallies = new Float64Array(parts.length * width);
  const columns = Int32Array.from(parts, ({ column }) => column);
  const hasGroups = parts.some(({ groups }) => groups !== null);
  const isPlain = !hasGroups && parts.length === items.length && columns.every((column, n) => column === n);
  for (let p = 0, row = 0; p < personCount; p++, row += items.length) {
    const weight = weights[p];
    if (weight === 0) continue;
    for (let n = isPlain ? tallyRow(scores, row, weight, tallies, width) : 0; n < columns.length; n++) {
      const score = scores[row + columns[n]];
      if (score < 0 || (hasGroups && parts[n].groups?.has(groupOf[p]) === false)) continue;
      if (score >= width)
        throw new Refusal("score-beyond-maximum", { item: items[columns[n]], row: p + 1, score });
      tallies[n * width + score] += weight;
    }
  }
  return parts.map((_, n) => {
    let length = width;
    while (length > 0 && tallies[n * width + length - 1] === 0) length--;
    return [...tallies.subarray(n * width, n * width + length)];
  });
}

/**
 * The responses to the given items as categories, persons x items row by row, -1 where not presented, which a part of
 * an item is to the groups that it is not of. Where scores are the categories, these are the data's own.
 *
 * @throws {RangeError} where a score occurs that is no category of its item.
 */
export function recodeResponses(
  data: ResponseData,
  items: readonly Pick<RecodedItem, "item" | "column" | "groups" | "scoreValues">[],
): Int8Array {
  const { scores, groups: groupOf, personCount } = data;
  if (areCategories(data, items)) return scores;
  const width = data.items.length;
  const recoded = new Int8Array(personCount * items.length).fill(notPresented);
  const categories = categoryTable(items);
  const columns = Int32Array.from(items, ({ column }) => column);
  for (let p = 0, row = 0, to = 0; p < personCount; p++, row += width, to += items.length) {
    for (let i = 0; i < columns.length; i++) {
      if (columns[i] < 0) continue;
      const { groups } = items[i];
      if (groups && !groups.has(groupOf[p])) continue;
      const score = scores[row + columns[i]];
      const category = categories[i * tableWidth + score + 1];
      if (category !== unknown) recoded[to + i] = category;
      else if (data.weights[p] > 0) {
        throw new Refusal("score-not-calibrated", { item: items[i].item, score, row: p + 1 });
      }
    }
  }
  return recoded;
}

/** Whether the scores are already the categories of the items, all of them and in their order. */
function areCategories(
  { items: columns, maxScores }: ResponseData,
  items: readonly Pick<RecodedItem, "column" | "groups" | "scoreValues">[],
): boolean {
  return (
    items.length === columns.length &&
    items.every(
      ({ column, groups, scoreValues }, i) =>
        column === i &&
        groups === null &&
        maxScores[i] < scoreValues.length &&
        scoreValues.every((score, category) => score === category),
    )
  );
}

/** A place for "not presented", -1, and one for every score that fits into a byte. */
const tableWidth = 129;

/** Marks a score that is no category. */
const unknown = -2;

/** For each item the category of "not presented", which is itself, and of each score. */
function categoryTable(items: readonly Pick<RecodedItem, "scoreValues">[]): Int8Array {
  const table = new Int8Array(items.length * tableWidth).fill(unknown);
  items.forEach(({ scoreValues }, i) => {
    table[i * tableWidth] = notPresented;
    scoreValues.forEach((score, category) => {
      const at = i * tableWidth + score + 1;
      if (score >= 0 && score < tableWidth - 1 && table[at] === unknown) table[at] = category;
    });
  });
  return table;
}
