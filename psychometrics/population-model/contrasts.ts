import { keepDistinct, type DroppedContrast } from "./distinct-contrasts.js";
import { Refusal } from "../messages/refusal.js";

/** What is known of test takers besides their responses. */
export type BackgroundVariable =
  | { name: string; kind: "categorical"; values: readonly (string | null)[] }
  | { name: string; kind: "numeric"; values: readonly (number | null)[] };

/** One column made from a variable, as the codebook lists it. */
export interface Contrast {
  name: string;
  /** The variable, or the two of an interaction joined by `:`. */
  variable: string;
  /** The level a categorical contrast stands for; null for numeric variables and missing flags. */
  level: string | null;
  kind: "level" | "value" | "missing" | "interaction";
  /** The level that a categorical contrast is against; null for all others. */
  reference: string | null;
  /** What a numeric variable's values were standardised by: (value - mean) / sd, weighted; null for all others. */
  scaling: { mean: number; sd: number } | null;
}

/** How variables become contrasts. */
export interface ContrastOptions {
  /**
   * `dummy`: 1 for a level, 0 for every other; `effect`: the reference level has -1 in all of them, so that effects are
   * deviations from the mean of the levels. The reference level is the first by number or name. `effect` by default.
   */
  coding?: "dummy" | "effect";
  /** Pairs of variables whose contrasts are multiplied; none by default. */
  interactions?: readonly (readonly [string, string])[];
  /** Sampling weights, for the means and standard deviations of numeric variables; all equal by default. */
  weights?: ArrayLike<number>;
}

/** Contrasts that differ from each other and among test takers. */
export interface ContrastMatrix {
  contrasts: Contrast[];
  /** All test takers' values of the first contrast, then all of the second, and so on. */
  columns: Float64Array;
  personCount: number;
  /** Constant columns, and columns that repeat another. */
  dropped: DroppedContrast[];
}

interface Column extends Contrast {
  values: Float64Array;
}

/**
 * Contrast coding of background variables as the conditioning models of NAEP, TIMSS and PISA do it: a categorical
 * variable becomes a contrast for each level but the reference, and a flag of missing answers; a numeric one is
 * standardised, with 0 (the mean) where it is missing, and a flag. In the other contrasts a missing answer counts as 0.
 * Columns that are the same for everybody or repeat another are left out by name, as missing flags of questions asked
 * together often do.
 *
 * @throws {RangeError} when a variable has not one value for each test taker, a name occurs twice, an interaction names
 * no variable, or a number is not finite.
 */
export function contrastMatrix(
  variables: readonly BackgroundVariable[],
  personCount: number,
  options: ContrastOptions = {},
): ContrastMatrix {
  checkVariables(variables, personCount);
  const weights = options.weights ?? new Float64Array(personCount).fill(1);
  const byVariable = new Map<string, Column[]>();
  for (const variable of variables) {
    const columns =
      variable.kind === "categorical"
        ? categoricalColumns(variable.name, variable.values, options.coding ?? "effect")
        : numericColumns(variable.name, variable.values, weights);
    byVariable.set(variable.name, columns);
  }
  const all = [...byVariable.values()].flat();
  for (const [first, second] of options.interactions ?? []) {
    const columnsOf = (name: string) => {
      const columns = byVariable.get(name);
      if (!columns) throw new Refusal("interaction-of-no-variable", { name });
      return columns.filter(({ kind }) => kind !== "missing");
    };
    for (const a of columnsOf(first)) for (const b of columnsOf(second)) all.push(productColumn(a, b));
  }
  const { kept, dropped } = keepDistinct(all, weights);
  const columns = new Float64Array(kept.length * personCount);
  kept.forEach(({ values }, j) => columns.set(values, j * personCount));
  const contrasts = kept.map(({ values: _, ...contrast }): Contrast => contrast);
  return { contrasts, columns, personCount, dropped };
}

function checkVariables(variables: readonly BackgroundVariable[], personCount: number): void {
  const seen = new Set<string>();
  for (const { name, kind, values } of variables) {
    if (seen.has(name)) throw new Refusal("variables-alike-named", { name });
    seen.add(name);
    if (values.length !== personCount)
      throw new Refusal("variable-length", { name, count: values.length, persons: personCount });
    if (kind !== "numeric") continue;
    const bad = values.findIndex((value) => value !== null && !Number.isFinite(value));
    if (bad >= 0) throw new Refusal("variable-no-number", { name, row: bad + 1, value: values[bad] ?? NaN });
  }
}

function categoricalColumns(
  variable: string,
  values: readonly (string | null)[],
  coding: "dummy" | "effect",
): Column[] {
  const levels = [...new Set(values.filter((value) => value !== null))].sort(byNumberThenName);
  const [reference, ...others] = levels;
  const atReference = coding === "effect" ? -1 : 0;
  const columns = others.map((level): Column => ({
    ...{ name: `${variable}=${level}`, variable, level, kind: "level", reference, scaling: null },
    values: Float64Array.from(values, (value) =>
      value === level ? 1 : value === reference ? atReference : 0,
    ),
  }));
  return [...columns, missingFlag(variable, values)];
}

function numericColumns(
  variable: string,
  values: readonly (number | null)[],
  weights: ArrayLike<number>,
): Column[] {
  let total = 0;
  let sum = 0;
  values.forEach((value, p) => {
    if (value === null) return;
    total += weights[p];
    sum += weights[p] * value;
  });
  const mean = total > 0 ? sum / total : 0;
  let squares = 0;
  values.forEach((value, p) => {
    if (value !== null) squares += weights[p] * (value - mean) ** 2;
  });
  const spread = total > 0 ? Math.sqrt(squares / total) : 0;
  // Rounding error is all that is left of a constant; its column is 0 throughout and will be dropped.
  const scale = spread > 1e-10 * Math.abs(mean) ? 1 / spread : 0;
  const standardised = Float64Array.from(values, (value) => (value === null ? 0 : (value - mean) * scale));
  return [
    {
      ...{ name: variable, variable, level: null, kind: "value", reference: null },
      ...{ scaling: { mean, sd: spread }, values: standardised },
    },
    missingFlag(variable, values),
  ];
}

function missingFlag(variable: string, values: readonly (string | number | null)[]): Column {
  return {
    ...{
      name: `${variable}=(missing)`,
      variable,
      level: null,
      kind: "missing",
      reference: null,
      scaling: null,
    },
    values: Float64Array.from(values, (value) => Number(value === null)),
  };
}

function productColumn(a: Column, b: Column): Column {
  return {
    name: `${a.name}:${b.name}`,
    variable: `${a.variable}:${b.variable}`,
    level:
      a.level === null && b.level === null
        ? null
        : [a.level, b.level].filter((level) => level !== null).join(":"),
    ...{ kind: "interaction", reference: null, scaling: null },
    values: a.values.map((value, p) => value * b.values[p]),
  };
}

/** "2" before "10", and numbers before words. */
function byNumberThenName(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  const [xIsNumber, yIsNumber] = [a.trim() !== "" && !Number.isNaN(x), b.trim() !== "" && !Number.isNaN(y)];
  if (xIsNumber && yIsNumber && x !== y) return x - y;
  if (xIsNumber !== yIsNumber) return xIsNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
