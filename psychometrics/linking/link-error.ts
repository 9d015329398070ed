import { sorted } from "../numeric/order-statistics.js";
import { normalCdf } from "../numeric/special.js";
import { weightedVariance } from "../numeric/summary.js";
import { commonItems } from "./common-items.js";
import { solveConstants } from "./constants.js";
import type { CalibratedForm } from "./form.js";
import { linkRule, type LinkOptions } from "./link.js";
import type { LinkConstants } from "./moments.js";
import { Refusal } from "../messages/refusal.js";

/**
 * The link error of a shift between two calibrations as PISA had it until 2003: the standard deviation of the common
 * items' differences over the root of their number, as if the items were a simple random sample.
 *
 * @throws {RangeError} with fewer than two differences.
 */
export function linkErrorOfDifferences(differences: readonly number[]): number {
  if (differences.length < 2) throw new Refusal("link-error-few-items", { count: differences.length });
  const even = new Float64Array(differences.length).fill(1);
  return Math.sqrt(weightedVariance(differences, even) / differences.length);
}

/** Link constants with each unit left out in turn, and what they say about the error of the link. */
export interface JackknifedLink extends LinkConstants {
  units: (LinkConstants & { unit: string; items: string[] })[];
  /** Link errors of A and of B: the square root of (U - 1) / U times the sum of squared deviations. */
  linkErrors: LinkConstants;
}

/**
 * The link error by the jackknife over units of items that belong together, such as the items on one text (Monseur &
 * Berezner, 2007): LE^2 = (U - 1) / U * sum over units of (constants without the unit - constants)^2.
 *
 * @param unitOf the unit of each common item. An item that it does not name stands on no shared text, so that it may be
 * left out by itself: it is a unit of its own, as each item is where `unitOf` is left out.
 * @param options as for `link`; items are those that the link uses (leave out what a robust rule dropped).
 * @throws {RangeError} as `link`; and when none of the common items has a unit, or there are fewer than two units.
 *
 * Monseur, C., & Berezner, A. (2007). The computation of equating errors in international surveys in education.
 * Journal of Applied Measurement, 8(3), 323-335.
 */
export function jackknifeLink(
  base: CalibratedForm,
  other: CalibratedForm,
  options: Omit<LinkOptions, "robust"> = {},
  unitOf?: Readonly<Record<string, string>>,
): JackknifedLink {
  const items = commonItems(base, other, options.items);
  const rule = linkRule(items, options);
  const members = unitsOf(
    items.map(({ item }) => item),
    unitOf,
  );
  if (members.length < 2) {
    throw new Refusal("jackknife-few-units", { count: members.length });
  }
  const { slope, intercept } = solveConstants(items, rule);
  const units = members.map(({ unit, names }) => {
    const left = solveConstants(
      items.filter(({ item }) => !names.includes(item)),
      rule,
    );
    return { unit, items: names, slope: left.slope, intercept: left.intercept };
  });
  const error = (deviation: (constants: LinkConstants) => number) => jackknifeError(units.map(deviation));
  return {
    slope,
    intercept,
    units,
    linkErrors: {
      slope: error((without) => without.slope - slope),
      intercept: error((without) => without.intercept - intercept),
    },
  };
}

/** The units in the order of their first items; an item without one is one by itself, whatever the units are called. */
function unitsOf(
  items: readonly string[],
  unitOf: Readonly<Record<string, string>> | undefined,
): { unit: string; names: string[] }[] {
  const named = new Map(Object.entries(unitOf ?? {}));
  if (unitOf && !items.some((item) => named.has(item))) throw new Refusal("common-items-without-unit");
  const units: { unit: string; names: string[] }[] = [];
  const places = new Map<string, number>();
  for (const item of items) {
    const unit = named.get(item);
    const place = unit === undefined ? undefined : places.get(unit);
    if (place !== undefined) {
      units[place].names.push(item);
      continue;
    }
    if (unit !== undefined) places.set(unit, units.length);
    units.push({ unit: unit ?? item, names: [item] });
  }
  return units;
}

/** The link error of one ability on the other scale: how A theta + B moves as units are left out. */
export function linkErrorAt(jackknifed: JackknifedLink, theta: number): number {
  const { slope, intercept, units } = jackknifed;
  return jackknifeError(units.map((unit) => (unit.slope - slope) * theta + unit.intercept - intercept));
}

function jackknifeError(deviations: readonly number[]): number {
  const count = deviations.length;
  return Math.sqrt(((count - 1) / count) * deviations.reduce((sum, value) => sum + value ** 2, 0));
}

