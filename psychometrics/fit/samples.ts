import type { AlignedData } from "../persons/align.js";
import { isOfGroup } from "../calibrate/item-parts.js";
import { message, type Message } from "../messages/message.js";
import { casesOfBooklets, completeCases, type CompleteCases } from "./complete-cases.js";

/** Test takers whose margins are compared together: those of a group with a response to all of the same items. */
export interface Sample {
  /** The group's place among the calibration's, and its name. */
  group: number;
  name: string;
  /** The places of the items among the calibration's. */
  places: readonly number[];
  complete: CompleteCases;
  /** Whether these are a booklet of the group, and not all its items. */
  isBooklet: boolean;
}

/** What limited-information statistics compare, what they leave out, and why there is nothing to compare. */
export interface Samples {
  samples: Sample[];
  notes: Message[];
  reason: Message | null;
}

/** The calibration's groups and items, as far as samples are concerned. */
interface NamedParts {
  groups: readonly { name: string }[];
  items: readonly { item: string; groups: readonly string[] | null }[];
}

/**
 * A booklet enters with so many test takers. The statistic's mean is right with fewer, too, but its tail is too long where
 * margins are rare: with items as hard as 3 logits, 150 simulated samples of three booklets of eight items were rejected at the
 * 5 % level in 9 % of cases with 50 test takers to a booklet, and in 4 to 5 % with 100 (M2, M2* and C2, GPCM).
 */
export const bookletSizeMin = 100;

/** So many of the booklets that are left out are named. */
const namedMax = 5;

/**
 * The test takers whose margins are compared: of each group those with a response to all its items, where they are at least
 * half of it (by weight), and otherwise its booklets, which are those with responses to the same items.
 *
 * A booklet is left out where fewer than `bookletSizeMin` had it, or where all its items are in another one that more than
 * twice as many had: this is less a booklet than that one with the last items not reached, and whoever did not reach them
 * is no random sample. The booklets that remain are to hold at least half of the group. A group of whom nobody counts is passed over.
 *
 * @param weights of the test takers; those of weight zero do not count.
 */
export function comparedSamples(
  calibration: NamedParts,
  aligned: AlignedData,
  weights: Float64Array,
): Samples {
  const { groups, items } = calibration;
  const found: Samples = { samples: [], notes: [], reason: null };
  const leftOut: Sample[] = [];
  let cases: CompleteCases[] | null = null;
  groups.forEach(({ name }, group) => {
    const places = items.flatMap((item, i) => (isOfGroup(item, name) ? [i] : []));
    const complete = completeCases(aligned, weights, group, places);
    if (complete.share >= 0.5) {
      found.samples.push({ group, name, places, complete, isBooklet: false });
      return;
    }
    const booklets = bookletsOf(aligned, (cases ??= casesOfBooklets(aligned.patterns, weights)), group, name);
    // A group of whom nobody counts says nothing about the model, nor against it.
    if (booklets.length === 0) return;
    const kept = booklets.filter((one) => isCompared(one, booklets));
    const share = kept.reduce((sum, one) => sum + one.complete.share, 0);
    found.samples.push(...kept);
    leftOut.push(...booklets.filter((one) => !kept.includes(one)));
    if (share >= 0.5) return;
    const values = { least: bookletSizeMin };
    found.reason ??=
      groups.length === 1
        ? message("few-in-booklets", values)
        : message("few-in-group-booklets", { group: name, ...values });
  });
  if (found.reason === null && found.samples.some(({ isBooklet }) => isBooklet))
    found.notes = notesOnBooklets(calibration, found.samples, leftOut);
  return found;
}

/** All booklets of a group that somebody had. */
function bookletsOf(
  { patterns: { booklets } }: AlignedData,
  cases: readonly CompleteCases[],
  group: number,
  name: string,
): Sample[] {
  return cases.flatMap((complete, b) => {
    const places = [...booklets.items.subarray(booklets.itemStarts[b], booklets.itemStarts[b + 1])];
    const isOfThese = booklets.groups[b] === group && places.length > 0 && complete.n > 0;
    return isOfThese ? [{ group, name, places, complete, isBooklet: true }] : [];
  });
}

function isCompared({ places, complete }: Sample, all: readonly Sample[]): boolean {
  if (complete.n < bookletSizeMin) return false;
  return !all.some((other) => {
    if (!(other.complete.weight > 2 * complete.weight)) return false;
    const theirs = new Set(other.places);
    return places.every((i) => theirs.has(i));
  });
}

function notesOnBooklets(
  { items }: NamedParts,
  samples: readonly Sample[],
  leftOut: readonly Sample[],
): Message[] {
  const notes: Message[] = [
    message("booklets-compared", { count: samples.filter(({ isBooklet }) => isBooklet).length }),
  ];
  if (leftOut.length > 0) {
    const largest = [...leftOut].sort((a, b) => b.complete.n - a.complete.n).slice(0, namedMax);
    notes.push(
      message("booklets-left-out", {
        count: leftOut.length,
        persons: leftOut.reduce((sum, { complete }) => sum + complete.n, 0),
        least: bookletSizeMin,
        parts: largest.map(({ places, complete }) =>
          message("booklet-of-items", {
            count: places.length,
            first: items[places[0]].item,
            second: items[places[places.length - 1]].item,
            persons: complete.n,
          }),
        ),
      }),
    );
  }
  const compared = new Set(samples.flatMap(({ places }) => places));
  const missing = [...new Set(items.flatMap(({ item }, i) => (compared.has(i) ? [] : [item])))];
  if (missing.length > 0) notes.push(message("items-not-compared", { names: missing }));
  return notes;
}
