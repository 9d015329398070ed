import type { Message } from "../../psychometrics/messages/index.js";
import type { Language } from "../contract/common.js";
import { inBothLanguages } from "./words.js";

/** Why the library refused something, in both languages; English words without a code stay as they are. */
export function reasonInWords(reason: Message | string): Record<Language, string> {
  return typeof reason === "string" ? { vi: reason, en: reason } : inBothLanguages(reason);
}
