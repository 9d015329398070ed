import type { TSchema } from "@sinclair/typebox";
import { Item, Unit } from "../schema/item.js";
import { mapTexts } from "../schema/walk.js";
import type { ToMathML } from "./markup-problem.js";
import { renewFormulas } from "./parts.js";
import type { RichText } from "../types.js";

/**
 * The same item with the MathML of its formulas made again from their LaTeX. The server does this with every item that
 * comes in, so that no markup from a browser is stored and shown to others.
 *
 * @throws {Error} for a formula that is not understood.
 */
export function renewItemFormulas(item: Item, toMathML: ToMathML): Item {
  return renew(Item, item, toMathML) as Item;
}

/** The same unit with the MathML of its formulas made again from their LaTeX; see `renewItemFormulas`. */
export function renewUnitFormulas(unit: Unit, toMathML: ToMathML): Unit {
  return renew(Unit, unit, toMathML) as Unit;
}

function renew(schema: TSchema, value: unknown, toMathML: ToMathML): unknown {
  return mapTexts(schema, value, (place) =>
    place.kind === "string"
      ? place.value
      : Object.fromEntries(
          Object.entries(place.value).map(([language, text]) => [
            language,
            renewFormulas(text as RichText, toMathML),
          ]),
        ),
  );
}
