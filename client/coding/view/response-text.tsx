import { useLanguage } from "../../shared/staff/use-language.js";

/** A test taker's words exactly as typed, lines and spaces kept; an empty one is said to be empty. */
export function ResponseText({ text }: { text: string }) {
  const { t } = useLanguage();
  if (text.trim() === "") return <p className="quiet">{t("coding.empty")}</p>;
  return <blockquote className="response-text">{text}</blockquote>;
}
