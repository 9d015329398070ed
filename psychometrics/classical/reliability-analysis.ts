import type { ResponseData } from "../data.js";
import { weightedVariance } from "../numeric/summary.js";
import { alphaInterval, type ConfidenceInterval } from "./alpha-interval.js";
import { answeredItems } from "./answered-items.js";
import { gatherCases, type ClassicalCases } from "./cases.js";
import { kr20, kr21 } from "./kuder-richardson.js";
import { lowerBounds, type LowerBounds } from "./lower-bounds.js";
import { alpha, itemCovariances, omega } from "./reliability.js";
import { splitHalf, type SplitHalf } from "./split-half.js";
import { stratifiedAlpha } from "./stratified-alpha.js";
import { message, type Message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/** What classical test theory says on the precision of a test; null where it cannot, with the reason in `notes`. */
export interface ReliabilityAnalysis extends LowerBounds {
  /** Which test takers it rests on; see `ClassicalCases`. */
  cases: ClassicalCases;
  personCount: number;
  itemCount: number;
  alpha: number | null;
  /** Null unless all cases are complete: the formula is for test takers who all have the same items. */
  alphaInterval: ConfidenceInterval | null;
  /** Alpha of the items scaled to equal variance. */
  standardizedAlpha: number | null;
  kr20: number | null;
  kr21: number | null;
  /** Odd against even items. */
  splitHalf: SplitHalf | null;
  omega: number | null;
  /** Over the parts given; null without. */
  stratifiedAlpha: number | null;
  /** Standard deviation of the sum score times sqrt(1 - alpha); null unless all cases are complete. */
  standardErrorOfMeasurement: number | null;
  notes: Message[];
}

/**
 * The reliability of the sum score in one table. Covariances are weighted, weights being shares as in `classicalAnalysis`,
 * and pairwise where test takers were presented different items. Items that nobody answered are left out, with a note.
 *
 * @param options.parts the part (unit, testlet) of each item, for stratified alpha.
 * @param options.level of the interval of alpha; 0.95 by default.
 * @param options.cases which test takers to use; by default as `classicalAnalysis`.
 * @throws {RangeError} when there is not one part for each item, or for a level outside (0, 1).
 */
export function reliabilityAnalysis(
  all: ResponseData,
  options: { parts?: readonly string[]; level?: number; cases?: ClassicalCases } = {},
): ReliabilityAnalysis {
  const { level = 0.95 } = options;
  if (options.parts && options.parts.length !== all.items.length)
    throw new Refusal("parts-count", { count: options.parts.length, most: all.items.length });
  const { data, columns } = answeredItems(all);
  const parts = options.parts?.filter((_, i) => columns.includes(i));
  const itemCount = data.items.length;
  const cases = gatherCases(data, options.cases);
  const personCount = cases.persons.length;
  const covariances = itemCovariances(data, cases);
  const reliability = alpha(covariances, itemCount);
  const isComplete = cases.cases === "complete";
  const variance = isComplete ? weightedVariance(cases.totals, cases.weights) : NaN;
  return {
    cases: cases.cases,
    personCount,
    itemCount,
    alpha: reliability,
    alphaInterval:
      isComplete && reliability !== null ? alphaInterval(reliability, personCount, itemCount, level) : null,
    standardizedAlpha: alpha(correlationsOf(covariances, itemCount), itemCount),
    kr20: kr20(data, covariances),
    kr21: kr21(data, cases),
    ...lowerBounds(covariances, itemCount),
    splitHalf: splitHalf(covariances, itemCount),
    omega: omega(covariances, itemCount),
    stratifiedAlpha: parts ? stratifiedAlpha(covariances, parts) : null,
    standardErrorOfMeasurement:
      variance >= 0 && reliability !== null && reliability <= 1
        ? Math.sqrt(variance * (1 - reliability))
        : null,
    notes: [...unansweredNotes(all, columns), ...notesOn(data, covariances, cases.cases, personCount)],
  };
}

/** NaN where an item does not vary or a pair was not presented together, so that what rests on it is null. */
function correlationsOf(covariances: Float64Array, itemCount: number): Float64Array {
  return covariances.map((value, n) => {
    const i = Math.floor(n / itemCount);
    const j = n % itemCount;
    return value / Math.sqrt(covariances[i * itemCount + i] * covariances[j * itemCount + j]);
  });
}

function unansweredNotes({ items }: ResponseData, columns: readonly number[]): Message[] {
  return items.flatMap((item, i) =>
    columns.includes(i) ? [] : [message("item-hardly-presented", { item })],
  );
}

function notesOn(
  data: ResponseData,
  covariances: Float64Array,
  cases: ClassicalCases,
  personCount: number,
): Message[] {
  const notes: Message[] = [];
  const { items } = data;
  if (personCount < 2) notes.push(message("reliability-few-persons"));
  if (items.length < 2) notes.push(message("reliability-few-items"));
  const apart = covariances.findIndex((value) => Number.isNaN(value));
  if (personCount >= 2 && apart >= 0) {
    const [a, b] = [items[Math.floor(apart / items.length)], items[apart % items.length]];
    notes.push(
      a === b
        ? message("item-hardly-presented", { item: a })
        : message("pair-hardly-presented", { first: a, second: b }),
    );
  }
  const still = items.filter((_, i) => covariances[i * items.length + i] === 0);
  if (still.length > 0) notes.push(message("items-alike", { items: still }));
  if (data.maxScores.some((max) => max > 1)) notes.push(message("kuder-richardson-binary"));
  if (cases === "available") notes.push(message("no-error-of-one-sum"));
  return notes;
}
