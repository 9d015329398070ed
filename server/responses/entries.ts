import type { ResponseValue } from "../../item-bank/types.js";
import type { Entry } from "../contract/sitting.js";

/**
 * Why an entry is not quite like the others. Every entry that can be read is kept; a flag says what was unusual, and
 * `countsAsResponse` says which flags keep it from being the response.
 */
export type EntryFlag =
  /** From a device that no longer held the sitting when it arrived; it stands in the order of its epoch. */
  | "moved"
  /** Arrived after its block or the sitting was closed, but the device's own clock shows it was made before. */
  | "delayed"
  /** Arrived after its block was closed, and nothing shows that it was made before. */
  | "afterBlock"
  /** Arrived after the sitting was submitted or ended, and nothing shows that it was made before. */
  | "afterEnd"
  /** For an item of a block that had not begun. */
  | "notOpen"
  /** A value that the item's interaction cannot give. */
  | "unfit"
  /** For an item that is not in this test taker's booklet. */
  | "unknownItem";

/** An entry as it is kept. */
export interface KeptEntry extends Entry {
  epoch: number;
  /** When the server took it, in milliseconds since 1970. */
  receivedAtMs: number;
  flags: EntryFlag[];
}

const discounting: readonly EntryFlag[] = ["afterBlock", "afterEnd", "notOpen", "unfit", "unknownItem"];

/** Whether the entry is a response that may stand as the item's response. */
export function countsAsResponse(entry: Pick<KeptEntry, "kind" | "flags" | "itemId">): boolean {
  return (
    entry.kind === "response" &&
    entry.itemId !== undefined &&
    !entry.flags.some((flag) => discounting.includes(flag))
  );
}

/** Whether a proctor should know that something came in too late to count. */
export function isLate(entry: Pick<KeptEntry, "flags">): boolean {
  return entry.flags.includes("afterBlock") || entry.flags.includes("afterEnd");
}

/** Earlier entries first: by epoch, then by the device's sequence, never by a clock. */
export function byOrder(
  a: { epoch: number; sequence: number },
  b: { epoch: number; sequence: number },
): number {
  return a.epoch - b.epoch || a.sequence - b.sequence;
}

/** The value of a `response` entry; nothing given where it carries none. */
export function responseOf(entry: Pick<Entry, "value">): ResponseValue {
  return entry.value === undefined || typeof entry.value === "boolean" ? null : entry.value;
}
