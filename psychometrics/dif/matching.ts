import { notPresented, type ResponseData } from "../data.js";
import { roundingSpan } from "../numeric/rounding-span.js";
import { Refusal } from "../messages/refusal.js";

/**
 * What test takers are matched on before their responses to an item are compared:
 *
 * - `score`: the sum of the scores on the matching items, among test takers who were presented the same ones, so that sums
 *   of different booklets are never mixed. The exact way; strata get small where there are many booklets.
 * - `share`: that sum as a share of the highest possible on what was presented, over all booklets.
 * - a number for every test taker, such as an ability estimate (null: left out), for instance from a rotated design.
 */
export type MatchOn = "score" | "share" | readonly (number | null)[];

/** How to match. */
export interface MatchingOptions {
  /** `score` by default. */
  match?: MatchOn;
  /** Strata of about equal weight that shares and given numbers are cut into; 10 by default. Sums are never cut. */
  strataCount?: number;
}

/** Who is compared with whom on one item. */
export interface Matching {
  /** Test takers presented the item, with a group and a match: their rows in the data. */
  persons: Int32Array;
  /** The stratum of each of them. */
  strata: Int32Array;
  /** The matching variable of each of them. */
  values: Float64Array;
}

/** Matches test takers on one item after the other, from sums kept once. */
export class Matcher {
  private readonly data: ResponseData;
  private readonly match: MatchOn;
  private readonly strataCount: number;
  private readonly takesPart: readonly boolean[];
  private readonly sums: Float64Array;
  private readonly highest: Float64Array;
  private readonly booklets: Int32Array;
  /** How many different sets of matching items test takers with a weight were presented. */
  bookletCount = 0;

  /**
   * @param isMatching for each item whether it belongs to the matching items. The studied item always does, for leaving it
   * out shows differences where there are none (Holland & Thayer, 1988).
   * @throws {RangeError} when a list of numbers is not as long as the data.
   */
  constructor(data: ResponseData, options: MatchingOptions, isMatching: readonly boolean[]) {
    this.data = data;
    this.match = options.match ?? "score";
    this.strataCount = options.strataCount ?? 10;
    this.takesPart = isMatching;
    if (!Number.isInteger(this.strataCount) || this.strataCount < 2)
      throw new Refusal("few-strata", { count: this.strataCount });
    if (typeof this.match !== "string" && this.match.length !== data.personCount) {
      throw new Refusal("match-count", { count: this.match.length, persons: data.personCount });
    }
    this.sums = new Float64Array(data.personCount);
    this.highest = new Float64Array(data.personCount);
    this.booklets = new Int32Array(data.personCount);
    this.gather();
  }

  /** The test takers presented an item, matched. */
  matchOn(item: number): Matching {
    const { data } = this;
    const persons: number[] = [];
    const values: number[] = [];
    for (let p = 0; p < data.personCount; p++) {
      const score = data.scores[p * data.items.length + item];
      const value = this.valueOf(p, item, score);
      if (score === notPresented || value === null || !(data.weights[p] > 0)) continue;
      persons.push(p);
      values.push(value);
    }
    const strata = this.match === "score" ? this.byScore(persons, values) : this.byRank(persons, values);
    return { persons: Int32Array.from(persons), strata, values: Float64Array.from(values) };
  }

  private gather(): void {
    const { items, scores, maxScores, personCount } = this.data;
    const placeOfBooklet = new Map<string, number>();
    for (let p = 0; p < personCount; p++) {
      if (!(this.data.weights[p] > 0)) continue;
      let key = "";
      for (let i = 0; i < items.length; i++) {
        const score = scores[p * items.length + i];
        if (!this.takesPart[i] || score === notPresented) continue;
        this.sums[p] += score;
        this.highest[p] += maxScores[i];
        key += `${i},`;
      }
      if (!placeOfBooklet.has(key)) placeOfBooklet.set(key, placeOfBooklet.size);
      this.booklets[p] = placeOfBooklet.get(key) ?? 0;
    }
    this.bookletCount = placeOfBooklet.size;
  }

  private valueOf(p: number, item: number, score: number): number | null {
    if (typeof this.match !== "string") {
      const value = this.match[p];
      return value !== null && Number.isFinite(value) ? value : null;
    }
    const added = this.takesPart[item] ? 0 : 1;
    const sum = this.sums[p] + added * score;
    if (this.match === "score") return sum;
    return sum / (this.highest[p] + added * this.data.maxScores[item]);
  }

  private byScore(persons: readonly number[], values: readonly number[]): Int32Array {
    const places = new Map<number, number>();
    const span = values.reduce((most, value) => Math.max(most, value), 0) + 1;
    return Int32Array.from(persons, (p, n) => {
      const key = this.booklets[p] * span + values[n];
      if (!places.has(key)) places.set(key, places.size);
      return places.get(key) ?? 0;
    });
  }

  /** Values that are equal but for rounding stay together, so that strata are of about equal weight only. */
  private byRank(persons: readonly number[], values: readonly number[]): Int32Array {
    const weights = this.data.weights;
    const order = persons.map((_, n) => n).sort((a, b) => values[a] - values[b]);
    const total = persons.reduce((sum, p) => sum + weights[p], 0);
    const strata = new Int32Array(persons.length);
    const span = roundingSpan(order.map((n) => values[n]));
    let below = 0;
    for (let first = 0; first < order.length;) {
      let last = first;
      let weight = 0;
      while (last < order.length && values[order[last]] - values[order[first]] <= span)
        weight += weights[persons[order[last++]]];
      const middle = (below + weight / 2) / total;
      const stratum = Math.min(this.strataCount - 1, Math.floor(this.strataCount * middle));
      for (let n = first; n < last; n++) strata[order[n]] = stratum;
      below += weight;
      first = last;
    }
    return strata;
  }
}
