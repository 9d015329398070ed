import { exampleIn } from "../interactions/example.js";
import { declarationOf } from "../interactions/index.js";
import { error, under, warning, type ItemProblem } from "../problems.js";
import { Item as ItemSchema, Unit as UnitSchema } from "../schema/item.js";
import { languages } from "../schema/text.js";
import { type LocalisedPlace, textsIn } from "../schema/walk.js";
import { plainText } from "../text/plain.js";
import type { Item, Language, RichText, Unit } from "../types.js";
import { copiedText } from "./copied-text.js";

/**
 * What is not finished in an item that fits the schemas and has a usable key: example words that nobody replaced, the
 * example's key, a second language that is a copy of the first, a unit that lacks a language its item stands in. Such
 * an item is kept as a draft and can be tried; it does not go to review.
 *
 * @param unit the unit the item stands in; left out, only the item is looked at.
 */
export function unfinishedWork(item: Item, unit?: Unit): ItemProblem[] {
  const places = textsIn(ItemSchema, item);
  return [
    ...places.filter(({ path }) => path.startsWith("/interaction")).flatMap(exampleWords),
    ...exampleKey(item),
    ...places.flatMap(copiedText),
    ...withoutSamples(item),
    ...(unit ? under("/unit", unfinishedUnit(unit, spokenIn(places))) : []),
  ];
}

/** The words of a text in one language; empty where it does not stand in it. */
function wordsOf({ kind, value }: LocalisedPlace, language: Language): string {
  const text = value[language];
  if (text === undefined) return "";
  return kind === "string" ? (text as string) : plainText(text as RichText);
}

function exampleWords(place: LocalisedPlace): ItemProblem[] {
  return languages.flatMap((language) => {
    const example = exampleIn(wordsOf(place, language));
    if (example === null) return [];
    const path = `${place.path}/${language}`;
    return [
      error(
        path,
        `Còn để nguyên chữ ví dụ ${example}. Hãy viết nội dung của câu hỏi vào đó.`,
        `The example words ${example} are still there. Write the item's own words in their place.`,
      ),
    ];
  });
}

/** Where a new item starts with a value and no words (a number to type, a stop of a slider), that value tells. */
function exampleKey({ interaction, scoring }: Item): ItemProblem[] {
  const starter = declarationOf(interaction.kind).starter();
  const hasWords = textsIn(ItemSchema, { interaction: starter.interaction }).length > 0;
  const example = (starter.scoring as { key?: unknown }).key;
  if (hasWords || example === undefined) return [];
  if (JSON.stringify(scoring.key) !== JSON.stringify(example)) return [];
  return [
    error(
      "/scoring/key",
      "Đáp án vẫn là đáp án ví dụ. Hãy ghi đáp án của câu hỏi.",
      "The key is still the example's. Enter the item's own key.",
    ),
  ];
}

/** Coders agree more where a guide shows what they will meet. */
function withoutSamples({ rubric, scoring }: Item): ItemProblem[] {
  if (scoring.rule !== "humanCoded" || !rubric) return [];
  return rubric.codes.flatMap(({ code, samples }, index) =>
    samples.length > 0
      ? []
      : [
          warning(
            `/rubric/codes/${index}/samples`,
            `Mã ${code} chưa có câu trả lời mẫu nào.`,
            `Code ${code} has no sample response yet.`,
          ),
        ],
  );
}

function spokenIn(places: readonly LocalisedPlace[]): Language[] {
  return languages.filter((language) => places.some(({ value }) => value[language] !== undefined));
}

/** A test taker who works in a language reads the unit's title and stimulus in it too. */
function unfinishedUnit(unit: Unit, spoken: readonly Language[]): ItemProblem[] {
  return textsIn(UnitSchema, unit).flatMap((place) => [
    ...spoken
      .filter((language) => wordsOf(place, language).trim() === "")
      .map((language) =>
        language === "vi"
          ? error(
              `${place.path}/vi`,
              "Câu hỏi có bản tiếng Việt, còn đơn vị chưa có.",
              "The item stands in Vietnamese, and its unit does not yet.",
            )
          : error(
              `${place.path}/en`,
              "Câu hỏi có bản tiếng Anh, còn đơn vị chưa có.",
              "The item stands in English, and its unit does not yet.",
            ),
      ),
    ...copiedText(place),
  ]);
}
