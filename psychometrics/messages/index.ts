/** What the library says beside its numbers, as codes with values: notes, reasons and refusals. */
export { fillSentence } from "./fill-sentence.js";
export type { MessageValue } from "./fill-sentence.js";
export { message } from "./message.js";
export type { Message, MessageCode, MessageOf, ValuesOf } from "./message.js";
export { Refusal } from "./refusal.js";
export { sentences } from "./sentences/index.js";
export type { MessageValues } from "./values.js";
