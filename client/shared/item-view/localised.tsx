import type { ReactNode } from "react";
import type { Language, LocalisedRichText, LocalisedString } from "../../../item-bank/types.js";
import { InlineRichText, plainText, RichTextView, type RichTextContext } from "../rich-text.js";
import { inLanguage } from "../say.js";

/** Text of the bank in the wanted language; marked with its own `lang` where only the other one exists. */
export function LocalisedText({
  text,
  language,
  context,
  isInline = false,
}: {
  text: LocalisedRichText | undefined;
  language: Language;
  context?: RichTextContext;
  isInline?: boolean;
}): ReactNode {
  const found = inLanguage(text, language);
  if (!found) return null;
  const lang = found.language === language ? undefined : found.language;
  return isInline ? (
    <span lang={lang}>
      <InlineRichText text={found.value} {...(context ? { context } : {})} />
    </span>
  ) : (
    <div lang={lang}>
      <RichTextView text={found.value} {...(context ? { context } : {})} />
    </div>
  );
}

/** A short text of the bank, marked with its own `lang` where only the other language exists. */
export function LocalisedWords({ text, language }: { text: LocalisedString; language: Language }): ReactNode {
  const found = inLanguage(text, language);
  return <span lang={found && found.language !== language ? found.language : undefined}>{found?.value}</span>;
}

/** The words of a rich text alone, for names of controls and announcements. */
export const plainTextIn = (text: LocalisedRichText | undefined, language: Language): string =>
  plainText(inLanguage(text, language)?.value ?? []);
