import type { MixedIntegerProgramme } from "./mixed-integer.js";

/** Entries of a row: column and coefficient. */
export type Entries = [column: number, value: number][];

/** Gathers columns and rows of a mixed-integer programme one by one. */
export class ProgrammeBuilder {
  private readonly costs: number[] = [];
  private readonly lower: number[] = [];
  private readonly upper: number[] = [];
  private readonly integers: number[] = [];
  private readonly rowLower: number[] = [];
  private readonly rowUpper: number[] = [];
  private readonly starts: number[] = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];

  /** @returns the place of the new column. */
  addColumn(lower: number, upper: number, isInteger: boolean, cost = 0): number {
    this.costs.push(cost);
    this.lower.push(lower);
    this.upper.push(upper);
    this.integers.push(isInteger ? 1 : 0);
    return this.costs.length - 1;
  }

  addRow(lower: number, upper: number, entries: Entries): void {
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
    for (const [column, value] of entries) {
      if (value === 0) continue;
      this.indices.push(column);
      this.values.push(value);
    }
    this.starts.push(this.indices.length);
  }

  build(sense: MixedIntegerProgramme["sense"]): MixedIntegerProgramme {
    return {
      sense,
      costs: Float64Array.from(this.costs),
      lower: Float64Array.from(this.lower),
      upper: Float64Array.from(this.upper),
      isInteger: Uint8Array.from(this.integers),
      rowLower: Float64Array.from(this.rowLower),
      rowUpper: Float64Array.from(this.rowUpper),
      starts: Int32Array.from(this.starts),
      indices: Int32Array.from(this.indices),
      values: Float64Array.from(this.values),
    };
  }
}
