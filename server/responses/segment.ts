import { createHash } from "node:crypto";
import type { Entry } from "../contract/sitting.js";
import { canonical } from "../logs/chain.js";
import type { EntryFlag, KeptEntry } from "./entries.js";

/** Entries written together: one link of the sitting's chain. */
export interface Segment {
  sittingId: string;
  position: number;
  atMs: number;
  records: SegmentRecord[];
  hash: string;
}

/** An entry; or, as `conflict`, another content for a sequence that is taken: written down, but never in its place. */
export interface SegmentRecord extends Omit<KeptEntry, "value" | "receivedAtMs"> {
  /** The value as JSON text, so that no value can look like anything else to the database. */
  valueJson?: string;
  isConflict?: boolean;
}

/** The entry that a stored record holds. */
export function entryOf(record: SegmentRecord, receivedAtMs: number): KeptEntry {
  const { valueJson, isConflict: _, ...entry } = record;
  return {
    ...entry,
    receivedAtMs,
    ...(valueJson === undefined ? {} : { value: JSON.parse(valueJson) as KeptEntry["value"] }),
  };
}

/** The record under which an arriving entry is stored. */
export function recordOf(entry: Entry, epoch: number, flags: EntryFlag[]): SegmentRecord {
  const { value, itemId, ...rest } = entry;
  return {
    ...rest,
    deviceTime: wellFormed(entry.deviceTime),
    epoch,
    flags,
    ...(itemId === undefined ? {} : { itemId: wellFormed(itemId) }),
    ...(value === undefined ? {} : { valueJson: JSON.stringify(value) }),
  };
}

/** Half a surrogate pair cannot be written as UTF-8; it becomes the replacement character before it is hashed. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

/** Enough of a SHA-256 that two contents of one sequence are told apart. */
export function digestOf(entry: Entry): string {
  const { kind, elapsedMs, deviceTime, itemId, value } = entry;
  const text = canonical({
    kind,
    elapsedMs,
    deviceTime: wellFormed(deviceTime),
    itemId: itemId === undefined ? undefined : wellFormed(itemId),
    value,
  });
  return createHash("sha256").update(text).digest("base64").slice(0, 16);
}
