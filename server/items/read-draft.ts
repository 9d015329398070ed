import { error, type ItemProblem } from "../../item-bank/problems.js";
import { Item as ItemSchema } from "../../item-bank/schema/item.js";
import { mapTexts } from "../../item-bank/schema/walk.js";
import { formulaProblem } from "../../item-bank/text/formula-problem.js";
import { latexToMathML } from "../../item-bank/text/mathml.js";
import { renewItemFormulas } from "../../item-bank/text/renew.js";
import type { Item, Unit } from "../../item-bank/types.js";
import { readItem, readUnfinishedItem } from "../../item-bank/validate.js";
import { unfinishedWork } from "../../item-bank/validation/unfinished.js";
import { contentProblem } from "./content-problem.js";

/** What an item stands with in its unit: the figures its texts may use, and the unit's own texts. */
export interface Surroundings {
  assets: ReadonlySet<string>;
  unit: Unit;
}

/** An item as far as it has come: null where it does not even fit the schema. */
export interface Draft {
  item: Item | null;
  problems: ItemProblem[];
}

/**
 * Reads an item that need not be finished: a key that names no choice, a missing translation or example words left as
 * they were are problems to list, a value of the wrong type is refused. The MathML is made anew from the LaTeX, so nothing
 * a browser wrote is shown to others.
 *
 * @param around the unit the item stands in; left out, figures are not looked for.
 */
export function readDraft(wire: unknown, around?: Surroundings): Draft {
  const whole = withEmptyTexts(wire);
  const { value, problems } = readItem(whole, around?.assets);
  if (value) return renewed(value, [...problems, ...unfinishedWork(value, around?.unit)]);
  const unfinished = readUnfinishedItem(whole).value;
  if (!unfinished) return { item: null, problems };
  return renewed(unfinished, [...problems, ...unfinishedWork(unfinished, around?.unit)]);
}

/** Reads an item that has to be without errors. @throws {Problem} `content-invalid`. */
export function readSound(wire: unknown, assets?: ReadonlySet<string>): Item {
  const { value, problems } = readItem(wire, assets);
  if (!value) throw contentProblem(problems);
  return renewItemFormulas(value, latexToMathML);
}

/** A text that an author has added or emptied in every language stands in none; the draft keeps it as an empty one. */
function withEmptyTexts(wire: unknown): unknown {
  return mapTexts(ItemSchema, wire, ({ kind, value }) =>
    Object.keys(value).length > 0 ? value : { vi: kind === "string" ? "" : [] },
  );
}

function renewed(item: Item, problems: ItemProblem[]): Draft {
  try {
    return { item: renewItemFormulas(item, latexToMathML), problems };
  } catch (cause) {
    const { vi, en } = formulaProblem(cause);
    const message = error("/stem", `Công thức không đọc được: ${vi}.`, `A formula cannot be read: ${en}.`);
    return { item: null, problems: [...problems, message] };
  }
}
