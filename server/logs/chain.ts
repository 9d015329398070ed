import { createHash } from "node:crypto";

/**
 * A chain of records in which each carries the SHA-256 hash of itself together with the hash before it. Whoever changes,
 * removes or inserts a record afterwards has to change every hash that follows, and the last one is written down in
 * another place when a sitting is submitted.
 */

/** The hash before the first record. */
export const firstHash = "0".repeat(64);

/** JSON with sorted keys and without undefined members: one text for one value, however it was put together. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.entries(value as Record<string, unknown>)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(",")}}`;
}

/** The hash of a record that follows `previousHash`: 64 hexadecimal digits. */
export function linkHash(previousHash: string, body: unknown): string {
  return createHash("sha256").update(previousHash).update("\n").update(canonical(body)).digest("hex");
}

/** One record of a chain as it is stored. */
export interface Link {
  body: unknown;
  hash: string;
}

/** Whether every hash is what the records before it make it; `brokenAt` is the index of the first that is not. */
export function verifyChain(links: readonly Link[]): { isIntact: boolean; brokenAt: number | null } {
  let previous = firstHash;
  for (const [index, { body, hash }] of links.entries()) {
    if (linkHash(previous, body) !== hash) return { isIntact: false, brokenAt: index };
    previous = hash;
  }
  return { isIntact: true, brokenAt: null };
}
