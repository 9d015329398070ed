import type { Formulation } from "./formulate.js";
import type { Goal } from "./goal.js";
import { RowActivity } from "./row-activity.js";

/** So many choices of a stimulus's items are tried in place of another's. */
const choicesMax = 100;

/** Forms, what they add up to and how far that is from the goal, and the swaps that may be made. */
export class SwapState {
  private readonly formulation: Formulation;
  private readonly goal: Goal;
  private readonly formCount: number;
  private readonly values: Float64Array;
  private readonly bound: number;
  private readonly rows: RowActivity;
  private readonly sums: Float64Array[];
  private power = 4;
  private distances: number[] = [];
  /** A swap may make distances larger by this share. */
  threshold = 0;
  /** Where the search for a partner begins, in places after the item. */
  offset = 0;

  /** @param values of the formulation's columns; changed in place. */
  constructor(formulation: Formulation, goal: Goal, formCount: number, values: Float64Array, bound: number) {
    this.formulation = formulation;
    this.goal = goal;
    this.formCount = formCount;
    this.values = values;
    this.bound = bound;
    this.rows = new RowActivity(formulation.programme, values);
    this.sums = Array.from({ length: formCount }, () => new Float64Array(goal.theta.length));
    goal.itemValues.forEach((own, i) => {
      for (let f = 0; f < formCount; f++)
        if (values[i * formCount + f] === 1) own.forEach((value, k) => (this.sums[f][k] += value));
    });
  }

  setPower(power: number): void {
    this.power = power;
    this.distances = this.sums.map((_, f) => this.distance(f, [], []));
  }

  /** One pass over all items and stimuli of all forms; false where nothing was swapped. */
  scan(): boolean {
    let isSwapped = false;
    for (let f = 0; f < this.formCount; f++) {
      for (let i = 0; i < this.goal.itemValues.length; i++)
        if (this.isIn(i, f) && this.swapOut(i, f)) isSwapped = true;
      this.formulation.stimulusItems.forEach((_, s) => {
        if (this.values[this.formulation.stimulusColumn(s, f)] === 1 && this.swapStimulus(s, f))
          isSwapped = true;
      });
    }
    return isSwapped;
  }

  /** The largest deviation, or under `maximin` the largest share below the bound. */
  largest(): number {
    let largest = 0;
    this.sums.forEach((sums, f) =>
      sums.forEach((sum, k) => (largest = Math.max(largest, Math.abs(this.deviation(f, k, sum))))),
    );
    return this.goal.kind === "maximin" ? largest : largest * this.goal.scale;
  }

  private isIn(i: number, f: number): boolean {
    return this.values[i * this.formCount + f] === 1;
  }

  private mayBeIn(i: number, f: number): boolean {
    return this.formulation.programme.upper[i * this.formCount + f] > 0;
  }

  /** Swap an item of a form for the first other one that makes things better. */
  private swapOut(i: number, f: number): boolean {
    const its = this.sums.flatMap((_, g) => (this.isIn(i, g) ? [g] : []));
    const common = this.formulation.commonColumn(i);
    const isCommon = common >= 0 && this.values[common] === 1;
    const count = isCommon ? 0 : this.goal.itemValues.length;
    for (let n = 0; n < count; n++) {
      const other = (i + this.offset + n) % count;
      if (other === i || this.isIn(other, f) || !this.mayBeIn(other, f)) continue;
      const from = this.otherForm(other, f);
      if (from < 0 ? this.tryIn(f, [i], [other]) : this.tryBetween(i, f, other, from)) return true;
    }
    return its.length > 1 && f === its[0] && this.swapEverywhere(i, its);
  }

  /** Swap an item in all forms that have it for the first one that none has and that makes things better. */
  private swapEverywhere(i: number, its: readonly number[]): boolean {
    const { commonColumn, pairColumn } = this.formulation;
    const columnsOf = (place: number) =>
      [
        ...its.map((f) => place * this.formCount + f),
        its.length === this.formCount ? commonColumn(place) : -1,
        ...its.flatMap((f, n) => its.slice(0, n).map((g) => pairColumn(place, f, g))),
      ].filter((column) => column >= 0);
    const before = its.reduce((sum, f) => sum + this.distances[f], 0);
    for (let other = 0; other < this.goal.itemValues.length; other++) {
      if (this.otherForm(other, -1) >= 0 || its.some((f) => !this.mayBeIn(other, f))) continue;
      const after = its.map((f) => this.distance(f, [i], [other]));
      if (after.reduce((sum, distance) => sum + distance, 0) >= before * this.accepted) continue;
      if (!this.rows.setIfRowsHold(columnsOf(i), columnsOf(other))) continue;
      its.forEach((f, n) => this.exchange(f, [i], [other], after[n]));
      return true;
    }
    return false;
  }

