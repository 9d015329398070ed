import { Item } from "../schema/item.js";
import { mapTexts } from "../schema/walk.js";
import type { LocalisedRichText, LocalisedString, RichText } from "../types.js";
import { formulaWords } from "./formula-words.js";
import { mapFormulas } from "./parts.js";
import { plainLabel } from "./plain.js";

/**
 * The words in each language the text stands in, on one line, for lists on the screen: as `plainLabel`, but formulas stand
 * in letters and plain signs (`formulaWords`), which people read, and not in LaTeX. It stands apart from `plainLabel`
 * because the player needs that one, and is small.
 */
export function listLabel(text: LocalisedRichText): LocalisedString {
  return plainLabel({
    ...(text.vi && { vi: inWords(text.vi) }),
    ...(text.en && { en: inWords(text.en) }),
  });
}

/** The same item with words where its formulas had LaTeX, so that labels made from it are as `listLabel`'s. Not for keeping. */
export function itemInWords(item: Item): Item {
  return mapTexts(Item, item, (place) =>
    place.kind === "string"
      ? place.value
      : Object.fromEntries(
          Object.entries(place.value).map(([language, text]) => [language, inWords(text as RichText)]),
        ),
  ) as Item;
}

const inWords = (text: RichText): RichText =>
  mapFormulas(text, (formula) => ({ ...formula, latex: formulaWords(formula) }));
