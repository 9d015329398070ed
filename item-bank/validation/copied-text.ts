import { error, warning, type ItemProblem } from "../problems.js";
import type { LocalisedPlace } from "../schema/walk.js";
import { plainText } from "../text/plain.js";
import type { RichText } from "../types.js";

/** From so many words on, two languages that read the same are one that was not translated; fewer may be a name. */
const copiedWordsMin = 6;
const doubtfulWordsMin = 3;

/**
 * A text that reads the same in both languages though it has words: the second language was filled with a copy.
 * Numbers, formulas, units and names read the same in both, so short texts are let be or only pointed out.
 */
export function copiedText({ kind, path, value }: LocalisedPlace): ItemProblem[] {
  const { vi, en } = value;
  if (vi === undefined || en === undefined) return [];
  const text = kind === "string" ? (vi as string) : wordsOutsideFormulas(vi as RichText);
  const other = kind === "string" ? (en as string) : wordsOutsideFormulas(en as RichText);
  if (text.normalize("NFC").trim() !== other.normalize("NFC").trim()) return [];
  const wordCount = text.match(/\p{L}{2,}/gu)?.length ?? 0;
  if (wordCount < doubtfulWordsMin) return [];
  const say = wordCount < copiedWordsMin ? warning : error;
  return [
    say(
      `${path}/en`,
      "Bản tiếng Anh giống hệt bản tiếng Việt. Hãy dịch, hoặc xoá một bản nếu câu hỏi chỉ dùng một thứ tiếng.",
      "The English version is a copy of the Vietnamese one. Translate it, or clear one of them everywhere if the item is in one language only.",
    ),
  ];
}

function wordsOutsideFormulas(text: RichText): string {
  return plainText(
    JSON.parse(JSON.stringify(text, (key, value: unknown) => (key === "latex" ? "" : value))) as RichText,
  );
}