  /** Swap a stimulus of a form with its items for another one with as many. */
  private swapStimulus(s: number, f: number): boolean {
    const { stimulusItems, stimulusColumn } = this.formulation;
    const own = stimulusItems[s].filter((i) => this.isIn(i, f));
    return stimulusItems.some((others, other) => {
      if (this.values[stimulusColumn(other, f)] === 1) return false;
      const free = others.filter((i) => this.mayBeIn(i, f));
      return choices(free, own.length).some((into) =>
        this.tryIn(f, own, into, [stimulusColumn(s, f)], [stimulusColumn(other, f)]),
      );
    });
  }

  /** A form that has an item, other than one; -1 where none has. */
  private otherForm(i: number, f: number): number {
    for (let g = 0; g < this.formCount; g++) if (g !== f && this.isIn(i, g)) return g;
    return -1;
  }

  private tryIn(
    f: number,
    out: readonly number[],
    into: readonly number[],
    columnsOut: readonly number[] = [],
    columnsIn: readonly number[] = [],
  ): boolean {
    const after = this.distance(f, out, into);
    if (after >= this.distances[f] * this.accepted) return false;
    const columns = (items: readonly number[]) =>
      items.flatMap((i) => [i * this.formCount + f, ...this.shared(i, f)]);
    if (!this.rows.setIfRowsHold([...columns(out), ...columnsOut], [...columns(into), ...columnsIn]))
      return false;
    this.exchange(f, out, into, after);
    return true;
  }

  private tryBetween(i: number, f: number, other: number, g: number): boolean {
    if (this.isIn(i, g) || !this.mayBeIn(i, g)) return false;
    const afterF = this.distance(f, [i], [other]);
    const afterG = this.distance(g, [other], [i]);
    if (afterF + afterG >= (this.distances[f] + this.distances[g]) * this.accepted) return false;
    const columns = (place: number, form: number, not: number) => [
      place * this.formCount + form,
      ...this.shared(place, form, not),
    ];
    const out = [...columns(i, f, g), ...columns(other, g, f)];
    if (!this.rows.setIfRowsHold(out, [...columns(other, f, g), ...columns(i, g, f)])) return false;
    this.exchange(f, [i], [other], afterF);
    this.exchange(g, [other], [i], afterG);
    return true;
  }

  /** The columns of what a form shares with others by an item, whether it has the item or is to have it. */
  private shared(i: number, f: number, not = -1): number[] {
    const found: number[] = [];
    for (let g = 0; g < this.formCount; g++) {
      const both = g === f || g === not || !this.isIn(i, g) ? -1 : this.formulation.pairColumn(i, f, g);
      if (both >= 0) found.push(both);
    }
    return found;
  }

  private get accepted(): number {
    return 1 + this.threshold - 1e-9;
  }

  /** Sum of powers of a form's deviations, with some items out and some in. */
  private distance(f: number, out: readonly number[], into: readonly number[]): number {
    const { itemValues } = this.goal;
    let total = 0;
    for (let k = 0; k < this.sums[f].length; k++) {
      let sum = this.sums[f][k];
      for (const i of out) sum -= itemValues[i][k];
      for (const i of into) sum += itemValues[i][k];
      total += Math.abs(this.deviation(f, k, sum)) ** this.power;
    }
    return total;
  }

  private deviation(f: number, k: number, sum: number): number {
    const { kind, targets, scale } = this.goal;
    const target = targets[f][k];
    // An ability of weight 0 does not count.
    if (target === 0) return 0;
    return kind === "maximin" ? Math.max(0, 1 - sum / (target * this.bound)) : (sum - target) / scale;
  }

  private exchange(f: number, out: readonly number[], into: readonly number[], distance: number): void {
    const { itemValues } = this.goal;
    for (let k = 0; k < this.sums[f].length; k++) {
      for (const i of out) this.sums[f][k] -= itemValues[i][k];
      for (const i of into) this.sums[f][k] += itemValues[i][k];
    }
    this.distances[f] = distance;
  }
}

/** The first choices of `count` from a list, in order. */
function choices(from: readonly number[], count: number): number[][] {
  const found: number[][] = [];
  const extend = (chosen: number[], next: number): void => {
    if (chosen.length === count) found.push(chosen);
    for (let n = next; n < from.length && chosen.length < count && found.length < choicesMax; n++)
      extend([...chosen, from[n]], n + 1);
  };
  extend([], 0);
  return found;
}
