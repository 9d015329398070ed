import type { Logger } from "pino";
import type { Language } from "../contract/common.js";
import { asProblem } from "../http/errors.js";
import { Problem } from "../problem.js";

type Acknowledge = (answer: object) => void;

/** Do the work and acknowledge it, or acknowledge the problem it met: the socket's half of `http/errors.ts`. */
export async function answer(
  acknowledge: Acknowledge | null,
  language: Language,
  log: Logger,
  work: () => Promise<object | void>,
): Promise<void> {
  try {
    const result = await work();
    acknowledge?.({ ...result, ok: true });
  } catch (error) {
    let problem = asProblem(error);
    if (!problem) {
      log.error({ err: error }, "unexpected error in a socket event");
      problem = new Problem("internal-error", { requestId: "socket" });
    }
    acknowledge?.({ ok: false, ...problem.body(language) });
  }
}
