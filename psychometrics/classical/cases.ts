import { notPresented, type ResponseData } from "../data.js";
import { answeredItems } from "./answered-items.js";

/**
 * Which test takers a classical analysis rests on: `complete`, those with a score on every item that anybody answered, as textbooks have it;
 * or `available`, everybody, each with the items presented to them, as a booklet design needs.
 */
export type ClassicalCases = "complete" | "available";

/** The responses an analysis rests on, and each test taker's standing on the rest of the test. */
export interface CaseData {
  cases: ClassicalCases;
  /** Rows of the data that take part. */
  persons: number[];
  weights: Float64Array;
  /** For each row: the sum of scores, and the highest sum possible on what was presented. */
  totals: Float64Array;
  maxTotals: Float64Array;
}

/** A missing response here and there leaves most test takers complete; a design leaves next to none. */
const completeShareMin = 0.5;

/**
 * Gather the cases. Without a wish it is the complete ones where at least half of all are complete, else all.
 * Test takers without weight or without a single response take no part.
 */
export function gatherCases(data: ResponseData, wish?: ClassicalCases): CaseData {
  const itemCount = data.items.length;
  const completeCount = answeredItems(data).columns.length;
  const answered: number[] = [];
  const complete: number[] = [];
  for (let p = 0; p < data.personCount; p++) {
    if (data.weights[p] === 0) continue;
    let presented = 0;
    for (let i = 0; i < itemCount; i++) if (data.scores[p * itemCount + i] !== notPresented) presented++;
    if (presented === 0) continue;
    answered.push(p);
    if (presented === completeCount) complete.push(p);
  }
  const cases = wish ?? (complete.length >= completeShareMin * answered.length ? "complete" : "available");
  const persons = cases === "complete" ? complete : answered;
  const totals = new Float64Array(persons.length);
  const maxTotals = new Float64Array(persons.length);
  persons.forEach((p, n) => {
    for (let i = 0; i < itemCount; i++) {
      const score = data.scores[p * itemCount + i];
      if (score === notPresented) continue;
      totals[n] += score;
      maxTotals[n] += data.maxScores[i];
    }
  });
  return { cases, persons, weights: Float64Array.from(persons, (p) => data.weights[p]), totals, maxTotals };
}

/**
 * An item's scores with each test taker's total and rest score (the total without the item), for those presented it.
 * With complete cases these are sums of points; otherwise shares of the highest sum possible on what was presented,
 * so that booklets of different length can be put together. A rest score is null where nothing else was presented.
 */
export function itemCases(data: ResponseData, cases: CaseData, item: number) {
  const scores: number[] = [];
  const totals: number[] = [];
  const rests: (number | null)[] = [];
  const weights: number[] = [];
  const rows: number[] = [];
  cases.persons.forEach((p, n) => {
    const score = data.scores[p * data.items.length + item];
    if (score === notPresented) return;
    const isShare = cases.cases === "available";
    const restMax = cases.maxTotals[n] - data.maxScores[item];
    scores.push(score);
    totals.push(isShare ? cases.totals[n] / Math.max(cases.maxTotals[n], 1) : cases.totals[n]);
    if (isShare) rests.push(restMax > 0 ? (cases.totals[n] - score) / restMax : null);
    else rests.push(data.items.length > 1 ? cases.totals[n] - score : null);
    weights.push(cases.weights[n]);
    rows.push(p);
  });
  return { scores, totals, rests, weights, rows };
}
