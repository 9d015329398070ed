import { useTranslation } from "react-i18next";
import { currentLanguage, format, inLanguage } from "./i18n.js";
import type { Language, Localised } from "../../../item-bank/types.js";

/** The interface language with what follows from it; components that use it are drawn again when it changes. */
export function useLanguage() {
  const { t, i18n } = useTranslation();
  const language: Language = currentLanguage();
  return {
    t,
    language,
    format,
    /** A localised value as text to show: the interface language, else the other, else an en dash. */
    local: (value: Localised<string> | null | undefined) => inLanguage(value, language) ?? "–",
    change: (next: Language) => void i18n.changeLanguage(next),
  };
}
