import { staffOfToken } from "../accounts/accounts.service.js";
import { audienceOf, readTestTakerToken } from "../accounts/tokens.js";
import type { Caller } from "../caller.js";

/**
 * Who a bearer token belongs to; nobody for no token. The audience in the token tells staff and test takers apart.
 *
 * @throws {Problem} `login-expired` for a token that has ended, `login-needed` for one that is not ours.
 */
export async function callerOfToken(token: string | null): Promise<Caller> {
  if (token === null) return { staff: null, testTaker: null };
  if (audienceOf(token) === "testTaker") return { staff: null, testTaker: readTestTakerToken(token) };
  return { staff: await staffOfToken(token), testTaker: null };
}

/** The token of an Authorization header, or null. */
export function bearerToken(header: string | undefined): string | null {
  const match = /^Bearer ([A-Za-z0-9._-]{1,4096})$/.exec(header ?? "");
  return match?.[1] ?? null;
}
