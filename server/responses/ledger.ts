import { isEmptyResponse } from "../../item-bank/interactions/empty.js";
import type { Entry } from "../contract/sitting.js";
import { firstHash, linkHash } from "../logs/chain.js";
import { deviceClock, flagsOf, isOnTime, readClock, type Arrival, type DeviceClock } from "./arrival.js";
import { byOrder, countsAsResponse, isLate, responseOf, type KeptEntry } from "./entries.js";
import { digestOf, entryOf, recordOf, type Segment, type SegmentRecord } from "./segment.js";

/**
 * What the server has to know of a sitting's entries to take the next ones: which are kept, where the chain ends, and
 * what the room shows. It is made from the stored segments and brought forward with each new one.
 */
export interface Ledger {
  sittingId: string;
  /** The position of the next segment, from 0. */
  position: number;
  hash: string;
  epochs: Map<number, EpochLedger>;
  /** Conflicts that are written down already, so that sending again does not write them again. */
  conflicts: Set<string>;
  /** By item, the place of the newest response that counts and whether something is given. */
  newest: Map<string, { epoch: number; sequence: number; isAnswered: boolean }>;
  lastVisit: { epoch: number; sequence: number; itemId: string } | null;
  lastSavedAtMs: number | null;
  /** Entries that came too late to count. */
  lateCount: number;
}

interface EpochLedger extends DeviceClock {
  /** A digest of each entry by sequence. */
  digests: Map<number, string>;
  /** Everything up to this sequence is kept; -1 for none. */
  savedThrough: number;
}

/** A sitting without entries. */
export function newLedger(sittingId: string): Ledger {
  return {
    sittingId,
    position: 0,
    hash: firstHash,
    epochs: new Map(),
    conflicts: new Set(),
    newest: new Map(),
    lastVisit: null,
    lastSavedAtMs: null,
    lateCount: 0,
  };
}

/** Everything of the epoch up to this sequence is kept; -1 for none. */
export function savedThrough(ledger: Ledger, epoch: number): number {
  return ledger.epochs.get(epoch)?.savedThrough ?? -1;
}

/** How many items have a response that counts and is not empty. */
export function answeredItems(ledger: Ledger): string[] {
  return [...ledger.newest].filter(([, { isAnswered }]) => isAnswered).map(([itemId]) => itemId);
}

/** Whether an entry with this sequence is kept. */
export function holds(ledger: Ledger, epoch: number, sequence: number): boolean {
  return ledger.epochs.get(epoch)?.digests.has(sequence) ?? false;
}

/**
 * The segment that these batches add, or null where all of it is kept already. The ledger is not changed: that is for
 * `take`, once the segment is on the disk.
 */
export function plan(
  ledger: Ledger,
  batches: readonly { epoch: number; entries: readonly Entry[] }[],
  arrival: Arrival,
): Segment | null {
  const records: SegmentRecord[] = [];
  const planned = new Map<string, string>();
  const conflicts = new Set<string>();
  const clocks = new Map<number, DeviceClock>();
  for (const { epoch, entries } of batches) {
    const known = ledger.epochs.get(epoch);
    const clock = clocks.get(epoch) ?? deviceClock(known);
    clocks.set(epoch, clock);
    for (const entry of entries) {
      const key = `${epoch}:${entry.sequence}`;
      const digest = digestOf(entry);
      const kept = known?.digests.get(entry.sequence) ?? planned.get(key);
      if (kept === digest) continue;
      if (kept !== undefined) {
        const conflict = `${key}:${digest}`;
        if (ledger.conflicts.has(conflict) || conflicts.has(conflict)) continue;
        conflicts.add(conflict);
        records.push({ ...recordOf(entry, epoch, []), isConflict: true });
        continue;
      }
      planned.set(key, digest);
      records.push(recordOf(entry, epoch, flagsOf(entry, epoch, clock, arrival)));
    }
  }
  if (records.length === 0) return null;
  const body = { sittingId: ledger.sittingId, position: ledger.position, atMs: arrival.nowMs, records };
  return { ...body, hash: linkHash(ledger.hash, body) };
}

/** Bring the ledger forward by a segment that is stored. */
export function take(ledger: Ledger, segment: Segment): void {
  for (const record of segment.records) {
    const entry = entryOf(record, segment.atMs);
    const key = `${entry.epoch}:${entry.sequence}:${digestOf(entry)}`;
    if (record.isConflict) {
      ledger.conflicts.add(key);
      continue;
    }
    let epoch = ledger.epochs.get(entry.epoch);
    if (!epoch) {
      epoch = { digests: new Map(), savedThrough: -1, elapsedMs: 0, clockZeroMs: null };
      ledger.epochs.set(entry.epoch, epoch);
    }
    epoch.digests.set(entry.sequence, digestOf(entry));
    while (epoch.digests.has(epoch.savedThrough + 1)) epoch.savedThrough += 1;
    readClock(epoch, entry.elapsedMs, isOnTime(entry.flags) ? segment.atMs : null);
    takeSummary(ledger, entry);
  }
  ledger.position = segment.position + 1;
  ledger.hash = segment.hash;
  ledger.lastSavedAtMs = segment.atMs;
}

function takeSummary(ledger: Ledger, entry: KeptEntry): void {
  if (isLate(entry)) ledger.lateCount += 1;
  const { itemId, epoch, sequence } = entry;
  if (itemId === undefined) return;
  if (entry.kind === "visit" && (!ledger.lastVisit || byOrder(ledger.lastVisit, entry) < 0)) {
    ledger.lastVisit = { epoch, sequence, itemId };
  }
  const newest = ledger.newest.get(itemId);
  if (countsAsResponse(entry) && (!newest || byOrder(newest, entry) < 0)) {
    ledger.newest.set(itemId, { epoch, sequence, isAnswered: !isEmptyResponse(responseOf(entry)) });
  }
}
