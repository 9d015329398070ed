/** What can stand in a place of a sentence: a text or number, a list of them, another message or several. */
export type MessageValue<Message extends object> =
  string | number | Message | readonly (string | number)[] | readonly Message[];

/**
 * A sentence with its {places} filled: lists separated by commas, messages by semicolons.
 *
 * @param inWords says a message that stands in a place, in the sentence's language.
 */
export function fillSentence<Message extends object>(
  sentence: string,
  values: Readonly<Record<string, MessageValue<Message>>>,
  inWords: (message: Message) => string,
): string {
  const say = (value: MessageValue<Message>): string => {
    if (typeof value === "string" || typeof value === "number") return String(value);
    if (!isList(value)) return inWords(value);
    return value.map(say).join(value.some((one) => typeof one === "object") ? "; " : ", ");
  };
  return sentence.replace(/\{(\w+)\}/gu, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : say(value);
  });
}

function isList<Message extends object>(value: object): value is readonly (string | number | Message)[] {
  return Array.isArray(value);
}
