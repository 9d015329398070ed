import { placeOfDemand } from "./demands.js";
import { addExposure, addPairColumns, addPairs } from "./formulate-overlap.js";
import { objectiveOf, type Goal } from "./goal.js";
import type { MixedIntegerProgramme } from "./mixed-integer.js";
import type { Preparation } from "./prepare.js";
import { ProgrammeBuilder, type Entries } from "./programme-builder.js";
import type { AddDemand, Columns } from "./programme-columns.js";

/**
 * What a programme looks for: any forms that meet the demands, the best ones by the goal, or, where demands contradict each
 * other, those that come nearest to meeting them.
 */
export type Purpose = "any" | "best" | "nearest";

/** A programme, and the way between its columns and forms. */
export interface Formulation {
  programme: MixedIntegerProgramme;
  /** The items of each form, by place. */
  /** The column that says that all forms have an item; -1 where nothing is asked of common items. */
  commonColumn: (i: number) => number;
  /** The column that says that two forms have an item; -1 where nothing is asked of what they share. */
  pairColumn: (i: number, f: number, g: number) => number;
  stimulusColumn: (s: number, f: number) => number;
  /** The items of each stimulus. */
  stimulusItems: readonly (readonly number[])[];
  formsOf: (values: Float64Array) => number[][];
  /** Column values that forms stand for; not for `nearest`. */
  columnsOf: (forms: readonly (readonly number[])[]) => Float64Array;
}

/**
 * The mixed-integer programme of a blueprint (van der Linden, 2005): a column of 0 or 1 for each item and form, and rows that are
 * linear in them.
 *
 * @param isKept says which demands the programme has, by their places in `demandsOf`; all by default.
 *
 * van der Linden, W. J. (2005). Linear models for optimal test design. Springer.
 */
export function formulate(
  preparation: Preparation,
  purpose: Purpose,
  isKept: (demand: number) => boolean = () => true,
): Formulation {
  const builder = new ProgrammeBuilder();
  const columns = addColumns(preparation, builder, purpose);
  const demand: AddDemand = (place, lower, upper, entries, unit = 1) => {
    if (!isKept(place)) return;
    const soft: Entries = [...entries];
    if (purpose === "nearest") {
      if (lower > -Infinity) soft.push([builder.addColumn(0, Infinity, false, 1 / unit), 1]);
      if (upper < Infinity) soft.push([builder.addColumn(0, Infinity, false, 1 / unit), -1]);
    }
    builder.addRow(lower, upper, soft);
  };
  addForms(preparation, columns, demand);
  addStimuli(preparation, columns, builder, demand);
  addEnemies(preparation, columns, builder, demand);
  addExposure(preparation, columns, builder, demand);
  addPairs(preparation, columns, builder, demand);
  if (purpose === "best" && preparation.goal) addGoal(preparation, preparation.goal, columns, builder);
  const isMaximised = purpose === "best" && preparation.goal?.kind === "maximin";
  const programme = builder.build(isMaximised ? "maximise" : "minimise");
  return {
    programme,
    commonColumn: (i) => columns.common[i],
    pairColumn: columns.pair,
    stimulusColumn: columns.stimulus,
    stimulusItems: preparation.stimuli.map(({ items }) => items),
    formsOf: (values) =>
      preparation.forms.map((_, f) =>
        preparation.items.flatMap((__, i) => (values[columns.item(i, f)] > 0.5 ? [i] : [])),
      ),
    columnsOf: (forms) => columnValues(preparation, columns, programme.costs.length, forms),
  };
}

function addColumns(preparation: Preparation, builder: ProgrammeBuilder, purpose: Purpose): Columns {
  const { forms, items, stimuli, wanted, enemies, commonItems, goal } = preparation;
  const count = forms.length;
  for (let at = 0; at < items.length * count; at++) builder.addColumn(0, wanted[at] === 0 ? 0 : 1, true);
  for (let at = 0; at < stimuli.length * count; at++) builder.addColumn(0, 1, true);
  const used = new Int32Array(items.length).fill(-1);
  for (const { items: members, isAcrossForms } of enemies) {
    if (!isAcrossForms) continue;
    for (const i of members) if (used[i] < 0) used[i] = builder.addColumn(0, 1, false);
  }
  const common = new Int32Array(items.length).fill(-1);
  if (commonItems) for (let i = 0; i < items.length; i++) common[i] = builder.addColumn(0, 1, true);
  const pair = addPairColumns(preparation, builder);
  const objective = purpose === "best" && goal ? builder.addColumn(0, Infinity, false, 1) : -1;
  return {
    item: (i, f) => i * count + f,
    stimulus: (s, f) => items.length * count + s * count + f,
    ...{ used, common, pair, objective },
  };
}

