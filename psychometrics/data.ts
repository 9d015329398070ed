import { Refusal } from "./messages/refusal.js";

/** The mark of an item that was not presented to a test taker. */
export const notPresented = -1;

/** The largest score an item may have: scores are kept in one byte. */
export const scoreMax = 126;

/** Scored responses of many test takers to many items. */
export interface ResponseData {
  /** The items' names, in the order of the columns. */
  readonly items: readonly string[];
  readonly personCount: number;
  /** Persons x items, row by row; -1 where the item was not presented. */
  readonly scores: Int8Array;
  /** The highest score of each item: as declared, else the highest that occurs. */
  readonly maxScores: readonly number[];
  /** Sampling weight of each test taker; all 1 when none were given. */
  readonly weights: Float64Array;
  /** Each test taker's place in `groupNames`. */
  readonly groups: Int32Array;
  readonly groupNames: readonly string[];
}

/** What `responseData` is made from. */
export interface ResponseDataSource {
  items: readonly string[];
  /** A row per test taker: a score for each item, or null where it was not presented. */
  rows: readonly (readonly (number | null)[])[];
  /** Declared maximum scores, in the order of the items. */
  maxScores?: readonly number[];
  weights?: readonly number[];
  /** The group of each test taker; groups are numbered in order of first appearance, or as `groupNames` lists them. */
  groups?: readonly string[];
  groupNames?: readonly string[];
}

/**
 * Responses gathered into the arrays that everything in this library reads.
 *
 * @throws {RangeError} naming row and item, where a score is no whole number from 0 to 126, a row has another length,
 * a weight is negative or not finite, or a name occurs twice.
 */
export function responseData(source: ResponseDataSource): ResponseData {
  const { items, rows } = source;
  const scores = new Int8Array(rows.length * items.length);
  rows.forEach((row, p) => {
    if (row.length !== items.length) {
      throw new Refusal("row-length", { row: p + 1, count: row.length, most: items.length });
    }
    row.forEach((score, i) => {
      if (score !== null && !(Number.isInteger(score) && score >= 0 && score <= scoreMax)) {
        throw new Refusal("score-not-whole", { row: p + 1, item: items[i], score, highest: scoreMax });
      }
      scores[p * items.length + i] = score ?? notPresented;
    });
  });
  return responseDataOf({
    items,
    personCount: rows.length,
    scores,
    maxScores: source.maxScores,
    weights: source.weights ? Float64Array.from(source.weights) : undefined,
    groups: source.groups,
    groupNames: source.groupNames,
  });
}

/**
 * The same from a score array that is there already, persons x items row by row, which is kept and not copied.
 *
 * @throws {RangeError} as `responseData`.
 */
export function responseDataOf(source: {
  items: readonly string[];
  personCount: number;
  scores: Int8Array;
  maxScores?: readonly number[];
  weights?: Float64Array;
  groups?: readonly string[];
  groupNames?: readonly string[];
}): ResponseData {
  const { items, personCount, scores } = source;
  const twice = items.find((item, i) => items.indexOf(item) !== i);
  if (twice !== undefined) throw new Refusal("items-alike-named", { item: twice });
  if (scores.length !== personCount * items.length) {
    throw new Refusal("scores-no-rows", { count: scores.length, persons: personCount, most: items.length });
  }
  const weights = source.weights ?? new Float64Array(personCount).fill(1);
  if (weights.length !== personCount)
    throw new Refusal("weights-count", { count: weights.length, persons: personCount });
  const bad = weights.findIndex((weight) => !(weight >= 0) || !Number.isFinite(weight));
  if (bad >= 0) throw new Refusal("weight-negative", { row: bad + 1, weight: weights[bad] });
  const groupNames = source.groupNames ?? (source.groups ? [...new Set(source.groups)] : ["all"]);
  const groups = new Int32Array(personCount);
  source.groups?.forEach((group, p) => {
    groups[p] = groupNames.indexOf(group);
    if (groups[p] < 0) throw new Refusal("row-of-no-group", { row: p + 1, group });
  });
  return { items, personCount, scores, maxScores: highestScores(source), weights, groups, groupNames };
}

function highestScores(source: {
  items: readonly string[];
  scores: Int8Array;
  maxScores?: readonly number[];
}): number[] {
  const count = source.items.length;
  const observed = new Array<number>(count).fill(0);
  for (let n = 0; n < source.scores.length; n++) {
    if (source.scores[n] > observed[n % count]) observed[n % count] = source.scores[n];
  }
  return observed.map((highest, i) => {
    const declared = source.maxScores?.[i] ?? highest;
    if (highest > declared) {
      throw new Refusal("score-above-declared", { item: source.items[i], score: highest, highest: declared });
    }
    return declared;
  });
}
