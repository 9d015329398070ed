import type { Entry } from "../contract/sitting.js";
import type { EntryFlag } from "./entries.js";

/** What the sitting and its package say of an arriving entry. */
export interface Arrival {
  nowMs: number;
  /** The device that holds the sitting. */
  currentEpoch: number;
  /** When the sitting was submitted or ended, or null. */
  endedAtMs: number | null;
  /** The state of the block an item stands in; null for an item that is not in the booklet. */
  blockOf: (itemId: string) => { hasStarted: boolean; closedAtMs: number | null } | null;
  fits: (itemId: string, entry: Entry) => boolean;
}

/** So long after a block closed its entries are still on time: they were on their way. */
export const graceMs = 10_000;

/** A device's clock: the last reading, and the earliest server time at which that clock can have stood at 0. */
export interface DeviceClock {
  elapsedMs: number;
  clockZeroMs: number | null;
}

/** A clock to read forward, from what is known of it so far. */
export function deviceClock(epoch: DeviceClock | undefined): DeviceClock {
  return { elapsedMs: epoch?.elapsedMs ?? 0, clockZeroMs: epoch?.clockZeroMs ?? null };
}

/** Read the device's clock forward. A lower reading means that the player was loaded anew and its clock began at 0. */
export function readClock(clock: DeviceClock, elapsedMs: number, onTimeAtMs: number | null): void {
  if (elapsedMs < clock.elapsedMs) clock.clockZeroMs = null;
  clock.elapsedMs = elapsedMs;
  if (onTimeAtMs === null) return;
  const zeroMs = onTimeAtMs - elapsedMs;
  clock.clockZeroMs = clock.clockZeroMs === null ? zeroMs : Math.min(clock.clockZeroMs, zeroMs);
}

/** Whether an entry came before its block and its sitting were closed. */
export const isOnTime = (flags: readonly EntryFlag[]): boolean =>
  !flags.some((flag) => flag === "delayed" || flag === "afterBlock" || flag === "afterEnd");

/**
 * The flags of an arriving entry. Late is what arrives more than `graceMs` after its block or sitting was closed. It
 * still counts, as `delayed`, when the device's monotonic clock shows that it was made before: that clock's zero is
 * known from the entries that arrived on time, and each of those can only put the zero too late, so no
 * network delay makes a late entry look earlier than it was.
 */
export function flagsOf(entry: Entry, epoch: number, clock: DeviceClock, arrival: Arrival): EntryFlag[] {
  const flags: EntryFlag[] = [];
  if (epoch < arrival.currentEpoch) flags.push("moved");
  const block = entry.itemId === undefined ? undefined : arrival.blockOf(entry.itemId);
  if (block === null) flags.push("unknownItem");
  else if (block && !block.hasStarted) flags.push("notOpen");
  if (block && entry.kind === "response" && !arrival.fits(entry.itemId ?? "", entry)) flags.push("unfit");

  const isAfter = (closedAtMs: number | null | undefined, atMs: number): boolean =>
    typeof closedAtMs === "number" && atMs > closedAtMs + graceMs;
  const arrivedLate = isAfter(block?.closedAtMs, arrival.nowMs) || isAfter(arrival.endedAtMs, arrival.nowMs);
  readClock(clock, entry.elapsedMs, arrivedLate ? null : arrival.nowMs);
  if (arrivedLate) {
    const madeAtMs = clock.clockZeroMs === null ? arrival.nowMs : clock.clockZeroMs + entry.elapsedMs;
    if (isAfter(arrival.endedAtMs, madeAtMs)) flags.push("afterEnd");
    else if (isAfter(block?.closedAtMs, madeAtMs)) flags.push("afterBlock");
    else flags.push("delayed");
  }
  return flags;
}
