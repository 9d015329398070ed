import {
  jackknifeLink,
  link,
  linkErrorOfDifferences,
  linkMethods,
  type CalibratedForm,
  type Linking,
  type LinkMethod,
  type LinkOptions,
  Refusal,
} from "../../psychometrics/index.js";
import type { AnalysisOutput, ItemRow } from "../calibrations/analysis-output.js";
import { finite } from "../calibrations/finite.js";
import type { LinkedItemRow, LinkResult } from "../contract/linking.js";
import { linkWarnings, whyNoErrors } from "./link-notes.js";
import { formOf } from "./run-form.js";

/** What is to be linked how. */
export interface LinkRunsInput {
  base: AnalysisOutput;
  other: AnalysisOutput;
  method: LinkMethod;
  isRobust: boolean;
  /** The unit of each item: items on one stimulus are left out together. */
  unitOf: Readonly<Record<string, string>>;
}

type Forms = readonly [CalibratedForm, CalibratedForm];

/**
 * One run on the scale of another. Curves are compared where the base run's test takers are: by a normal distribution of
 * their mean and variance.
 *
 * @throws {RangeError} as `link`.
 */
export function linkRuns(input: LinkRunsInput): Omit<LinkResult, "base" | "other" | "isRobust" | "isKept"> {
  const { names, skipped } = comparable(input.base.items, input.other.items);
  if (names.length === 0) throw new Refusal("no-common-items");
  const { latentMean, latentVariance } = input.base.result.summary;
  const options: LinkOptions = {
    method: input.method,
    items: names,
    weights: { kind: "normal", mean: latentMean, standardDeviation: Math.sqrt(latentVariance) },
    ...(input.isRobust && { robust: {} }),
  };
  // Items that cannot be compared are left out of the forms: `link` compares all that both have.
  const base = formOf(input.base, names);
  const other = formOf(input.other, names);
  const linking = link(base, other, options);
  const used = linking.items.flatMap(({ item, isUsed }) => (isUsed ? [item] : []));
  const differences = linking.items.flatMap(({ isUsed, difference }) =>
    isUsed && difference !== null ? [difference] : [],
  );
  return {
    method: linking.method,
    slope: linking.slope,
    intercept: linking.intercept,
    hasSlope: linking.hasSlope,
    converged: linking.converged,
    standardErrors: errorsOf(linking),
    standardErrorReason: whyNoErrors(input),
    linkError: linkErrorOf(
      [withoutCovariance(base), withoutCovariance(other)],
      options,
      used,
      input.unitOf,
      linking.hasSlope,
    ),
    linkErrorOfDifferences: differences.length > 1 ? linkErrorOfDifferences(differences) : null,
    methods: linkMethods.map((method) => ({
      method,
      ...constantsBy([base, other], { ...options, method }, used),
    })),
    dropped: linking.dropped,
    skipped,
    items: linking.items.map((item) => rowOf(item, linking, input)),
    warnings: linkWarnings(used.length, linking, input),
  };
}

function errorsOf({ standardErrors }: Linking): LinkResult["standardErrors"] {
  const slope = finite(standardErrors?.slope);
  const intercept = finite(standardErrors?.intercept);
  return slope === null || intercept === null ? null : { slope, intercept };
}

/** The jackknife needs no standard errors, and a link by each unit has none to compute then. */
const withoutCovariance = ({ items }: CalibratedForm): CalibratedForm => ({ items });

/** The items that both runs have, and of these the ones whose model or scores differ. */
function comparable(
  base: readonly ItemRow[],
  other: readonly ItemRow[],
): { names: string[]; skipped: string[] } {
  const names: string[] = [];
  const skipped: string[] = [];
  for (const item of base) {
    const found = other.find(({ itemId }) => itemId === item.itemId);
    if (!found) continue;
    const isSame =
      familyOf(found.model) === familyOf(item.model) &&
      found.scoreValues.join() === item.scoreValues.join() &&
      [...found.steps, ...item.steps].every((step) => step !== null);
    (isSame ? names : skipped).push(item.itemId);
  }
  return { names, skipped };
}

/** Models with one formula: their parameters can be compared. */
function familyOf(model: string): string {
  return ["rasch", "1pl", "2pl", "pcm", "gpcm"].includes(model) ? "gpcm" : model;
}

function linkErrorOf(
  [base, other]: Forms,
  { robust: _, ...options }: LinkOptions,
  used: readonly string[],
  unitOf: Readonly<Record<string, string>>,
  hasSlope: boolean,
): LinkResult["linkError"] {
  const units = Object.fromEntries(used.map((item) => [item, unitOf[item] ?? item]));
  // Without a unit enough must be left for the constants.
  if (new Set(Object.values(units)).size <= (hasSlope ? 2 : 1)) return null;
  try {
    const { linkErrors, units: found } = jackknifeLink(base, other, { ...options, items: used }, units);
    return { ...linkErrors, unitCount: found.length };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function constantsBy(
  [base, other]: Forms,
  { robust: _, ...options }: LinkOptions,
  used: readonly string[],
): Omit<LinkResult["methods"][number], "method"> {
  try {
    const { slope, intercept, standardErrors } = link(base, other, { ...options, items: used });
    return {
      slope,
      slopeSe: finite(standardErrors?.slope),
      intercept,
      interceptSe: finite(standardErrors?.intercept),
    };
  } catch (error) {
    // Slopes of opposite signs have no geometric mean, and difficulties that do not differ no standard deviation.
    if (error instanceof RangeError)
      return { slope: null, slopeSe: null, intercept: null, interceptSe: null };
    throw error;
  }
}

function rowOf(
  item: Linking["items"][number],
  { slope, intercept }: Linking,
  { base, other }: LinkRunsInput,
): LinkedItemRow {
  const { item: itemId, otherSlope, otherDifficulty, ...rest } = item;
  return {
    itemId,
    isUsed: rest.isUsed,
    baseSlope: rest.baseSlope,
    otherSlopeBefore: otherSlope * slope,
    otherSlope,
    baseDifficulty: rest.baseDifficulty,
    otherDifficultyBefore: otherDifficulty === null ? null : (otherDifficulty - intercept) / slope,
    otherDifficulty,
    difference: rest.difference,
    differenceSe: rest.standardError ?? differenceError(itemId, slope, base.items, other.items),
    robustZ: finite(rest.robustZ),
    isUnstable: rest.isUnstable,
    curveDifference: rest.curveDifference,
  };
}

/** Without covariances: the mean of several steps needs them, so that only a single step has an error here. */
function differenceError(
  itemId: string,
  slope: number,
  base: readonly ItemRow[],
  other: readonly ItemRow[],
): number | null {
  const errorIn = (items: readonly ItemRow[]) => {
    const errors = items.find((row) => row.itemId === itemId)?.stepSes ?? [];
    return errors.length === 1 ? (errors[0] ?? null) : null;
  };
  const [own, theirs] = [errorIn(base), errorIn(other)];
  return own === null || theirs === null ? null : Math.hypot(own, slope * theirs);
}