/** Length, requirements and forced items of each form. */
function addForms(preparation: Preparation, columns: Columns, demand: AddDemand): void {
  const { forms, items, stimuli, length, requirements, wanted } = preparation;
  const forced = placeOfDemand(preparation, "forced");
  forms.forEach((_, f) => {
    const all = items.map((__, i): [number, number] => [columns.item(i, f), 1]);
    demand(placeOfDemand(preparation, "length"), length.min, length.max, all);
    items.forEach((__, i) => {
      if (wanted[i * forms.length + f] === 1) demand(forced, 1, Infinity, [[columns.item(i, f), 1]]);
    });
  });
  requirements.forEach(({ min, max, forms: its, itemValues, stimulusValues }, r) => {
    // A shortage of minutes and one of items weigh alike when they are counted in items.
    const positive = itemValues.filter((value) => value > 0);
    const unit = positive.length > 0 ? positive.reduce((sum, value) => sum + value, 0) / positive.length : 1;
    for (const f of its) {
      const entries: Entries = [];
      items.forEach((_, i) => entries.push([columns.item(i, f), itemValues[i]]));
      stimuli.forEach((_, s) => entries.push([columns.stimulus(s, f), stimulusValues[s]]));
      demand(1 + r, min, max, entries, unit);
    }
  });
}

/** A stimulus is in a form exactly where items of it are, and then with as many as it needs. */
function addStimuli(
  preparation: Preparation,
  columns: Columns,
  builder: ProgrammeBuilder,
  demand: AddDemand,
): void {
  const place = placeOfDemand(preparation, "stimulus-items");
  preparation.stimuli.forEach(({ items, min, max }, s) => {
    preparation.forms.forEach((_, f) => {
      const own = columns.stimulus(s, f);
      const sum = items.map((i): [number, number] => [columns.item(i, f), 1]);
      for (const i of items)
        builder.addRow(-Infinity, 0, [
          [columns.item(i, f), 1],
          [own, -1],
        ]);
      builder.addRow(0, Infinity, [...sum, [own, -1]]);
      if (min > 1) demand(place, 0, Infinity, [...sum, [own, -min]]);
      if (max < items.length) demand(place, -Infinity, 0, [...sum, [own, -max]]);
    });
  });
}

function addEnemies(
  preparation: Preparation,
  columns: Columns,
  builder: ProgrammeBuilder,
  demand: AddDemand,
): void {
  const place = placeOfDemand(preparation, "enemies");
  const { forms, enemies } = preparation;
  columns.used.forEach((used, i) => {
    if (used < 0) return;
    forms.forEach((_, f) =>
      builder.addRow(-Infinity, 0, [
        [columns.item(i, f), 1],
        [used, -1],
      ]),
    );
  });
  for (const { items, isAcrossForms } of enemies) {
    const sum = (column: (i: number) => number) => items.map((i): [number, number] => [column(i), 1]);
    if (isAcrossForms)
      demand(
        place,
        -Infinity,
        1,
        sum((i) => columns.used[i]),
      );
    else {
      forms.forEach((_, f) =>
        demand(
          place,
          -Infinity,
          1,
          sum((i) => columns.item(i, f)),
        ),
      );
    }
  }
}

/** The objective's rows: deviations from the target no larger than the column, or sums no smaller in proportion. */
function addGoal(
  { forms, items }: Preparation,
  { kind, theta, itemValues, targets }: Goal,
  { item, objective }: Columns,
  builder: ProgrammeBuilder,
): void {
  forms.forEach((_, f) => {
    theta.forEach((__, k) => {
      const target = targets[f][k];
      const sum = items.map((___, i): [number, number] => [item(i, f), itemValues[i][k]]);
      if (kind === "maximin") {
        if (target > 0) builder.addRow(0, Infinity, [...sum, [objective, -target]]);
        return;
      }
      builder.addRow(-Infinity, target, [...sum, [objective, -1]]);
      builder.addRow(target, Infinity, [...sum, [objective, 1]]);
    });
  });
}

function columnValues(
  { stimulusOf, goal, overlap, items: all }: Preparation,
  columns: Columns,
  count: number,
  forms: readonly (readonly number[])[],
): Float64Array {
  const values = new Float64Array(count);
  const formCount = new Int32Array(stimulusOf.length);
  forms.forEach((items, f) => {
    for (const i of items) {
      values[columns.item(i, f)] = 1;
      if (stimulusOf[i] >= 0) values[columns.stimulus(stimulusOf[i], f)] = 1;
      if (columns.used[i] >= 0) values[columns.used[i]] = 1;
      if (++formCount[i] === forms.length && columns.common[i] >= 0) values[columns.common[i]] = 1;
    }
  });
  for (const {
    forms: [f, g],
  } of overlap) {
    all.forEach((_, i) => {
      const both = columns.pair(i, f, g);
      if (both >= 0) values[both] = values[columns.item(i, f)] * values[columns.item(i, g)];
    });
  }
  if (columns.objective >= 0 && goal) values[columns.objective] = objectiveOf(goal, forms);
  return values;
}
