import { gapsOf } from "../text/parts.js";
import { plainText } from "../text/plain.js";
import { languages } from "../schema/text.js";
import type { LocalisedRichText, LocalisedString, RichText } from "../types.js";
import { error, type ItemProblem } from "../problems.js";

/** Checks that several interactions share. Paths are JSON pointers into the item. */

/** Two parts with one id could not be told apart in the data. */
export function duplicateIds(parts: readonly { id: string }[], path: string): ItemProblem[] {
  return parts.flatMap(({ id }, index) =>
    parts.findIndex((part) => part.id === id) === index
      ? []
      : [error(`${path}/${index}/id`, `Mã “${id}” đã dùng ở trên.`, `The id “${id}” is used above already.`)],
  );
}

/** Two choices that read alike make the key a matter of luck. */
export function alikeContents(
  parts: readonly { content: LocalisedRichText | LocalisedString }[],
  path: string,
): ItemProblem[] {
  return alikeTexts(
    parts.map(({ content }) => content),
    (index) => `${path}/${index}/content`,
  );
}

/** Two labels that read alike: whoever hears the screen read out cannot tell the areas or options apart. */
export function alikeLabels(parts: readonly { label: LocalisedString }[], path: string): ItemProblem[] {
  return alikeTexts(
    parts.map(({ label }) => label),
    (index) => `${path}/${index}/label`,
  );
}

/** Texts of a list that read alike in a language; `placeOf` gives the JSON pointer to each. */
export function alikeTexts(
  contents: readonly (LocalisedRichText | LocalisedString)[],
  placeOf: (index: number) => string,
): ItemProblem[] {
  return languages.flatMap((language) => {
    const texts = contents.map((content) => readable(content[language]));
    return texts.flatMap((text, index) => {
      const first = texts.indexOf(text);
      if (text === "" || first === index) return [];
      return [
        error(
          `${placeOf(index)}/${language}`,
          `Giống hệt mục thứ ${first + 1}.`,
          `This reads the same as number ${first + 1}.`,
        ),
      ];
    });
  });
}

function readable(content: RichText | string | undefined): string {
  if (content === undefined) return "";
  const words = typeof content === "string" ? content : plainText(content);
  // What differs only in blanks or in how marks are composed looks the same to a reader.
  return words.normalize("NFC").replace(/\s+/gu, " ").trim();
}

/** A key must name what is there. `known` are the ids that exist. */
export function unknownIds(named: readonly string[], known: readonly string[], path: string): ItemProblem[] {
  return named
    .filter((id) => !known.includes(id))
    .map((id) =>
      error(
        path,
        `Đáp án nêu “${id}”, nhưng chỉ có ${known.join(", ")}.`,
        `The key names “${id}”, but there are only ${known.join(", ")}.`,
      ),
    );
}

/** A key by part (gap, row, statement) must have an entry for each part and for nothing else. */
export function partsWithoutKey(
  key: Record<string, unknown>,
  parts: readonly string[],
  path: string,
): ItemProblem[] {
  const missing = parts
    .filter((id) => !Object.hasOwn(key, id))
    .map((id) => error(path, `Chưa có đáp án cho “${id}”.`, `There is no key for “${id}” yet.`));
  return [...missing, ...unknownIds(Object.keys(key), parts, path)];
}

/** Each gap stands exactly once in the text, in every language; a text shows no gap that is not declared. */
export function gapsInText(
  text: LocalisedRichText | undefined,
  gapIds: readonly string[],
  path: string,
): ItemProblem[] {
  if (text === undefined) return [];
  return languages.flatMap((language) => {
    const content = text[language];
    if (content === undefined) return [];
    const found = gapsOf(content);
    const place = `${path}/${language}`;
    const missing = gapIds
      .filter((id) => found.filter((gap) => gap === id).length !== 1)
      .map((id) =>
        error(
          place,
          `Chỗ trống [[${id}]] phải có đúng một lần trong văn bản.`,
          `The gap [[${id}]] has to stand exactly once in the text.`,
        ),
      );
    const unknown = found
      .filter((id) => !gapIds.includes(id))
      .map((id) =>
        error(
          place,
          `Văn bản có chỗ trống [[${id}]] chưa được khai báo.`,
          `The text has a gap [[${id}]] that is not declared.`,
        ),
      );
    return [...missing, ...unknown];
  });
}

/** Scores between 0 and the maximum that no response can get leave empty categories in every analysis. */
export function unattainable(scores: readonly number[], maxScore: number): ItemProblem[] {
  if (!scores.includes(maxScore)) {
    return [
      error(
        "/maxScore",
        `Không câu trả lời nào đạt được điểm tối đa ${maxScore}; điểm đạt được là ${scores.join(", ")}.`,
        `No response reaches the maximum score ${maxScore}; the scores that can be reached are ${scores.join(", ")}.`,
      ),
    ];
  }
  if (scores.length === maxScore + 1) return [];
  return [
    {
      severity: "warning",
      path: "/maxScore",
      message: {
        vi: `Chỉ đạt được các điểm ${scores.join(", ")}; các mức giữa sẽ luôn trống khi phân tích.`,
        en: `Only the scores ${scores.join(", ")} can be reached; the categories between stay empty in every analysis.`,
      },
    },
  ];
}
