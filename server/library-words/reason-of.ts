import { Refusal, type Message } from "../../psychometrics/messages/index.js";

/** Why the library refused something: a message, or the English words of a refusal that has none. */
export function reasonOf(error: RangeError): Message | string {
  return error instanceof Refusal ? error.reason : error.message;
}
