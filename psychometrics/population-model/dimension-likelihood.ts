import type { ParameterisedItem } from "../likelihood/tables.js";
import { codeTable, nodeCountMax, tableNodes } from "./likelihood-table.js";
import { codeResponses } from "./response-codes.js";
import { weightedScores } from "./weighted-scores.js";

/** A log-likelihood and its first four derivatives at an ability. */
export interface LikelihoodDerivatives {
  value: number;
  first: number;
  second: number;
  third: number;
  fourth: number;
}

const one = new Float64Array(1);

/**
 * The log-likelihood of each test taker's responses to the items of one dimension, as a smooth function of ability.
 *
 * Where log-odds are linear in ability, the responses come to a straight line in it (see `weightedScores`), and what is left
 * is the same for all to whom the same items were presented. This, and the responses to items of other models, are taken
 * together as codes of neighbouring items (see `codeResponses`), and each code's log-likelihood and first two derivatives
 * are tabled at equally spaced nodes. Between them the fifth-degree polynomial through both ends' values and derivatives is
 * read, whose error for items of slope a at the distance h is about (a h)^6 / 10^5 per item: a test taker costs a few
 * multiplications per code and ability, whatever the model, and has one code for each booklet where all models are linear.
 */
export class DimensionLikelihood {
  /** The length in which the steepest item's log-likelihood turns, in logits. */
  readonly turnLength: number;
  /** Whether any item has a lower asymptote, so that a likelihood need not fall off to both sides. */
  readonly hasLowerAsymptote: boolean;
  private readonly starts: Int32Array;
  private readonly codes: Int32Array;
  /** The straight line of each test taker's log-likelihood: its slope, per step of the table, and its height at 0. */
  private readonly lineSlopes: Float64Array;
  private readonly lineHeights: Float64Array;
  private readonly nodeCount: number;
  /** The distance of the table's nodes, in logits. */
  private readonly step: number;
  /** Code by node: the log-likelihood and its first two derivatives in units of the step. */
  private readonly table: Float64Array;
  /** The test taker in focus, the nodes around, and the place of node 0 in their table: the only code's, or the codes' sums. */
  private focused = -1;
  private focusStart = 0;
  private focusEnd = 0;
  private focusBase = 0;
  private focusTable: Float64Array;
  private readonly sums: Float64Array;

  /**
   * @param items of the dimension.
   * @param responses test takers x items: categories from 0, or -1 where not presented.
   */
  constructor(items: readonly ParameterisedItem[], responses: Int8Array, personCount: number) {
    const { scores, constants, responses: left } = weightedScores(items, responses, personCount);
    const { runs, codeCount, starts, codes } = codeResponses(left, personCount, items.length);
    const { count, step, turnLength } = tableNodes(items);
    this.turnLength = turnLength;
    this.hasLowerAsymptote = items.some(({ model }) => model.hasLowerAsymptote);
    this.starts = starts;
    this.codes = codes;
    this.lineSlopes = scores.map((score) => score * step);
    this.lineHeights = constants;
    this.nodeCount = count;
    this.step = step;
    this.table = codeTable(items, runs, codeCount, count, step);
    this.sums = new Float64Array(3 * nodeCountMax);
    this.focusTable = this.sums;
  }

  /** Whether a test taker responded to any item of the dimension. */
  hasResponses(person: number): boolean {
    return this.starts[person + 1] > this.starts[person];
  }

  /**
   * Prepare for many abilities of one test taker from `low` to `high`: the codes' tables are summed once, and
   * `valuesNear` then costs the same however many codes there are.
   */
  focusOn(person: number, low: number, high: number): void {
    const { codes, starts, table, nodeCount, step, sums } = this;
    const middle = (nodeCount - 1) / 2;
    this.focused = person;
    if (starts[person + 1] === starts[person] + 1) {
      this.focusStart = 0;
      this.focusEnd = nodeCount - 1;
      this.focusBase = codes[starts[person]] * nodeCount * 3;
      this.focusTable = table;
      return;
    }
    this.focusStart = Math.max(0, Math.floor(low / step + middle));
    this.focusEnd = Math.min(nodeCount - 1, Math.ceil(high / step + middle));
    this.focusBase = -this.focusStart * 3;
    this.focusTable = sums;
    const width = Math.max(0, 3 * (this.focusEnd - this.focusStart + 1));
    for (let k = 0; k < width; k++) sums[k] = 0;
    for (let n = starts[person]; n < starts[person + 1]; n++) {
      const at = (codes[n] * nodeCount + this.focusStart) * 3;
      for (let k = 0; k < width; k++) sums[k] += table[at + k];
    }
  }

  /** The log-likelihood of the test taker in focus at an ability. */
  valueNear(theta: number): number {
    one[0] = 0;
    this.valuesNear(theta, 0, one, one);
    return one[0];
  }

