/** How typed text is compared with the variants that the key accepts. */
export interface TextComparison {
  /** Whether capitals count. */
  caseSensitive: boolean;
  /** Whether letters without their marks are taken: "nuoc" for "nước". */
  ignoreMarks: boolean;
}

/**
 * What of a typed text counts in a comparison: composed and decomposed letters are the same (NFC), outer spaces fall
 * away, runs of spaces are one, curly quotes are straight, capitals count only if asked. The two places of a
 * Vietnamese tone mark ("hoà" and "hòa") are the same word. With `ignoreMarks` no mark counts and đ is d.
 *
 * @example
 * comparable("  Hoà   bình ", { caseSensitive: false, ignoreMarks: true }); // "hoa binh"
 */
export function comparable(typed: string, { caseSensitive, ignoreMarks }: TextComparison): string {
  const spaced = typed
    .normalize("NFC")
    .replace(/[\u2018\u2019\u02BC]/gu, "'")
    .replace(/[\u201C\u201D]/gu, '"')
    .replace(/\s+/gu, " ")
    .trim();
  const cased = caseSensitive ? spaced : spaced.toLowerCase();
  if (ignoreMarks) {
    return cased.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gu, "d").replace(/Đ/gu, "D");
  }
  return cased.split(" ").map(toneLast).join(" ");
}

/** Moves the tone marks of a word to its end: a Vietnamese word is one syllable and has one tone, wherever it is set. */
function toneLast(word: string): string {
  const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu;
  const letters = word.normalize("NFD");
  return letters.replace(tones, "") + (letters.match(tones) ?? []).join("");
}

/** Whether the text is one of the accepted variants. */
export function matchesText(typed: string, accepted: readonly string[], comparison: TextComparison): boolean {
  const given = comparable(typed, comparison);
  return accepted.some((variant) => comparable(variant, comparison) === given);
}
