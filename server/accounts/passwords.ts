import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { Problem } from "../problem.js";

/** argon2id with OWASP's first recommended cost: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** No look-alikes, so that a password can be copied from a terminal by hand. */
const alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** The argon2id hash of a password, with its salt and cost in it. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), cost);
}

/**
 * Whether the password is the one of this hash. Without a hash the same work is done for nothing, so that the time of an
 * answer does not tell whether a login exists.
 */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  if (passwordHash !== null) return verify(passwordHash, password.normalize("NFC"));
  await hashPassword(password);
  return false;
}

/** A random password of four groups of four, 93 bits. */
export function randomPassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}

/**
 * Refuses what everyone tries first: one character repeated, a run of digits, a password with the login in it.
 *
 * @throws {Problem} `password-too-easy`.
 */
export function checkPassword(password: string, login: string): void {
  const lower = password.toLowerCase();
  const isMonotonous = new Set(lower).size < 5;
  const isCommon = /^(0123456789|1234567890|password|matkhau|qwertyuiop)/.test(lower);
  if (isMonotonous || isCommon || lower.includes(login)) throw new Problem("password-too-easy");
}
