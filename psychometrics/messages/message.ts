import { fillSentence } from "./fill-sentence.js";
import { sentences } from "./sentences/index.js";
import type { MessageValues } from "./values.js";

/** What the library can say, each by a name of its own: the names of `sentences/`. */
export type MessageCode = keyof typeof sentences;

/** The names in a sentence's {places}, those of {count|item|items} included. */
type PlacesOf<Text extends string> = Text extends `${string}{${infer Place}}${infer Rest}`
  ? (Place extends `${infer Name}|${string}` ? Name : Place) | PlacesOf<Rest>
  : never;

type PlacesOfCode<Code extends MessageCode> = PlacesOf<(typeof sentences)[Code]>;

/** The values of a code: one for each place of its sentence; `values.ts` says what each is. */
export type ValuesOf<Code extends MessageCode> = {
  readonly [Place in PlacesOfCode<Code>]: Place extends keyof MessageValues<Message>
    ? MessageValues<Message>[Place]
    : never;
};

/** A message of one code. */
export interface MessageOf<Code extends MessageCode> {
  readonly code: Code;
  readonly values: ValuesOf<Code>;
  /** The sentence, or the part of one, in English. */
  readonly english: string;
}

/**
 * Something to be said to a reader: a note on a result, why a number cannot be had, why an input is refused. Plain values,
 * so that it can be kept as JSON and sent to another thread; whoever speaks another language makes words of code and values.
 */
export type Message = { [Code in MessageCode]: MessageOf<Code> }[MessageCode];

/** The values that a code asks for, as arguments: none where its sentence has no places. */
export type ValuesToGive<Code extends MessageCode> = [PlacesOfCode<Code>] extends [never]
  ? []
  : [values: ValuesOf<Code>];

/** A message of a code, with the English made from it. */
export function message<Code extends MessageCode>(
  code: Code,
  ...[values]: ValuesToGive<Code>
): MessageOf<Code> {
  const given = values ?? {};
  const english = fillSentence<Message>(sentences[code], given, (part) => part.english);
  return { code, values: given as ValuesOf<Code>, english };
}