/**
 * The link error of PISA since 2015: each country's mean is computed twice, with the item parameters of either cycle,
 * and the error is a robust standard deviation of the differences over countries,
 *
 *     S_n = 1.1926 med_i med_j |x_i - x_j|
 *
 * (Rousseeuw & Croux, 1993; the inner median is the high one, of rank n / 2 + 1 over all j with i itself, and the outer
 * the low one, of rank (n + 1) / 2, both rounded down). It holds between countries that behave alike, and reflects another uncertainty than the
 * jackknife over items (Robitzsch, 2023).
 *
 * Rousseeuw, P. J., & Croux, C. (1993). Alternatives to the median absolute deviation. Journal of the American
 * Statistical Association, 88, 1273-1283. Robitzsch, A. (2023). Linking error in the 2PL model.
 *
 * @param differences of each country's two means, on the scale that is reported.
 * @throws {RangeError} with fewer than two differences.
 */
export function robustLinkError(differences: readonly number[]): number {
  const count = differences.length;
  if (count < 2) throw new Refusal("link-error-few-countries", { count });
  const inner = differences.map((value) => {
    const distances = sorted(differences.map((other) => Math.abs(value - other)));
    return distances[Math.floor(count / 2)];
  });
  return 1.1926 * sorted(inner)[Math.floor((count + 1) / 2) - 1];
}

/** An estimate with its standard error. */
export interface EstimateWithError {
  value: number;
  standardError: number;
}

/** A change between two cycles, with its test against none. */
export interface Trend {
  difference: number;
  /** The root of SE1^2 + SE2^2 + LE^2. */
  standardError: number;
  z: number;
  /** Two-sided. */
  p: number;
}

/**
 * The change of a statistic between two cycles whose samples are independent. The link error belongs in every
 * comparison across cycles and in none within one (OECD, PISA technical reports).
 *
 * @param linkError in the units of the statistic: for a percentage see `linkErrorAboveCut`.
 * @throws {RangeError} when nothing has an error, so that there is no test.
 */
export function trend(earlier: EstimateWithError, later: EstimateWithError, linkError: number): Trend {
  const difference = later.value - earlier.value;
  const standardError = Math.hypot(earlier.standardError, later.standardError, linkError);
  if (!(standardError > 0)) throw new Refusal("trend-without-error");
  const z = difference / standardError;
  return { difference, standardError, z, p: 2 * normalCdf(-Math.abs(z)) };
}

/** So many standard deviations of the shift reach every share that can be told from 0 or 1. */
const shiftReach = 9;

/**
 * The link error of the share of a population at or above a cut: with the scale uncertain by a shift ~ N(0, LE^2), the
 * cut is, and the share above it varies; this is its standard deviation over the shift. (PISA simulates the same.) It
 * is not the link error in points: a share far from the crowd moves little. The share is a step function of the shift, so that
 * its variance is a finite sum.
 *
 * @param values abilities or plausible values of one set, on the scale of the cut.
 * @returns in proportions; times 100 for percentages.
 * @throws {RangeError} without values of positive weight, or for a negative link error.
 */
export function linkErrorAboveCut(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  cut: number,
  linkError: number,
): number {
  if (!(linkError >= 0)) throw new Refusal("link-error-negative", { value: linkError });
  let total = 0;
  let above = 0;
  const near: number[] = [];
  for (let p = 0; p < values.length; p++) {
    if (!(weights[p] > 0)) continue;
    total += weights[p];
    const gap = values[p] - cut;
    if (Math.abs(gap) < shiftReach * linkError) near.push(p);
    else if (gap >= 0) above += weights[p];
  }
  if (!(total > 0)) throw new Refusal("no-weighted-value");
  near.sort((a, b) => values[b] - values[a]);
  // As the shift rises the values come above the cut one by one, the highest first.
  const steps: { share: number; probability: number }[] = [];
  let before = 0;
  for (const p of near) {
    const notYet = normalCdf((cut - values[p]) / linkError);
    steps.push({ share: above / total, probability: notYet - before });
    before = notYet;
    above += weights[p];
  }
  steps.push({ share: above / total, probability: 1 - before });
  const mean = steps.reduce((sum, { share, probability }) => sum + probability * share, 0);
  return Math.sqrt(
    Math.max(
      0,
      steps.reduce((sum, { share, probability }) => sum + probability * (share - mean) ** 2, 0),
    ),
  );
}
