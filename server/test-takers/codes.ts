import { randomInt } from "node:crypto";

/** Letters and digits that cannot be taken for each other: no 0 O Q D, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V. */
const alphabet = "ACEFHJKMNPRTWXY3479";

const codeLength = 6;

/** A random login code: six characters, 47 million of them. */
export function randomCode(): string {
  return Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** A code as it is stored, from how it was typed: case, spaces and the hyphen do not count. */
export function normaliseCode(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

/** A code as it stands on the card: "ABC-234". */
export function showCode(code: string): string {
  return `${code.slice(0, 3)}-${code.slice(3)}`;
}
