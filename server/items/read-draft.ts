import type { ItemProblem } from "../../item-bank/interactions/declaration.js";
import { error } from "../../item-bank/problems.js";
import { Item as ItemSchema } from "../../item-bank/schema/item.js";
import { latexToMathML } from "../../item-bank/text/mathml.js";
import { renewItemFormulas } from "../../item-bank/text/renew.js";
import type { Item } from "../../item-bank/types.js";
import { readItem } from "../../item-bank/validate.js";
import { schemaProblems } from "../../item-bank/validation/schema-problems.js";
import { contentProblem } from "./content-problem.js";

/** An item as far as it has come: null where it does not even fit the schema. */
export interface Draft {
  item: Item | null;
  problems: ItemProblem[];
}

/**
 * Reads an item that need not be finished: a key that names no choice or a missing translation is a problem to list, a
 * value of the wrong type is refused. The MathML is made anew from the LaTeX, so nothing a browser wrote is shown to others.
 *
 * @param assets the names of the unit's figures; left out, figures are not looked for.
 */
export function readDraft(wire: unknown, assets?: ReadonlySet<string>): Draft {
  const { value, problems } = readItem(wire, assets);
  if (value) return renewed(value, problems);
  const copy: unknown = wire === undefined ? null : structuredClone(wire);
  const misfits = schemaProblems(ItemSchema, copy);
  if (misfits.length > 0) return { item: null, problems };
  return renewed(copy as Item, problems);
}

/** Reads an item that has to be without errors. @throws {Problem} `content-invalid`. */
export function readSound(wire: unknown, assets?: ReadonlySet<string>): Item {
  const { value, problems } = readItem(wire, assets);
  if (!value) throw contentProblem(problems);
  return renewItemFormulas(value, latexToMathML);
}

function renewed(item: Item, problems: ItemProblem[]): Draft {
  try {
    return { item: renewItemFormulas(item, latexToMathML), problems };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = error(
      "/stem",
      `Công thức không đọc được: ${reason}`,
      `A formula cannot be read: ${reason}`,
    );
    return { item: null, problems: [...problems, message] };
  }
}
