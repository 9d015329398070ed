import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { CalibratedItem, Calibration, ResponseData } from "../../psychometrics/index.js";
import { readScores, shared, type ReferenceNumber } from "./psychometric-fixtures.js";

/** A parameter of ours beside the name that mirt has for it. */
export type NamedEstimates = Record<string, { value: number; standardError: number | null }>;

/** One item's parameters under mirt's names, in its slope-intercept form. */
export function underMirtNames(item: CalibratedItem): NamedEstimates {
  const { slope, intercepts, lowerAsymptote, categoryScores, standardErrors: errors } = item;
  const named: NamedEstimates = { a1: { value: slope, standardError: errors.slope } };
  intercepts.forEach((value, k) => {
    const name = intercepts.length === 1 ? "d" : `d${k + 1}`;
    named[name] = { value, standardError: errors.intercepts[k] };
  });
  categoryScores?.forEach((value, k) => {
    named[`ak${k + 1}`] = { value, standardError: errors.categoryScores?.[k] ?? null };
  });
  if (lowerAsymptote !== null) {
    const variance = item.covariance?.at(-1) ?? 0;
    named["logit(g)"] = {
      value: item.parameters.at(-1) ?? NaN,
      standardError: variance > 0 ? Math.sqrt(variance) : null,
    };
  }
  return named;
}

/** A set of mirt's estimates: `par` and `SE` by name. */
export interface MirtParameters {
  par: Record<string, number>;
  SE: Record<string, ReferenceNumber>;
}

/** Ours agree with mirt's: values to a tolerance, standard errors by a ratio. Names that ours lack are fixed in mirt. */
export function expectMirtParameters(
  ours: NamedEstimates,
  theirs: MirtParameters,
  tolerance: number,
  errorTolerance: number,
): void {
  for (const [name, { value, standardError }] of Object.entries(ours)) {
    expect(Math.abs(value - theirs.par[name]), `${name}: ${value}`).toBeLessThan(tolerance);
    const other = theirs.SE[name];
    if (typeof other !== "number") continue;
    expect(Math.abs((standardError ?? Infinity) / other - 1), `se of ${name}`).toBeLessThan(errorTolerance);
  }
}

/** The mean and variance of a group under mirt's names. */
export function groupUnderMirtNames(group: Calibration["groups"][number]): NamedEstimates {
  return {
    MEAN_1: { value: group.mean, standardError: group.meanStandardError },
    COV_11: { value: group.variance, standardError: group.varianceStandardError },
  };
}

/** A result of another program, from beside the project. */
export function sharedReference(name: string, file: string) {
  return JSON.parse(readFileSync(shared(`${name}.ref/${file}.json`), "utf8"));
}

/** The responses of a data set beside the project; weights scaled to sum to the number of rows, as TAM has them. */
export function sharedScores(name: string, options: { group?: string; weight?: string } = {}): ResponseData {
  const meta = JSON.parse(readFileSync(shared(`${name}.meta.json`), "utf8"));
  const data = readScores(shared(`${name}.csv`), { items: meta.itemColumns, ...options });
  if (options.weight === undefined) return data;
  const total = data.weights.reduce((sum, weight) => sum + weight, 0);
  return { ...data, weights: data.weights.map((weight) => (weight * data.personCount) / total) };
}