  /**
   * Fill `out` with the log-likelihood of the test taker in focus at the abilities `centre + spread * places[n]`; outside
   * the focus it takes longer.
   */
  valuesNear(centre: number, spread: number, places: Float64Array, out: Float64Array): void {
    const { focused, focusStart, focusEnd, focusBase, focusTable: table, step } = this;
    const height = this.lineHeights[focused];
    const line = this.lineSlopes[focused];
    const middle = (this.nodeCount - 1) / 2;
    for (let n = 0; n < places.length; n++) {
      const distance = (centre + spread * places[n]) / step;
      const place = distance + middle;
      if (!(place >= focusStart && place < focusEnd)) {
        out[n] = this.valueAt(focused, centre + spread * places[n]);
        continue;
      }
      const node = Math.floor(place);
      const t = place - node;
      const s = 1 - t;
      const t3 = t * t * t;
      const s3 = s * s * s;
      const h1 = t3 * (1 + s * (3 + 6 * s));
      const at = focusBase + node * 3;
      out[n] =
        height +
        line * distance +
        (1 - h1) * table[at] +
        s3 * t * ((1 + 3 * t) * table[at + 1] + 0.5 * t * table[at + 2]) +
        h1 * table[at + 3] +
        t3 * s * (0.5 * s * table[at + 5] - (1 + 3 * s) * table[at + 4]);
    }
  }

  /** The log-likelihood at an ability. */
  valueAt(person: number, theta: number): number {
    const distance = theta / this.step;
    const place = distance + (this.nodeCount - 1) / 2;
    if (!(place >= 0 && place < this.nodeCount - 1)) return this.beyond(person, place);
    const node = Math.floor(place);
    const t = place - node;
    const s = 1 - t;
    // The Hermite basis in Bernstein's form: no cancellation near either end.
    const h1 = t * t * t * (1 + s * (3 + 6 * s));
    const h0 = 1 - h1;
    const d0 = s * s * s * t * (1 + 3 * t);
    const d1 = -(t * t * t) * s * (1 + 3 * s);
    const c0 = 0.5 * s * s * s * t * t;
    const c1 = 0.5 * t * t * t * s * s;
    const { codes, table, nodeCount } = this;
    let sum = this.lineHeights[person] + this.lineSlopes[person] * distance;
    for (let n = this.starts[person]; n < this.starts[person + 1]; n++) {
      const at = (codes[n] * nodeCount + node) * 3;
      sum +=
        h0 * table[at] +
        d0 * table[at + 1] +
        c0 * table[at + 2] +
        h1 * table[at + 3] +
        d1 * table[at + 4] +
        c1 * table[at + 5];
    }
    return sum;
  }

  /** Fill `out` with the log-likelihood and its derivatives at an ability. */
  derivativesAt(person: number, theta: number, out: LikelihoodDerivatives): void {
    const { codes, table, nodeCount, step } = this;
    const place = theta / step + (nodeCount - 1) / 2;
    if (!(place >= 0 && place < nodeCount - 1)) {
      out.value = this.beyond(person, place);
      out.first = this.endSlope(person, place);
      out.second = out.third = out.fourth = 0;
      return;
    }
    const node = Math.floor(place);
    const line = this.lineSlopes[person];
    let f0 = this.lineHeights[person] + line * (node - (nodeCount - 1) / 2);
    let g0 = line;
    let k0 = 0;
    let f1 = f0 + line;
    let g1 = line;
    let k1 = 0;
    for (let n = this.starts[person]; n < this.starts[person + 1]; n++) {
      const at = (codes[n] * nodeCount + node) * 3;
      f0 += table[at];
      g0 += table[at + 1];
      k0 += table[at + 2];
      f1 += table[at + 3];
      g1 += table[at + 4];
      k1 += table[at + 5];
    }
    // The polynomial's coefficients in t from 0 to 1.
    const t = place - node;
    const rise = f1 - f0 - g0 - 0.5 * k0;
    const turn = g1 - g0 - k0;
    const bend = k1 - k0;
    const a3 = 10 * rise - 4 * turn + 0.5 * bend;
    const a4 = -15 * rise + 7 * turn - bend;
    const a5 = 6 * rise - 3 * turn + 0.5 * bend;
    out.value = f0 + t * (g0 + t * (0.5 * k0 + t * (a3 + t * (a4 + t * a5))));
    out.first = (g0 + t * (k0 + t * (3 * a3 + t * (4 * a4 + t * 5 * a5)))) / step;
    out.second = (k0 + t * (6 * a3 + t * (12 * a4 + t * 20 * a5))) / step ** 2;
    out.third = (6 * a3 + t * (24 * a4 + t * 60 * a5)) / step ** 3;
    out.fourth = (24 * a4 + t * 120 * a5) / step ** 4;
  }

  private beyond(person: number, place: number): number {
    const end = place < 0 ? 0 : this.nodeCount - 1;
    let sum = this.lineHeights[person] + this.lineSlopes[person] * (place - (this.nodeCount - 1) / 2);
    for (let n = this.starts[person]; n < this.starts[person + 1]; n++) {
      const at = (this.codes[n] * this.nodeCount + end) * 3;
      sum += this.table[at] + (place - end) * this.table[at + 1];
    }
    return sum;
  }

  private endSlope(person: number, place: number): number {
    const end = place < 0 ? 0 : this.nodeCount - 1;
    let sum = this.lineSlopes[person];
    for (let n = this.starts[person]; n < this.starts[person + 1]; n++)
      sum += this.table[(this.codes[n] * this.nodeCount + end) * 3 + 1];
    return sum / this.step;
  }
}
