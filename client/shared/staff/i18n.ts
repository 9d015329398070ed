import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language, Localised } from "../../../item-bank/types.js";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";

const storageKey = "khao.language";

function startLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (chosen === "vi" || chosen === "en") return chosen;
  return navigator.language.startsWith("en") ? "en" : "vi";
}

/** Words of one app, in both languages with the same keys. */
export type Words = Record<Language, Record<string, unknown>>;

/** Prepare the words: the staff's common ones in namespace `staff`, and the app's own as the default. */
export function prepareWords(app: string, words: Words): void {
  void i18next.use(initReactI18next).init({
    lng: startLanguage(),
    fallbackLng: "vi",
    ns: ["staff", app],
    defaultNS: app,
    fallbackNS: "staff",
    initAsync: false,
    resources: {
      vi: { staff: vi, [app]: words.vi },
      en: { staff: en, [app]: words.en },
    },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = currentLanguage();
  i18next.on("languageChanged", (language) => {
    localStorage.setItem(storageKey, language);
    document.documentElement.lang = language;
  });
}

export const currentLanguage = (): Language => (i18next.language === "en" ? "en" : "vi");

/** A sentence outside of components; components take `useTranslation()`. */
export const say = (key: string, values: Record<string, unknown> = {}): string => i18next.t(key, values);

/** The value in the wanted language, or in the other where it is missing there. */
export function inLanguage<T>(value: Localised<T> | null | undefined, language: Language): T | undefined {
  return value?.[language] ?? value?.vi ?? value?.en;
}

/** What rounds to zero is written without a sign: "-0.00" in a table would look like a value below zero. */
const signDisplay = "negative";

/** Number, date and time as the language writes them; "–" where there is nothing. */
export const format = {
  number: (value: number | null | undefined, decimals = 2) =>
    value === null || value === undefined || !Number.isFinite(value)
      ? "–"
      : new Intl.NumberFormat(currentLanguage(), {
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
          signDisplay,
        }).format(value),
  /** A p-value is never written as zero. */
  p: (value: number | null | undefined): string =>
    typeof value === "number" && value < 0.0005
      ? `<\u00a0${format.number(0.001, 3)}`
      : format.number(value, 3),
  count: (value: number) => new Intl.NumberFormat(currentLanguage(), { signDisplay }).format(value),
  percent: (value: number | null | undefined, decimals = 0) =>
    value === null || value === undefined
      ? "–"
      : new Intl.NumberFormat(currentLanguage(), {
          style: "percent",
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
          signDisplay,
        }).format(value),
  time: (at: Date) =>
    new Intl.DateTimeFormat(currentLanguage() === "vi" ? "vi-VN" : "en-GB", { timeStyle: "short" }).format(
      at,
    ),
  date: (at: Date) =>
    new Intl.DateTimeFormat(currentLanguage() === "vi" ? "vi-VN" : "en-GB", { dateStyle: "short" }).format(
      at,
    ),
  dateTime: (iso: string | null) =>
    iso === null
      ? "–"
      : new Intl.DateTimeFormat(currentLanguage() === "vi" ? "vi-VN" : "en-GB", {
          dateStyle: "short",
          timeStyle: "short",
        }).format(new Date(iso)),
};
