import type { MixedIntegerProgramme } from "./mixed-integer.js";

/** Slack for sums of numbers that are not whole. */
const tolerance = 1e-9;

/** What the rows of a programme add up to while columns of 0 and 1 change. */
export class RowActivity {
  private readonly programme: MixedIntegerProgramme;
  private readonly values: Float64Array;
  private readonly starts: Int32Array;
  private readonly rows: Int32Array;
  private readonly entries: Float64Array;
  private readonly activity: Float64Array;
  private readonly change: Float64Array;

  /** @param values of the columns; those that change are set here. */
  constructor(programme: MixedIntegerProgramme, values: Float64Array) {
    this.programme = programme;
    this.values = values;
    ({ starts: this.starts, rows: this.rows, entries: this.entries } = byColumn(programme));
    this.activity = new Float64Array(programme.rowLower.length);
    this.change = new Float64Array(programme.rowLower.length);
    values.forEach((value, column) => {
      if (value !== 0) this.add(this.activity, column, value);
    });
  }

  /** Whether every row holds with some columns set to 0 and some to 1; where it does, that is what they are from now on. */
  setIfRowsHold(out: readonly number[], into: readonly number[]): boolean {
    const { activity, change, programme, starts, rows } = this;
    const { rowLower, rowUpper } = programme;
    for (const column of out) this.add(change, column, -1);
    for (const column of into) this.add(change, column, 1);
    const columns = [...out, ...into];
    const holds = columns.every((column) => {
      for (let n = starts[column]; n < starts[column + 1]; n++) {
        const row = rows[n];
        const after = activity[row] + change[row];
        if (after > rowUpper[row] + tolerance || after < rowLower[row] - tolerance) return false;
      }
      return true;
    });
    for (const column of columns) {
      for (let n = starts[column]; n < starts[column + 1]; n++) {
        const row = rows[n];
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

  private add(to: Float64Array, column: number, value: number): void {
    for (let n = this.starts[column]; n < this.starts[column + 1]; n++)
      to[this.rows[n]] += this.entries[n] * value;
  }
}

/** The entries of a programme column by column. */
function byColumn({ costs, starts, indices, values }: MixedIntegerProgramme): {
  starts: Int32Array;
  rows: Int32Array;
  entries: Float64Array;
} {
  const counts = new Int32Array(costs.length + 1);
  indices.forEach((column) => counts[column + 1]++);
  for (let column = 0; column < costs.length; column++) counts[column + 1] += counts[column];
  const next = counts.slice();
  const rows = new Int32Array(indices.length);
  const entries = new Float64Array(indices.length);
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let n = starts[row]; n < starts[row + 1]; n++) {
      const at = next[indices[n]]++;
      rows[at] = row;
      entries[at] = values[n];
    }
  }
  return { starts: counts, rows, entries };
}
