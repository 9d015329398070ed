import type { TSchema } from "@sinclair/typebox";
import { error, warning, type ItemProblem } from "../problems.js";
import { languages } from "../schema/text.js";
import { type LocalisedPlace, textsIn } from "../schema/walk.js";
import { figuresOf, formulasOf, gapsOf } from "../text/parts.js";
import { mathmlProblem } from "../text/mathml-core.js";
import { plainText } from "../text/plain.js";
import type { Language, RichText } from "../types.js";

const languageNames: Record<Language, [vi: string, en: string]> = {
  vi: ["tiếng Việt", "Vietnamese"],
  en: ["tiếng Anh", "English"],
};

/**
 * What is wrong with the texts of an item or unit: a language that stands in one place and not in another, an empty
 * text, a gap outside an interaction's text, a table with rows of different length, a formula that is not what
 * `latexToMathML` makes, a figure whose file is missing. `assets` are the file names there are; left out, figures are
 * not looked for.
 */
export function checkTexts(schema: TSchema, value: unknown, assets?: ReadonlySet<string>): ItemProblem[] {
  const places = textsIn(schema, value);
  const spoken = languages.filter((language) => places.some((place) => place.value[language] !== undefined));
  return places.flatMap((place) => [
    ...spoken.flatMap((language) => checkLanguage(place, language)),
    ...(place.kind === "richText" ? languages.flatMap((language) => checkRich(place, language, assets)) : []),
  ]);
}

function checkLanguage(place: LocalisedPlace, language: Language): ItemProblem[] {
  const text = place.value[language];
  const [vi, en] = languageNames[language];
  if (text === undefined) {
    return [error(`${place.path}/${language}`, `Còn thiếu bản ${vi}.`, `The ${en} version is missing.`)];
  }
  const words = place.kind === "string" ? (text as string) : plainText(text as RichText);
  if (words.trim() !== "") return [];
  return [error(`${place.path}/${language}`, `Bản ${vi} đang để trống.`, `The ${en} version is empty.`)];
}

function checkRich(place: LocalisedPlace, language: Language, assets?: ReadonlySet<string>): ItemProblem[] {
  const text = place.value[language] as RichText | undefined;
  if (text === undefined) return [];
  const path = `${place.path}/${language}`;
  const problems: ItemProblem[] = [];
  if (place.path !== "/interaction/text" && gapsOf(text).length > 0) {
    problems.push(
      error(
        path,
        "Chỗ trống chỉ đặt được trong văn bản của phần tương tác.",
        "Gaps can stand only in the interaction's text.",
      ),
    );
  }
  for (const { latex, mathml } of formulasOf(text)) {
    const problem = mathmlProblem(mathml);
    if (problem) {
      problems.push(
        error(
          path,
          `Công thức “${latex}” không hiển thị được: ${problem}.`,
          `The formula “${latex}” cannot be shown: ${problem}.`,
        ),
      );
    }
  }
  for (const asset of figuresOf(text)) {
    if (assets && !assets.has(asset)) {
      problems.push(error(path, `Không có tệp hình ${asset}.`, `There is no figure file ${asset}.`));
    }
  }
  return [...problems, ...checkTables(text, path)];
}

function checkTables(text: RichText, path: string): ItemProblem[] {
  return text.flatMap((block) => {
    if (block.type !== "table") return [];
    const widths = new Set(
      [...(block.header.length > 0 ? [block.header] : []), ...block.rows].map((row) => row.length),
    );
    if (widths.size <= 1) return [];
    return [
      warning(
        path,
        "Các dòng của bảng không cùng số ô.",
        "The rows of a table have different numbers of cells.",
      ),
    ];
  });
}
