import type { Goal } from "./goal.js";
import type { MixedIntegerProgramme } from "./mixed-integer.js";

/** Passes over all pairs; each pass that finds nothing better is the last. */
const passesMax = 60;

/** The larger the power, the more the largest deviation counts and the less the others do. */
const powers = [4, 16];

/**
 * Forms that are nearer to the goal, by swaps that keep every row of a programme: an item of a form for one that is in none, or
 * two items between two forms. Branch and bound finds forms that meet the requirements soon but good ones late;
 * swaps make a good start of them. The first swap that makes the sum of powers of deviations smaller is taken; the result is always the same.
 *
 * @param programme any forms that meet the demands, with columns items x forms first.
 * @param values of its columns; changed in place.
 * @param bound under `maximin` the proportion to reach for: no forms are better.
 */
export function swapItems(
  programme: MixedIntegerProgramme,
  goal: Goal,
  formCount: number,
  values: Float64Array,
  bound: number,
): void {
  const state = new SwapState(programme, goal, formCount, values, bound);
  for (const power of powers) {
    state.setPower(power);
    let isBetter = true;
    for (let pass = 0; isBetter && pass < passesMax; pass++) {
      isBetter = false;
      for (let f = 0; f < formCount; f++)
        for (let i = 0; i < goal.itemValues.length; i++)
          if (values[i * formCount + f] === 1 && state.swapOut(i, f)) isBetter = true;
    }
  }
}

/** Forms, what they add up to and how far that is from the goal, and the rows that must hold. */
class SwapState {
  private readonly programme: MixedIntegerProgramme;
  private readonly goal: Goal;
  private readonly formCount: number;
  private readonly values: Float64Array;
  private readonly bound: number;
  private readonly columnStarts: Int32Array;
  private readonly columnRows: Int32Array;
  private readonly columnValues: Float64Array;
  private readonly activity: Float64Array;
  private readonly change: Float64Array;
  private readonly sums: Float64Array[];
  private power = 4;
  private distances: number[] = [];

  constructor(
    programme: MixedIntegerProgramme,
    goal: Goal,
    formCount: number,
    values: Float64Array,
    bound: number,
  ) {
    this.programme = programme;
    this.goal = goal;
    this.formCount = formCount;
    this.values = values;
    this.bound = bound;
    ({ starts: this.columnStarts, rows: this.columnRows, values: this.columnValues } = byColumn(programme));
    this.activity = new Float64Array(programme.rowLower.length);
    this.change = new Float64Array(programme.rowLower.length);
    values.forEach((value, column) => {
      if (value !== 0) this.add(this.activity, column, value);
    });
    this.sums = Array.from({ length: formCount }, () => new Float64Array(goal.theta.length));
    goal.itemValues.forEach((own, i) => {
      for (let f = 0; f < formCount; f++)
        if (values[i * formCount + f] === 1) own.forEach((value, k) => (this.sums[f][k] += value));
    });
  }

  setPower(power: number): void {
    this.power = power;
    this.distances = this.sums.map((_, f) => this.distance(f, -1, -1));
  }

  /** Swap an item of a form for the first other one that makes things better. */
  swapOut(i: number, f: number): boolean {
    const { formCount, values, programme } = this;
    for (let other = 0; other < this.goal.itemValues.length; other++) {
      if (other === i || values[other * formCount + f] === 1) continue;
      if (programme.upper[other * formCount + f] === 0) continue;
      const from = this.otherForm(other, f);
      if (from < 0 ? this.tryOne(i, other, f) : this.tryTwo(i, f, other, from)) return true;
    }
    return false;
  }

  /** A form that has an item, other than one; -1 where none has. */
  private otherForm(i: number, f: number): number {
    for (let g = 0; g < this.formCount; g++)
      if (g !== f && this.values[i * this.formCount + g] === 1) return g;
    return -1;
  }

