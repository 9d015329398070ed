/** What may stand right after a place, in s or before such a word, without counting what the place holds. */
const notCounting = new Set(
  (
    "is was has does as its this less names takes needs says ends occurs cuts wants belongs means gives leaves holds compares " +
    "of in to from and or with are for at on by that than take"
  ).split(" "),
);

/**
 * The plurals of an English sentence that come right after a {place}, with or without an adjective: what reads "1 items"
 * where the number is 1. A place that chooses its word, as {count|item|items}, is none.
 *
 * @param isNumber whether a place of this name can hold a number.
 */
export function pluralsAfterNumbers(sentence: string, isNumber = (_place: string) => true): string[] {
  return [...sentence.matchAll(/\{(\w+)\} (?:([a-z-]+) )?([a-z-]*[^su\s]s|people)\b/gu)].flatMap(
    ([found, place = "", adjective = "", plural = ""]) =>
      isNumber(place) && !notCounting.has(adjective) && !notCounting.has(plural) ? [found] : [],
  );
}
