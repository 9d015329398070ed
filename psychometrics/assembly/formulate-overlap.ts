import { placeOfDemand } from "./demands.js";
import type { Preparation } from "./prepare.js";
import type { Entries, ProgrammeBuilder } from "./programme-builder.js";
import type { AddDemand, Columns } from "./programme-columns.js";

/** In how many forms an item may be, and which items all forms have. */
export function addExposure(
  preparation: Preparation,
  { item, common }: Columns,
  builder: ProgrammeBuilder,
  demand: AddDemand,
): void {
  const { forms, items, formsMax, commonItems } = preparation;
  const count = forms.length;
  items.forEach((_, i) => {
    const sum = forms.map((__, f): [number, number] => [item(i, f), 1]);
    const shared = common[i];
    if (formsMax[i] < count) {
      const exempt: Entries = shared < 0 ? [] : [[shared, formsMax[i] - count]];
      demand(placeOfDemand(preparation, "exposure"), -Infinity, formsMax[i], [...sum, ...exempt]);
    }
    if (shared < 0) return;
    for (const [column] of sum)
      builder.addRow(-Infinity, 0, [
        [shared, 1],
        [column, -1],
      ]);
    builder.addRow(-Infinity, count - 1, [...sum, [shared, -1]]);
  });
  if (commonItems) {
    const all = items.map((_, i): [number, number] => [common[i], 1]);
    demand(placeOfDemand(preparation, "common-items"), commonItems.min, commonItems.max, all);
  }
}

/** A column for each item and pair of forms with limits, where the item may be in both. */
export function addPairColumns(
  { forms, items, overlap, formsMax, commonItems, wanted }: Preparation,
  builder: ProgrammeBuilder,
): Columns["pair"] {
  const count = forms.length;
  const pairs = new Int32Array(count * count).fill(-1);
  const columns = overlap.map(({ forms: [f, g] }, n) => {
    pairs[f * count + g] = n;
    pairs[g * count + f] = n;
    return Int32Array.from(items, (_, i) => {
      const isPossible = wanted[i * count + f] !== 0 && wanted[i * count + g] !== 0;
      const isShared = formsMax[i] > 1 || commonItems !== null;
      // Rows hold it to 0 or 1 where the forms' own columns are.
      return isPossible && isShared ? builder.addColumn(0, 1, false) : -1;
    });
  });
  return (i, f, g) => {
    const n = pairs[f * count + g];
    return n < 0 ? -1 : columns[n][i];
  };
}

/** How many items two forms have in common. */
export function addPairs(
  preparation: Preparation,
  { item, pair }: Columns,
  builder: ProgrammeBuilder,
  demand: AddDemand,
): void {
  const place = placeOfDemand(preparation, "overlap");
  for (const { forms, min, max } of preparation.overlap) {
    const [f, g] = forms;
    const shared = preparation.items.flatMap((_, i) => (pair(i, f, g) < 0 ? [] : [i]));
    for (const i of shared) {
      const both = pair(i, f, g);
      builder.addRow(-Infinity, 1, [
        [item(i, f), 1],
        [item(i, g), 1],
        [both, -1],
      ]);
      for (const form of forms)
        builder.addRow(-Infinity, 0, [
          [both, 1],
          [item(i, form), -1],
        ]);
    }
    demand(
      place,
      min,
      max,
      shared.map((i): [number, number] => [pair(i, f, g), 1]),
    );
  }
}
