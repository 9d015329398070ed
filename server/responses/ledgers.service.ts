import { firstHash, verifyChain } from "../logs/chain.js";
import { byOrder, type KeptEntry } from "./entries.js";
import { newLedger, take, type Ledger } from "./ledger.js";
import { entryOf, type Segment } from "./segment.js";
import { SegmentModel } from "./segments.model.js";

/** The stored entries of sittings: reading them, adding to them, and the ledgers of the sittings that are being worked on. */

/** So many ledgers are kept in memory, the ones used last; a room has 30 and a school day some thousands. */
const ledgersMax = 4000;
const ledgers = new Map<string, Ledger>();

const duplicateKeyCode = 11000;

/** The ledgers of these sittings; those that are not in memory are made from the store with one read. */
export async function ledgersOf(sittingIds: readonly string[]): Promise<Map<string, Ledger>> {
  const missing = sittingIds.filter((id) => !ledgers.has(id));
  if (missing.length > 0) {
    const made = new Map(missing.map((id) => [id, newLedger(id)]));
    for (const segment of await segmentsOf(missing)) {
      const ledger = made.get(segment.sittingId);
      if (ledger) take(ledger, segment);
    }
    // Another read may have made one meanwhile and a write may have brought it forward: that one stays.
    for (const [id, ledger] of made) if (!ledgers.has(id)) ledgers.set(id, ledger);
  }
  const found = new Map<string, Ledger>();
  for (const id of sittingIds) {
    const ledger = ledgers.get(id) ?? newLedger(id);
    ledgers.delete(id);
    ledgers.set(id, ledger);
    found.set(id, ledger);
  }
  for (const id of ledgers.keys()) {
    if (ledgers.size <= ledgersMax) break;
    if (!found.has(id)) ledgers.delete(id);
  }
  return found;
}

/** The ledger of a sitting that is being made, which needs no look into the store. */
export function beginLedger(sittingId: string): void {
  ledgers.set(sittingId, newLedger(sittingId));
}

/** The ledger of one sitting. */
export async function ledgerOf(sittingId: string): Promise<Ledger> {
  const found = await ledgersOf([sittingId]);
  return found.get(sittingId) ?? newLedger(sittingId);
}

/** Forget what is in memory of a sitting, so that it is read again: another process may have written. */
export function forgetLedger(sittingId: string): void {
  ledgers.delete(sittingId);
}

/** Forget all of it; when the store is changed under the process, as tests do. */
export function forgetLedgers(): void {
  ledgers.clear();
}

/**
 * Write one segment for each of several sittings with one command, and bring their ledgers forward once they are on the disk.
 *
 * @returns the sittings whose segment was not written because another process wrote that position first; their
 * ledgers are forgotten, and planning again from the store gives the right next segment.
 */
export async function appendSegments(segments: readonly Segment[]): Promise<Set<string>> {
  const refused = await insertUnordered(segments);
  for (const segment of segments) {
    if (refused.has(segment.sittingId)) {
      forgetLedger(segment.sittingId);
      continue;
    }
    const ledger = ledgers.get(segment.sittingId);
    if (ledger?.position === segment.position) take(ledger, segment);
    else forgetLedger(segment.sittingId);
  }
  return refused;
}

async function insertUnordered(segments: readonly Segment[]): Promise<Set<string>> {
  try {
    await SegmentModel.insertMany(segments, { ordered: false, lean: true });
    return new Set();
  } catch (error) {
    const writeErrors = writeErrorsOf(error);
    // A command that failed as a whole (a full disk, a store that is gone) comes as a bulk error with an empty list.
    const isOnlyRefused =
      writeErrors.length > 0 && writeErrors.every(({ code }) => code === duplicateKeyCode);
    if (!isOnlyRefused) {
      // Whether it was written is not known: only the store can say.
      for (const { sittingId } of segments) forgetLedger(sittingId);
      throw error;
    }
    return new Set(writeErrors.flatMap(({ index }) => segments[index]?.sittingId ?? []));
  }
}

function writeErrorsOf(error: unknown): { index: number; code: number }[] {
  if (typeof error !== "object" || error === null || !("writeErrors" in error)) return [];
  const list: unknown = error.writeErrors;
  return (Array.isArray(list) ? list : [list]) as { index: number; code: number }[];
}

/** The stored segments of these sittings, each sitting's in the order of its chain. */
export async function segmentsOf(sittingIds: readonly string[]): Promise<Segment[]> {
  const filter = sittingIds.length === 1 ? { sittingId: sittingIds[0] } : { sittingId: { $in: sittingIds } };
  return SegmentModel.find(filter, { _id: 0 }).sort({ sittingId: 1, position: 1 }).lean<Segment[]>();
}

/** The entries of a sitting by epoch and sequence; conflicting second contents are not among them. */
export async function entriesOf(sittingId: string): Promise<KeptEntry[]> {
  return entriesIn(await segmentsOf([sittingId]));
}

/** The entries in these segments by epoch and sequence. */
export function entriesIn(segments: readonly Segment[]): KeptEntry[] {
  return segments
    .flatMap(({ records, atMs }) =>
      records.filter(({ isConflict }) => !isConflict).map((record) => entryOf(record, atMs)),
    )
    .sort(byOrder);
}

/** Second contents that devices sent for a sequence that was taken: never in its place, but on record. */
export async function conflictsOf(sittingId: string): Promise<KeptEntry[]> {
  const segments = await segmentsOf([sittingId]);
  return segments.flatMap(({ records, atMs }) =>
    records.filter(({ isConflict }) => isConflict === true).map((record) => entryOf(record, atMs)),
  );
}

/** What checking the chain of a sitting's entries found. */
export interface ChainReport {
  isIntact: boolean;
  /** The first position that does not follow from the ones before it, or null. */
  brokenAt: number | null;
  segmentCount: number;
  entryCount: number;
  /** The last hash; written into the sitting's events when it is submitted. */
  hash: string;
}

/** Check that nobody changed, removed or added entries after they were written. */
export async function verifyEntries(sittingId: string): Promise<ChainReport> {
  const segments = await segmentsOf([sittingId]);
  const links = segments.map(({ hash, ...body }) => ({ body, hash }));
  const gap = segments.findIndex(({ position }, index) => position !== index);
  const chain = verifyChain(links);
  const brokenAt = [chain.brokenAt, gap >= 0 ? gap : null].filter((place) => place !== null);
  return {
    isIntact: brokenAt.length === 0,
    brokenAt: brokenAt.length === 0 ? null : Math.min(...brokenAt),
    segmentCount: segments.length,
    entryCount: entriesIn(segments).length,
    hash: segments.at(-1)?.hash ?? firstHash,
  };
}
