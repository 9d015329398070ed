import { Problem } from "../problem.js";
import type { Allow, Caller } from "../caller.js";

/**
 * Lets the caller through or refuses.
 *
 * @throws {Problem} `login-needed` where nobody is logged in, `not-allowed` where the one who is may not.
 */
export function requireAllowed(allow: Allow, caller: Caller): void {
  if (allow === "everyone") return;
  if (!caller.staff && !caller.testTaker) throw new Problem("login-needed");
  if (allow === "testTaker") {
    if (!caller.testTaker) throw new Problem("not-allowed");
    return;
  }
  if (!caller.staff) throw new Problem("not-allowed");
  if (allow !== "staff" && !caller.staff.roles.some((role) => allow.includes(role))) {
    throw new Problem("not-allowed");
  }
}
