import type { Entries } from "./programme-builder.js";

/** The columns by what they stand for; -1 where there is none. */
export interface Columns {
  /** An item is in a form: 1 or 0, items x forms. */
  item: (i: number, f: number) => number;
  /** A stimulus is in a form. */
  stimulus: (s: number, f: number) => number;
  /** An item is in any form; for enemies across forms. */
  used: Int32Array;
  /** An item is in all forms. */
  common: Int32Array;
  /** An item is in both of two forms. */
  pair: (i: number, f: number, g: number) => number;
  /** The largest deviation, or the smallest proportion. */
  objective: number;
}

/** Adds the row of a demand, by its place; with slack in its unit where forms are to come near only. */
export type AddDemand = (
  place: number,
  lower: number,
  upper: number,
  entries: Entries,
  unit?: number,
) => void;
