import { checkPlaces, type DemandCheck } from "./check.js";
import { demandsOf, type Demand } from "./demands.js";
import { formulate } from "./formulate.js";
import type { MixedIntegerSolver } from "./mixed-integer.js";
import type { Preparation } from "./prepare.js";

/** A requirement that the pool cannot meet, whatever else is asked. */
export interface Shortage {
  /** Of the requirement; empty for the length of the forms. */
  name: string;
  /** The form; null for all forms together. */
  form: string | null;
  wanted: number;
  /** The most that the pool has. */
  available: number;
}

/** Why no forms meet a blueprint. */
export interface Infeasibility {
  /** What the pool has too little of, found by counting. */
  shortages: Shortage[];
  /** Demands that cannot be met together, but could if any one of them were given up; empty where time ran out. */
  conflict: Demand[];
  /** The forms that come nearest, in items, and what they fail to meet; null where time ran out. */
  nearest: { forms: { form: string; items: string[] }[]; unmet: DemandCheck[] } | null;
}

/** Time for each of the searches that find out why. */
const secondsEach = 10;

/**
 * Find out why no forms meet a blueprint: by counting, by leaving out one demand after another, and by looking for the forms that
 * come nearest with slack in every demand (elastic programming; Chinneck, 2008).
 *
 * Chinneck, J. W. (2008). Feasibility and infeasibility in optimization. Springer.
 */
export function explainInfeasibility(preparation: Preparation, solver: MixedIntegerSolver): Infeasibility {
  return {
    shortages: shortagesOf(preparation),
    conflict: conflictOf(preparation, solver),
    nearest: nearestForms(preparation, solver),
  };
}

/** What the pool has too little of for one form, or for all of them together under the limits of exposure. */
function shortagesOf(preparation: Preparation): Shortage[] {
  const { forms, items, length, requirements, stimuli } = preparation;
  const ones = new Float64Array(items.length).fill(1);
  const none = new Float64Array(stimuli.length);
  const all = forms.map((_, f) => f);
  const counted = [
    { name: "", min: length.min, forms: all, itemValues: ones, stimulusValues: none },
    ...requirements,
  ];
  return counted.flatMap(({ name, min, forms: its, itemValues, stimulusValues }) => {
    const isWanted = (i: number, f: number) => preparation.wanted[i * forms.length + f] !== 0;
    // Negative values would make a shortage larger than it is, and stimuli may come at no cost.
    const most = (f: number) =>
      largest(
        items.flatMap((_, i) => (isWanted(i, f) ? [Math.max(0, itemValues[i])] : [])),
        length.max,
      ) + stimulusValues.reduce((sum, value) => sum + Math.max(0, value), 0);
    const short = its.flatMap((f): Shortage[] => {
      const available = most(f);
      return available < min - 1e-6 ? [{ name, form: forms[f], wanted: min, available }] : [];
    });
    if (short.length > 0) return short;
    const together = togetherOf(preparation, its, itemValues);
    const isOfStimuli = stimulusValues.some((value) => value > 0);
    return !isOfStimuli && together < min * its.length - 1e-6
      ? [{ name, form: null, wanted: min * its.length, available: together }]
      : [];
  });
}

/** The most that some forms can have together, each item in as many as it may be. */
function togetherOf(
  { forms, items, formsMax, commonItems, wanted }: Preparation,
  its: readonly number[],
  itemValues: Float64Array,
): number {
  const once: number[] = [];
  const extra: number[] = [];
  items.forEach((_, i) => {
    const possible = its.filter((f) => wanted[i * forms.length + f] !== 0).length;
    const value = Math.max(0, itemValues[i]);
    once.push(Math.min(formsMax[i], possible) * value);
    extra.push((possible - Math.min(formsMax[i], possible)) * value);
  });
  return once.reduce((sum, value) => sum + value, 0) + largest(extra, commonItems?.max ?? 0);
}

function largest(values: number[], count: number): number {
  return [...values]
    .sort((a, b) => b - a)
    .slice(0, count)
    .reduce((sum, value) => sum + value, 0);
}

/** Demands that cannot be met together, none of which is there in vain: each is left out for good where the rest still contradict. */
function conflictOf(preparation: Preparation, solver: MixedIntegerSolver): Demand[] {
  const demands = demandsOf(preparation);
  const kept = new Set(demands.keys());
  const isImpossible = () => {
    const { programme } = formulate(preparation, "any", (place) => kept.has(place));
    return solver(programme, { secondsMax: secondsEach }).end === "infeasible";
  };
  if (!isImpossible()) return [];
  for (const place of [...kept].reverse()) {
    kept.delete(place);
    // Where time runs out the demand stays: it may be part of the conflict.
    if (!isImpossible()) kept.add(place);
  }
  return [...kept].sort((a, b) => a - b).map((place) => demands[place]);
}

function nearestForms(preparation: Preparation, solver: MixedIntegerSolver): Infeasibility["nearest"] {
  const { programme, formsOf } = formulate(preparation, "nearest");
  const { values } = solver(programme, { secondsMax: 2 * secondsEach, absoluteGap: 0.01 });
  if (!values) return null;
  const forms = formsOf(values);
  return {
    forms: forms.map((items, f) => ({
      form: preparation.forms[f],
      items: items.map((i) => preparation.items[i].item),
    })),
    unmet: checkPlaces(preparation, forms).filter(({ isMet }) => !isMet),
  };
}
