import type { Language } from "../../item-bank/types.js";
import { fillSentence, type Message } from "../../psychometrics/messages/index.js";
import { messageIn } from "../library-words/words.js";
import en from "./i18n/en.json" with { type: "json" };
import vi from "./i18n/vi.json" with { type: "json" };

/** A sentence of the terminal: what the command line and the simulation say. */
export type WordKey = keyof typeof en;

/** A sentence with what stands in its {places}; a sentence may stand in another one. */
export interface Sentence {
  key: WordKey;
  values?: Values;
}
export type Values = Readonly<Record<string, string | number | Words>>;

/** What can be said: a sentence of the terminal, or what the library says. */
export type Words = Sentence | Message;

const words: Record<Language, Record<WordKey, string>> = { vi, en };

/** A sentence in a language; a place without a value stays as it is, which a test would show. */
export function sayIn(language: Language, key: WordKey, values: Values = {}): string {
  return fillSentence<Words>(words[language][key], values, (part) => wordsIn(language, part));
}

/** A sentence of the terminal or of the library in a language. */
export function wordsIn(language: Language, words: Words): string {
  return "code" in words ? messageIn(language, words) : sayIn(language, words.key, words.values);
}

/** Why the library refuses something; a reason without a code is English, and said to be. */
export function becauseOf(reason: Message | string): Words {
  return typeof reason === "string" ? { key: "inEnglish", values: { text: reason } } : reason;
}

/**
 * The language of a terminal: that of the first of LC_ALL, LC_MESSAGES and LANG that is set, as POSIX has it; Vietnamese
 * where it begins with "vi", English otherwise.
 */
export function terminalLanguage(environment: Record<string, string | undefined>): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = LC_ALL || LC_MESSAGES || LANG || "";
  return /^vi(?![a-z])/iu.test(locale) ? "vi" : "en";
}

let spoken: Language = "en";

/** From now on this process speaks `language` on its terminal. */
export function speak(language: Language): void {
  spoken = language;
}

/** The language that this process speaks. */
export function spokenLanguage(): Language {
  return spoken;
}

/** A sentence in the language that this process speaks. */
export function say(key: WordKey, values?: Values): string {
  return sayIn(spoken, key, values);
}

/** An error that people meet and can mend; its message is English, and the terminal says it in its own language. */
export class SpokenError extends Error {
  readonly sentence: Sentence;

  constructor(key: WordKey, values?: Values) {
    super(sayIn("en", key, values));
    this.name = new.target.name;
    this.sentence = { key, values };
  }

  say(language: Language): string {
    return sayIn(language, this.sentence.key, this.sentence.values);
  }
}
