import { rateLimit } from "express-rate-limit";
import { Problem } from "../problem.js";
import type { Call, Route } from "./route.js";

/**
 * The limits of a route, each as a step that lets a call through or throws `too-many-attempts`.
 *
 * Keys are logins and codes, never addresses: a whole school stands behind one address, and a limit by address would
 * lock the room out because of one mistyped code.
 */
export function limiters(route: Route): ((call: Call<unknown, string>) => Promise<void>)[] {
  return route.limits.map((limit) => {
    const calls = new WeakMap<object, Call<unknown, string>>();
    const check = rateLimit({
      windowMs: limit.windowSeconds * 1000,
      limit: limit.attemptsMax,
      skipSuccessfulRequests: limit.countsSuccess !== true,
      standardHeaders: "draft-8",
      legacyHeaders: false,
      identifier: "attempts",
      keyGenerator: (request) => {
        const call = calls.get(request);
        return call ? limit.key(call) : "";
      },
      handler: (_request, response, next) => {
        const seconds = Number(response.getHeader("Retry-After") ?? limit.windowSeconds);
        next(new Problem("too-many-attempts", { seconds }));
      },
    });
    return async (call) => {
      calls.set(call.request, call);
      await new Promise<void>((passed, refused) => {
        void Promise.resolve(
          check(call.request, call.response, (error?: unknown) =>
            error === undefined ? passed() : refused(error as Error),
          ),
        ).catch(refused);
      });
    };
  });
}
