import { createSecretKey, type KeyObject } from "node:crypto";
import jwt from "jsonwebtoken";
import type { Language, Role } from "../contract/common.js";
import type { StaffCaller, TestTakerCaller } from "../caller.js";
import { Problem } from "../problem.js";
import { secret } from "../secret.js";

/** One algorithm, named when signing and when reading, so that a token cannot choose its own. */
const algorithm = "HS256";
const issuer = "khao";

/** Staff refresh theirs before it ends; in seconds. */
export const staffTokenSeconds = 900;

/** A test taker's token lasts the session's day: a school's test may stand over lunch. In seconds. */
const testTakerTokenSeconds = 16 * 3600;

type Audience = "staff" | "testTaker";

/** What a staff token carries. `version` counts changes of password, roles and state: an older token is refused. */
export interface StaffToken extends StaffCaller {
  version: number;
}

/** A short-lived access token for a member of staff. */
export function issueStaffToken(account: StaffToken): string {
  const { accountId, login, roles, language, version } = account;
  const claims = { login, roles, language, version };
  return sign(claims, accountId, "staff", staffTokenSeconds);
}

/**
 * Reads a staff access token.
 *
 * @throws {Problem} `login-expired` once it has ended, `login-needed` when it is not one of ours.
 */
export function readStaffToken(token: string): StaffToken {
  const claims = verify(token, "staff");
  return {
    accountId: claims.sub ?? "",
    login: String(claims.login),
    roles: claims.roles as Role[],
    language: claims.language as Language,
    version: Number(claims.version),
  };
}

/** A token for one test taker at one device. */
export function issueTestTakerToken(testTaker: TestTakerCaller): string {
  const { testTakerId, sittingId, epoch, deviceId } = testTaker;
  return sign({ sittingId, epoch, deviceId }, testTakerId, "testTaker", testTakerTokenSeconds);
}

/**
 * Reads a test taker's token. Whether its epoch is still the sitting's is for the sitting to say.
 *
 * @throws {Problem} `login-expired` once it has ended, `login-needed` when it is not one of ours.
 */
export function readTestTakerToken(token: string): TestTakerCaller {
  const claims = verify(token, "testTaker");
  return {
    testTakerId: claims.sub ?? "",
    sittingId: String(claims.sittingId),
    epoch: Number(claims.epoch),
    deviceId: String(claims.deviceId),
  };
}

/** Which kind a token claims to be; reading it then checks the claim. */
export function audienceOf(token: string): Audience {
  const claims = jwt.decode(token);
  return typeof claims === "object" && claims?.aud === "testTaker" ? "testTaker" : "staff";
}

let key: { text: string; object: KeyObject } | null = null;

/** As a key object: a plain text would first be tried as a public key at every request, which costs more than the rest. */
function signingKey(): KeyObject {
  const text = secret();
  if (key?.text !== text) key = { text, object: createSecretKey(Buffer.from(text)) };
  return key.object;
}

function sign(claims: object, subject: string, audience: Audience, expiresIn: number): string {
  return jwt.sign(claims, signingKey(), { algorithm, issuer, audience, subject, expiresIn });
}

function verify(token: string, audience: Audience): jwt.JwtPayload {
  try {
    const claims = jwt.verify(token, signingKey(), { algorithms: [algorithm], issuer, audience });
    if (typeof claims === "string") throw new Problem("login-needed");
    return claims;
  } catch (error) {
    throw new Problem(error instanceof jwt.TokenExpiredError ? "login-expired" : "login-needed");
  }
}
