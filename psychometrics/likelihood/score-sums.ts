import type { SumsStep } from "./part-sums.js";
import { ScoreSeries } from "./score-series.js";

/**
 * All arrays of an E-step by weighted scores, so that several threads can share them; see `ScoreSeries`. As in
 * `SumsData`, parts depend on the data alone, each has sums of its own, and these are added in the order of the parts.
 */
export interface ScoreSumsData {
  kind: "scores";
  nodes: Float64Array;
  codeStarts: Int32Array;
  codes: Int32Array;
  weights: Float64Array;
  /** Booklet n has the patterns from `bookletStarts[n]`, and the items from place `bookletItemStarts[n]`, up to the next. */
  bookletStarts: Int32Array;
  bookletGroups: Int32Array;
  bookletItemStarts: Int32Array;
  bookletItems: Int32Array;
  /** Part `n` has the patterns from `partStarts[n]` up to, not including, `partStarts[n + 1]`. */
  partStarts: Int32Array;
  /** In: the score of each combination, and the lowest and the highest of each item. */
  codeScores: Float64Array;
  scoreRanges: Float64Array;
  /** In: items x nodes, the logarithm of the first category's probability; groups x nodes, that of the prior mass. */
  firstLogs: Float64Array;
  logMass: Float64Array;
  /** Out, for each part: items x nodes and groups x nodes, how many test takers are expected there. */
  partTotals: Float64Array;
  partMass: Float64Array;
  /** Out, for each part: combinations, the sums of weights times posterior means. */
  partMeans: Float64Array;
  partLogLikelihood: Float64Array;
}

/** So many patterns at a time go through each step of the work, which keeps its loops short. */
const batch = 256;

/** The pieces of an E-step by weighted scores: one for each part, in the step `sum`. */
export class ScoreSums {
  private readonly data: ScoreSumsData;
  private readonly series: ScoreSeries;
  private readonly logs: Float64Array;
  private readonly mass: Float64Array;
  private readonly scores = new Float64Array(batch);
  private readonly weightedMeans = new Float64Array(batch);

  /** @param data to work on; nothing of it is copied. */
  constructor(data: ScoreSumsData) {
    this.data = data;
    this.series = new ScoreSeries(data.nodes);
    this.logs = new Float64Array(data.nodes.length);
    this.mass = new Float64Array(data.nodes.length);
  }

  /** Fill the sums of one part. */
  run(_step: SumsStep, part: number): void {
    const { data } = this;
    const { partStarts, bookletStarts, partTotals, partMass, partMeans, partLogLikelihood } = data;
    const partCount = partStarts.length - 1;
    for (const sums of [partTotals, partMass, partMeans]) {
      const length = sums.length / partCount;
      sums.fill(0, part * length, (part + 1) * length);
    }
    const start = partStarts[part];
    const end = partStarts[part + 1];
    let booklet = firstPast(bookletStarts, start) - 1;
    let logLikelihood = 0;
    for (let from = start; from < end; booklet++) {
      const to = Math.min(end, bookletStarts[booklet + 1]);
      if (to > from) logLikelihood += this.addBooklet(part, booklet, from, to);
      from = to;
    }
    partLogLikelihood[part] = logLikelihood;
  }

  /** Add the patterns of one booklet from one to another; returns their log-likelihood. */
  private addBooklet(part: number, booklet: number, from: number, to: number): number {
    const { data, series, mass, scores, weightedMeans } = this;
    const { codes, codeStarts, weights, codeScores, partMeans, partStarts } = data;
    const means = part * (partMeans.length / (partStarts.length - 1));
    this.begin(booklet);
    let logLikelihood = 0;
    for (let first = from; first < to; first += batch) {
      const count = Math.min(batch, to - first);
      for (let j = 0, c = codeStarts[first]; j < count; j++) {
        let score = 0;
        for (const end = codeStarts[first + j + 1]; c < end; c++) score += codeScores[codes[c]];
        scores[j] = score;
      }
      logLikelihood += series.add(count, scores, weights, first, weightedMeans);
      for (let j = 0, c = codeStarts[first]; j < count; j++) {
        const mean = weightedMeans[j];
        for (const end = codeStarts[first + j + 1]; c < end; c++) partMeans[means + codes[c]] += mean;
      }
    }
    mass.fill(0);
    series.finish(mass);
    this.passOn(part, booklet);
    return logLikelihood;
  }

  private begin(booklet: number): void {
    const { nodes, bookletGroups, bookletItems, bookletItemStarts, firstLogs, logMass, scoreRanges } =
      this.data;
    const { logs } = this;
    const nodeCount = nodes.length;
    const prior = bookletGroups[booklet] * nodeCount;
    for (let q = 0; q < nodeCount; q++) logs[q] = logMass[prior + q];
    let low = 0;
    let high = 0;
    for (let j = bookletItemStarts[booklet]; j < bookletItemStarts[booklet + 1]; j++) {
      const item = bookletItems[j];
      low += scoreRanges[2 * item];
      high += scoreRanges[2 * item + 1];
      const row = item * nodeCount;
      for (let q = 0; q < nodeCount; q++) logs[q] += firstLogs[row + q];
    }
    this.series.begin(logs, low, high);
  }

  /** What is expected of a booklet's test takers goes to their group and to each of their items. */
  private passOn(part: number, booklet: number): void {
    const { nodes, bookletGroups, bookletItems, bookletItemStarts, partStarts, partTotals, partMass } =
      this.data;
    const { mass } = this;
    const nodeCount = nodes.length;
    const partCount = partStarts.length - 1;
    const ofGroup = (part * partMass.length) / partCount + bookletGroups[booklet] * nodeCount;
    for (let q = 0; q < nodeCount; q++) partMass[ofGroup + q] += mass[q];
    const totals = (part * partTotals.length) / partCount;
    for (let j = bookletItemStarts[booklet]; j < bookletItemStarts[booklet + 1]; j++) {
      const row = totals + bookletItems[j] * nodeCount;
      for (let q = 0; q < nodeCount; q++) partTotals[row + q] += mass[q];
    }
  }
}

/** The first place whose value is greater; values are in ascending order. */
function firstPast(values: Int32Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
