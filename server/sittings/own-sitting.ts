import type { TestTakerCaller } from "../caller.js";
import { Problem } from "../problem.js";

/** @throws {Problem} `not-your-sitting` where a test taker asks for another one's sitting. */
export function requireOwnSitting(caller: TestTakerCaller, sittingId: string): void {
  if (caller.sittingId !== sittingId) throw new Problem("not-your-sitting");
}
