import type { EquatedScore } from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";
import type { EquateMethod } from "./request.js";

/** One method's conversion of every score of the first form. */
export interface Conversion {
  method: EquateMethod;
  scores: readonly (EquatedScore & { theta?: number | null })[];
  /** The highest score of the second form. */
  highest: number;
}

/** What equating made of its input. */
export interface Equated {
  conversions: Conversion[];
  tables: Record<string, Table>;
  /** For `equate.json`. */
  summary: Record<string, unknown>;
  notes: Cell[][];
  /** What is to be said. */
  lines: string[];
}

/**
 * `conversion.csv`: for each method and score its equivalent on the other form. `rounded` is the nearest score that can be
 * had there; `theta`, for true scores, the ability at which both are expected.
 */
export function conversionTable(conversions: readonly Conversion[]): Table {
  const hasTheta = conversions.some(({ method }) => method === "true-score");
  return {
    columns: ["method", "score", "equivalent", "se_equivalent", "rounded", ...(hasTheta ? ["theta"] : [])],
    rows: conversions.flatMap(({ method, scores, highest }) =>
      scores.map(({ score, equivalent, standardError, theta }): Cell[] => [
        ...[method, score, equivalent, standardError],
        Math.min(highest, Math.max(0, Math.round(equivalent))),
        ...(hasTheta ? [theta ?? null] : []),
      ]),
    ),
  };
}
