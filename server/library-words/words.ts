import {
  fillSentence,
  sentences,
  type Message,
  type MessageCode,
} from "../../psychometrics/messages/index.js";
import type { Language } from "../contract/common.js";
import vi from "./i18n/vi.json" with { type: "json" };

/** The library's sentences by code in each language; a code without words does not compile. English is the library's own. */
export const libraryWords: Record<Language, Record<MessageCode, string>> = { vi, en: sentences };

/** What the library says, in a language. */
export function messageIn(language: Language, { code, values }: Message): string {
  return fillSentence<Message>(libraryWords[language][code], values, (part) => messageIn(language, part));
}

/** What the library says, in both languages, as the desk keeps and shows it. */
export function inBothLanguages(message: Message): Record<Language, string> {
  return { vi: messageIn("vi", message), en: messageIn("en", message) };
}
