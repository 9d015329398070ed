import type { Language, Localised } from "../../item-bank/types.js";

/** Values put into a sentence at `{name}`. `count` also chooses between `key_one` and `key_other`. */
export type Values = Record<string, string | number>;
export type Say<Key extends string> = (key: Key, values?: Values) => string;

type WithoutPlural<Key extends string> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;

const pluralRules = { vi: new Intl.PluralRules("vi"), en: new Intl.PluralRules("en") };
const numbers = { vi: new Intl.NumberFormat("vi"), en: new Intl.NumberFormat("en") };

/**
 * The sentences of a part of the program, as functions by language. Keys are checked by the compiler.
 * The player takes this instead of i18next, because every kilobyte of it counts (docs/decisions/player-words.md).
 *
 * @param words the same keys in both languages; `{name}` is filled from the values, numbers as the language writes them.
 */
export function makeSay<Words extends Record<string, string>>(
  words: Record<Language, Words>,
): Record<Language, Say<WithoutPlural<keyof Words & string>>> {
  const inLanguage =
    (language: Language): Say<string> =>
    (key, values = {}) => {
      const all: Record<string, string | undefined> = words[language];
      const { count } = values;
      const plural =
        typeof count === "number" ? all[`${key}_${pluralRules[language].select(count)}`] : undefined;
      const sentence = plural ?? all[key] ?? all[`${key}_other`] ?? key;
      return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name];
        return value === undefined
          ? whole
          : typeof value === "number"
            ? numbers[language].format(value)
            : value;
      });
    };
  return { vi: inLanguage("vi"), en: inLanguage("en") };
}

/** What there is in the wanted language, else in the other, with the language it really is in (for `lang`). */
export function inLanguage<T>(
  value: Localised<T> | undefined,
  language: Language,
): { value: T; language: Language } | null {
  const other = language === "vi" ? "en" : "vi";
  for (const each of [language, other] as const) {
    const found = value?.[each];
    if (found !== undefined) return { value: found, language: each };
  }
  return null;
}

/** The text in the wanted language, else in the other, else empty. */
export const textIn = (value: Localised<string> | undefined, language: Language): string =>
  inLanguage(value, language)?.value ?? "";
