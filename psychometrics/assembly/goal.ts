import { itemCurve } from "../curves/curves.js";
import type { AssemblyItem, AssemblyTarget, ByForm } from "./blueprint.js";
import { Refusal } from "../messages/refusal.js";

/** A target as numbers. */
export interface Goal {
  kind: AssemblyTarget["kind"];
  theta: readonly number[];
  /** By item: what it adds at each ability; zeros for items without parameters. */
  itemValues: readonly Float64Array[];
  /** By form: the target at each ability, or its weight under `maximin`. */
  targets: readonly Float64Array[];
  /** The largest target, which gaps of deviations are a share of; 1 under `maximin`. */
  scale: number;
}

/**
 * A blueprint's target as numbers.
 *
 * @throws {RangeError} when there are no abilities, or targets are of another number than abilities, not above 0, or of no form.
 */
export function prepareGoal(
  target: AssemblyTarget,
  forms: readonly string[],
  items: readonly AssemblyItem[],
  places: ReadonlyMap<string, number>,
): Goal {
  const { kind, theta } = target;
  if (theta.length === 0 || !theta.every(Number.isFinite)) throw new Refusal("target-without-abilities");
  const itemValues = items.map(({ curve }) => {
    if (!curve) return new Float64Array(theta.length);
    const { information, expectedScore } = itemCurve(curve, theta);
    return Float64Array.from(kind === "expected-score" ? expectedScore : information);
  });
  const targets = targetsOf(target, forms, itemValues, (name) => {
    const place = places.get(name);
    if (place === undefined) throw new Refusal("target-of-no-item", { item: name });
    if (!items[place].curve) throw new Refusal("target-of-uncalibrated", { item: name });
    return place;
  });
  targets.forEach((values, f) => checkTargets(kind, forms[f], theta.length, values));
  const scale = kind === "maximin" ? 1 : Math.max(...targets.flatMap((values) => [...values]));
  return { kind, theta, itemValues, targets, scale };
}

function targetsOf(
  target: AssemblyTarget,
  forms: readonly string[],
  itemValues: readonly Float64Array[],
  placeOf: (name: string) => number,
): Float64Array[] {
  const { theta } = target;
  if (target.kind === "maximin") return byForm("weights", target.weights ?? theta.map(() => 1), forms);
  if (!("reference" in target)) return byForm("values", target.values, forms);
  if (target.reference.length === 0) throw new Refusal("target-without-reference");
  const sum = new Float64Array(theta.length);
  for (const name of target.reference) itemValues[placeOf(name)].forEach((value, k) => (sum[k] += value));
  return forms.map(() => sum);
}

function byForm(what: string, values: ByForm, forms: readonly string[]): Float64Array[] {
  if (Array.isArray(values)) return forms.map(() => Float64Array.from(values as readonly number[]));
  const own = values as Readonly<Record<string, readonly number[]>>;
  const stray = Object.keys(own).find((name) => !forms.includes(name));
  if (stray !== undefined) throw new Refusal("target-of-no-form", { name: what, form: stray, forms });
  return forms.map((form) => {
    if (!Object.hasOwn(own, form)) throw new Refusal("target-without-form", { name: what, form });
    return Float64Array.from(own[form]);
  });
}

function checkTargets(kind: Goal["kind"], form: string, count: number, values: Float64Array): void {
  if (values.length !== count) {
    throw new Refusal("target-values-count", { form, count: values.length, most: count });
  }
  if (kind === "maximin") {
    if (!values.every((value) => value >= 0 && Number.isFinite(value)) || !values.some((value) => value > 0))
      throw new Refusal("target-weights", { form });
  } else if (!values.every((value) => value > 0 && Number.isFinite(value))) {
    throw new Refusal("target-values-not-positive", { form });
  }
}

/** What the items of a form add up to at each ability. */
export function goalSums({ theta, itemValues }: Goal, items: Iterable<number>): Float64Array {
  const sums = new Float64Array(theta.length);
  for (const i of items) for (let k = 0; k < sums.length; k++) sums[k] += itemValues[i][k];
  return sums;
}

/**
 * How good forms are: the largest deviation from the target, or under `maximin` the smallest information in proportion to
 * its weight.
 *
 * @param forms the items of each, by place.
 */
export function objectiveOf(goal: Goal, forms: readonly Iterable<number>[]): number {
  let objective = goal.kind === "maximin" ? Infinity : 0;
  forms.forEach((items, f) => {
    goalSums(goal, items).forEach((sum, k) => {
      const target = goal.targets[f][k];
      if (goal.kind !== "maximin") objective = Math.max(objective, Math.abs(sum - target));
      else if (target > 0) objective = Math.min(objective, sum / target);
    });
  });
  return objective;
}
