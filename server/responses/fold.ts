import type { ResponseValue } from "../../item-bank/types.js";
import { byOrder, countsAsResponse, responseOf, type KeptEntry } from "./entries.js";

/** What a sitting's entries say of one item. */
export interface FinalResponse {
  /** The last response that counts; null where nothing was given, or it was taken back. */
  value: ResponseValue;
  /** When the server took the first response, as ISO time; null without one. */
  firstAt: string | null;
  /** From the first visit to the first response by the device's clock, in milliseconds; null without one. */
  firstActionMs: number | null;
  /** How often the item was gone to. */
  visits: number;
  /** How long the item was on the screen and in use, in milliseconds. */
  ms: number;
  /** How many responses were given, changes included. */
  changes: number;
  isMarked: boolean;
}

/** The state of a sitting as its entries leave it. */
export interface Folded {
  items: Record<string, FinalResponse>;
  /** The item last visited, or null. */
  position: string | null;
}

/**
 * Fold the entries of a sitting into the response of each item: by epoch, then by sequence, the last one that counts
 * stands. Which of two devices sent first makes no difference, nor does the order in which the entries arrived.
 *
 * Time on an item runs from its `visit` to the next `visit` or `leave`. A reload starts the device's clock anew
 * (`elapsedMs` falls), so the visit under way then ends at the last entry before it.
 */
export function fold(entries: readonly KeptEntry[]): Folded {
  const ordered = [...entries].sort(byOrder);
  const items: Record<string, FinalResponse> = {};
  const visited = new Map<string, { epoch: number; elapsedMs: number }>();
  const of = (itemId: string): FinalResponse => (items[itemId] ??= nothing());
  let position: string | null = null;
  let visit: { itemId: string; sinceMs: number } | null = null;
  let before: KeptEntry | null = null;

  for (const entry of ordered) {
    const isNewClock =
      before !== null && (before.epoch !== entry.epoch || before.elapsedMs > entry.elapsedMs);
    const untilMs = isNewClock && before ? before.elapsedMs : entry.elapsedMs;
    if (visit && (isNewClock || entry.kind === "visit" || entry.kind === "leave")) {
      of(visit.itemId).ms += Math.max(0, untilMs - visit.sinceMs);
      visit = null;
    }
    before = entry;
    const { itemId } = entry;
    if (itemId === undefined || entry.flags.includes("unknownItem")) continue;
    if (entry.kind === "visit") {
      of(itemId).visits += 1;
      position = itemId;
      visit = { itemId, sinceMs: entry.elapsedMs };
      if (!visited.has(itemId)) visited.set(itemId, entry);
    } else if (entry.kind === "mark") {
      of(itemId).isMarked = entry.value === true;
    } else if (countsAsResponse(entry)) {
      takeResponse(of(itemId), entry, visited.get(itemId));
    }
  }
  if (visit && before) of(visit.itemId).ms += Math.max(0, before.elapsedMs - visit.sinceMs);
  return { items, position };
}

function takeResponse(
  item: FinalResponse,
  entry: KeptEntry,
  firstVisit: { epoch: number; elapsedMs: number } | undefined,
): void {
  item.value = responseOf(entry);
  item.changes += 1;
  if (item.firstAt !== null) return;
  item.firstAt = new Date(entry.receivedAtMs).toISOString();
  if (firstVisit?.epoch === entry.epoch && entry.elapsedMs >= firstVisit.elapsedMs) {
    item.firstActionMs = entry.elapsedMs - firstVisit.elapsedMs;
  }
}

function nothing(): FinalResponse {
  return {
    value: null,
    firstAt: null,
    firstActionMs: null,
    visits: 0,
    ms: 0,
    changes: 0,
    isMarked: false,
  };
}
