import { createHash } from "node:crypto";
import { isEmptyResponse } from "../../item-bank/interactions/empty.js";
import type { Entry } from "../contract/sitting.js";
import { canonical, firstHash, linkHash } from "../logs/chain.js";
import { byOrder, countsAsResponse, isLate, responseOf, type EntryFlag, type KeptEntry } from "./entries.js";

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

interface EpochLedger {
  /** A digest of each entry by sequence. */
  digests: Map<number, string>;
  /** Everything up to this sequence is kept; -1 for none. */
  savedThrough: number;
  /** The device's clock: the last reading, and the earliest server time at which that clock can have stood at 0. */
  elapsedMs: number;
  clockZeroMs: number | null;
}

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
  const clocks = new Map<number, Pick<EpochLedger, "elapsedMs" | "clockZeroMs">>();
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

/** The entry that a stored record holds. */
export function entryOf(record: SegmentRecord, receivedAtMs: number): KeptEntry {
  const { valueJson, isConflict: _, ...entry } = record;
  return {
    ...entry,
    receivedAtMs,
    ...(valueJson === undefined ? {} : { value: JSON.parse(valueJson) as KeptEntry["value"] }),
  };
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

function recordOf(entry: Entry, epoch: number, flags: EntryFlag[]): SegmentRecord {
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
function digestOf(entry: Entry): string {
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

function deviceClock(epoch: EpochLedger | undefined): Pick<EpochLedger, "elapsedMs" | "clockZeroMs"> {
  return { elapsedMs: epoch?.elapsedMs ?? 0, clockZeroMs: epoch?.clockZeroMs ?? null };
}

/** Read the device's clock forward. A lower reading means that the player was loaded anew and its clock began at 0. */
function readClock(
  clock: Pick<EpochLedger, "elapsedMs" | "clockZeroMs">,
  elapsedMs: number,
  onTimeAtMs: number | null,
): void {
  if (elapsedMs < clock.elapsedMs) clock.clockZeroMs = null;
  clock.elapsedMs = elapsedMs;
  if (onTimeAtMs === null) return;
  const zeroMs = onTimeAtMs - elapsedMs;
  clock.clockZeroMs = clock.clockZeroMs === null ? zeroMs : Math.min(clock.clockZeroMs, zeroMs);
}

const isOnTime = (flags: readonly EntryFlag[]): boolean =>
  !flags.some((flag) => flag === "delayed" || flag === "afterBlock" || flag === "afterEnd");

/**
 * The flags of an arriving entry. Late is what arrives more than `graceMs` after its block or sitting was closed. It
 * still counts, as `delayed`, when the device's monotonic clock shows that it was made before: that clock's zero is
 * known from the entries that arrived on time, and each of those can only put the zero too late, so no
 * network delay makes a late entry look earlier than it was.
 */
function flagsOf(
  entry: Entry,
  epoch: number,
  clock: Pick<EpochLedger, "elapsedMs" | "clockZeroMs">,
  arrival: Arrival,
): EntryFlag[] {
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