  private tryOne(i: number, other: number, f: number): boolean {
    const after = this.distance(f, i, other);
    if (after >= this.distances[f] * (1 - 1e-9)) return false;
    const { formCount } = this;
    if (!this.keepsRows([i * formCount + f], [other * formCount + f])) return false;
    this.exchange(f, i, other, after);
    return true;
  }

  private tryTwo(i: number, f: number, other: number, g: number): boolean {
    const { formCount, values, programme } = this;
    if (values[i * formCount + g] === 1 || programme.upper[i * formCount + g] === 0) return false;
    const afterF = this.distance(f, i, other);
    const afterG = this.distance(g, other, i);
    if (afterF + afterG >= (this.distances[f] + this.distances[g]) * (1 - 1e-9)) return false;
    const out = [i * formCount + f, other * formCount + g];
    if (!this.keepsRows(out, [other * formCount + f, i * formCount + g])) return false;
    this.exchange(f, i, other, afterF);
    this.exchange(g, other, i, afterG);
    return true;
  }

  /** Sum of powers of a form's deviations, with one item out and one in; -1 for neither. */
  private distance(f: number, out: number, into: number): number {
    const { kind, itemValues, targets, scale } = this.goal;
    let total = 0;
    for (let k = 0; k < this.sums[f].length; k++) {
      const target = targets[f][k];
      if (target === 0) continue;
      const sum = this.sums[f][k] + (out < 0 ? 0 : itemValues[into][k] - itemValues[out][k]);
      const deviation =
        kind === "maximin" ? Math.max(0, 1 - sum / (target * this.bound)) : (sum - target) / scale;
      total += Math.abs(deviation) ** this.power;
    }
    return total;
  }

  /** Whether every row holds with some columns set to 0 and some to 1; where it does, that is what they are from now on. */
  private keepsRows(out: readonly number[], into: readonly number[]): boolean {
    const { activity, change, programme } = this;
    const { rowLower, rowUpper } = programme;
    for (const column of out) this.add(change, column, -1);
    for (const column of into) this.add(change, column, 1);
    const columns = [...out, ...into];
    const holds = columns.every((column) => {
      for (let n = this.columnStarts[column]; n < this.columnStarts[column + 1]; n++) {
        const row = this.columnRows[n];
        const after = activity[row] + change[row];
        if (after > rowUpper[row] + 1e-9 || after < rowLower[row] - 1e-9) return false;
      }
      return true;
    });
    for (const column of columns) {
      for (let n = this.columnStarts[column]; n < this.columnStarts[column + 1]; n++) {
        const row = this.columnRows[n];
        if (holds) activity[row] += change[row];
        change[row] = 0;
      }
    }
    if (holds) {
      for (const column of out) this.values[column] = 0;
      for (const column of into) this.values[column] = 1;
    }
    return holds;
  }

  private exchange(f: number, out: number, into: number, distance: number): void {
    const { itemValues } = this.goal;
    for (let k = 0; k < this.sums[f].length; k++) this.sums[f][k] += itemValues[into][k] - itemValues[out][k];
    this.distances[f] = distance;
  }

  private add(to: Float64Array, column: number, value: number): void {
    for (let n = this.columnStarts[column]; n < this.columnStarts[column + 1]; n++)
      to[this.columnRows[n]] += this.columnValues[n] * value;
  }
}

/** The entries of a programme column by column. */
function byColumn({ costs, starts, indices, values }: MixedIntegerProgramme): {
  starts: Int32Array;
  rows: Int32Array;
  values: Float64Array;
} {
  const counts = new Int32Array(costs.length + 1);
  indices.forEach((column) => counts[column + 1]++);
  for (let column = 0; column < costs.length; column++) counts[column + 1] += counts[column];
  const next = counts.slice();
  const rows = new Int32Array(indices.length);
  const own = new Float64Array(indices.length);
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let n = starts[row]; n < starts[row + 1]; n++) {
      const at = next[indices[n]]++;
      rows[at] = row;
      own[at] = values[n];
    }
  }
  return { starts: counts, rows, values: own };
}
