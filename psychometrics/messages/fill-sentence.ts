/** What can stand in a place of a sentence: a text or number, a list of them, another message or several. */
export type MessageValue<Message extends object> =
  string | number | Message | readonly (string | number)[] | readonly Message[];

/**
 * A sentence with its {places} filled: lists separated by commas, messages by semicolons. A place with two words, as
 * {count|item|items}, has the first where the value is 1 and the second otherwise, for languages that tell one from many;
 * the number itself stands in a place of its own. A place without a value stays as it is.
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
  return sentence.replace(placeOfSentence, (place, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return place;
    if (one === undefined || many === undefined) return say(value);
    return value === 1 || value === "1" ? one : many;
  });
}

const placeOfSentence = /\{(\w+)(?:\|([^{}|]+)\|([^{}|]+))?\}/gu;

function isList<Message extends object>(value: object): value is readonly (string | number | Message)[] {
  return Array.isArray(value);
}
