import { message, type MessageCode, type MessageOf, type ValuesToGive } from "./message.js";

/**
 * An input that the library does not take, or data that give no answer: what was met and what to do, as a code with values.
 * Its message is the English sentence.
 */
export class Refusal<Code extends MessageCode = MessageCode> extends RangeError {
  readonly reason: MessageOf<Code>;

  constructor(code: Code, ...values: ValuesToGive<Code>) {
    const reason = message(code, ...values);
    super(reason.english);
    this.name = "Refusal";
    this.reason = reason;
  }
}
