import {
  batchBytesMax,
  type Entry,
  type SaveEntriesAnswer,
  type SaveEntriesBody,
  type SittingResponses,
} from "../contract/sitting.js";
import type { TestTakerCaller } from "../caller.js";
import { Problem } from "../problem.js";
import type { StudyPackage } from "../studies/package.js";
import { studyPackage } from "../studies/studies.service.js";
import { isEmptyResponse } from "../../item-bank/interactions/empty.js";
import { notices } from "../sittings/notices.js";
import { blockIdOfItem, fitsItem } from "../sittings/package-index.js";
import { seen } from "../sittings/presence.js";
import { findRecord, findRecords, type SittingRecord } from "../sittings/records.service.js";
import { epochOf, requireHolder, settle } from "../sittings/state.js";
import { responseOf } from "./entries.js";
import { groupBy } from "../group-by.js";
import { fold, type FinalResponse } from "./fold.js";
import type { Arrival } from "./arrival.js";
import { holds, plan, savedThrough, type Ledger } from "./ledger.js";
import type { Segment } from "./segment.js";
import {
  appendSegments,
  entriesIn,
  entriesOf,
  forgetLedger,
  ledgersOf,
  segmentsOf,
} from "./ledgers.service.js";
import { saveQueue } from "./save-queue.js";

/**
 * The most bytes of one entry as JSON. More than the 32 KB a player should send: an entry that is refused stops
 * everything behind it, so only what no interaction can give is refused.
 */
const entryBytesMax = 128_000;
/** So often a segment is planned again when another process wrote first. */
const triesMax = 10;

interface SaveJob {
  caller: TestTakerCaller;
  body: SaveEntriesBody;
}

/**
 * Keep a batch of entries. Saving it again changes nothing; entries that are late, do not fit or come from a device that
 * no longer holds the sitting are kept and flagged, see `entries.ts`.
 *
 * @returns once they are on the disk: the highest sequence of this epoch up to which nothing is missing.
 * @throws {Problem} `batch-too-large`, `entry-too-large`, `sitting-not-found`, or `epoch-not-yours` for an epoch that was
 * never this device's.
 */
export async function saveEntries(
  caller: TestTakerCaller,
  body: SaveEntriesBody,
): Promise<SaveEntriesAnswer> {
  requireSize(body.entries);
  const saved = await queue.add({ caller, body });
  const { sittingId, testTakerId } = caller;
  seen(sittingId, Date.now());
  notices.emit("seen", { sittingId, testTakerId, sessionId: saved.sessionId });
  return { savedThrough: saved.savedThrough, late: saved.late };
}

interface Saved extends SaveEntriesAnswer {
  sessionId: string;
}

const queue = saveQueue(writeJobs);

/** Resolves once every batch that was taken is on the disk or refused; for a server that stops. */
export const savesDone = (): Promise<void> => queue.idle();

/** One read for the sittings, one write for the segments of all of them: a commit for the whole room. */
async function writeJobs(jobs: readonly SaveJob[]): Promise<(Saved | Error)[]> {
  const sittings = await findRecords([...new Set(jobs.map(({ caller }) => caller.sittingId))]);
  const packages = await packagesOf(sittings);
  const outcomes: (Saved | Error)[] = jobs.map((job) => refusal(job, sittings) ?? new Error("not saved"));
  let open = jobs.map((_, index) => index).filter((index) => refusal(jobs[index], sittings) === null);
  for (let tries = 0; open.length > 0 && tries < triesMax; tries++) {
    open = await tryOnce(open, jobs, sittings, packages, outcomes);
  }
  return outcomes;
}

/** @returns the jobs that have to be planned again, because another process wrote to their sitting meanwhile. */
async function tryOnce(
  open: readonly number[],
  jobs: readonly SaveJob[],
  sittings: ReadonlyMap<string, SittingRecord>,
  packages: ReadonlyMap<string, StudyPackage>,
  outcomes: (Saved | Error)[],
): Promise<number[]> {
  const nowMs = Date.now();
  const bySitting = groupBy(open, (index) => jobs[index]?.caller.sittingId ?? "");
  const ledgers = await ledgersOf([...bySitting.keys()]);
  const segments: Segment[] = [];
  const flagged = new Set<string>();
  for (const [sittingId, indexes] of bySitting) {
    const record = sittings.get(sittingId);
    const pkg = packages.get(record?.studyId ?? "");
    const ledger = ledgers.get(sittingId);
    if (!record || !pkg || !ledger) continue;
    const batches = indexes.flatMap((index) => jobs[index]?.body ?? []);
    const segment = plan(ledger, batches, arrivalOf(record, pkg, nowMs));
    if (!segment) continue;
    segments.push(segment);
    if (segment.records.some(({ flags }) => flags.includes("afterBlock") || flags.includes("delayed"))) {
      flagged.add(sittingId);
    }
  }
  const refused = segments.length > 0 ? await appendSegments(segments) : new Set<string>();
  const written = open.flatMap((index) => jobs[index] ?? []);
  const after = await ledgersAfter(written.filter(({ caller }) => !refused.has(caller.sittingId)));
  for (const [sittingId, indexes] of bySitting) {
    const record = sittings.get(sittingId);
    const ledger = after.get(sittingId);
    if (!record || !ledger || refused.has(sittingId)) continue;
    for (const index of indexes) {
      const epoch = jobs[index]?.body.epoch ?? 0;
      const late = flagged.has(sittingId) || epoch < epochOf(record.state) || record.state.end !== null;
      outcomes[index] = { savedThrough: savedThrough(ledger, epoch), late, sessionId: record.sessionId };
    }
  }
  return open.filter((index) => refused.has(jobs[index]?.caller.sittingId ?? ""));
}

/**
 * The ledgers after a write. One that somebody read from the store while the write was under way does not have it yet, and
 * is read again: an answer below what was just saved would look like a gap to the device.
 */
async function ledgersAfter(written: readonly SaveJob[]): Promise<Map<string, Ledger>> {
  const found = await ledgersOf([...new Set(written.map(({ caller }) => caller.sittingId))]);
  const isBehind = ({ caller, body }: SaveJob): boolean => {
    const ledger = found.get(caller.sittingId);
    return !ledger || body.entries.some(({ sequence }) => !holds(ledger, body.epoch, sequence));
  };
  const behind = [...new Set(written.filter(isBehind).map(({ caller }) => caller.sittingId))];
  for (const sittingId of behind) forgetLedger(sittingId);
  return behind.length === 0 ? found : new Map([...found, ...(await ledgersOf(behind))]);
}

function refusal(job: SaveJob | undefined, sittings: ReadonlyMap<string, SittingRecord>): Problem | null {
  const record = sittings.get(job?.caller.sittingId ?? "");
  if (!job || !record) return new Problem("sitting-not-found");
  const { epoch } = job.body;
  if (record.state.devices[epoch]?.deviceId !== job.caller.deviceId) {
    return new Problem("epoch-not-yours", { epoch });
  }
  return null;
}

async function packagesOf(sittings: ReadonlyMap<string, SittingRecord>): Promise<Map<string, StudyPackage>> {
  const studyIds = [...new Set([...sittings.values()].map(({ studyId }) => studyId))];
  const packages = await Promise.all(studyIds.map((studyId) => studyPackage(studyId)));
  return new Map(packages.map((pkg) => [pkg.studyId, pkg]));
}

function arrivalOf(record: SittingRecord, pkg: StudyPackage, nowMs: number): Arrival {
  const { sitting } = settle(record.state, nowMs);
  const runs = new Map(sitting.blocks.map((run) => [run.blockId, run]));
  return {
    nowMs,
    currentEpoch: epochOf(sitting),
    endedAtMs: sitting.end?.atMs ?? null,
    blockOf(itemId) {
      const run = runs.get(blockIdOfItem(pkg, itemId) ?? "");
      return run ? { hasStarted: run.startedAtMs !== null, closedAtMs: run.closedAtMs } : null;
    },
    fits(itemId, entry) {
      const value = responseOf(entry);
      // Taking a response back is always possible.
      return (
        typeof entry.value !== "boolean" && (isEmptyResponse(value) || fitsItem(pkg.items[itemId], value))
      );
    },
  };
}

function requireSize(entries: readonly Entry[]): void {
  let total = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    total += bytes;
    if (bytes > entryBytesMax) {
      throw new Problem("entry-too-large", { sequence: entry.sequence, bytes, bytesMax: entryBytesMax });
    }
  }
  if (total > batchBytesMax) throw new Problem("batch-too-large", { bytes: total, bytesMax: batchBytesMax });
}

/**
 * What the device that holds the sitting needs to go on: the newest response and mark of each item.
 *
 * @throws {Problem} `sitting-not-found`, or `sitting-moved` for a device that no longer holds it.
 */
export async function responsesForResuming(caller: TestTakerCaller): Promise<SittingResponses> {
  const record = await findRecord(caller.sittingId);
  if (!record) throw new Problem("sitting-not-found");
  requireHolder(record.state, caller.epoch);
  const { items, position } = fold(await entriesOf(caller.sittingId));
  const entries = Object.entries(items);
  return {
    responses: Object.fromEntries(
      entries.flatMap(([itemId, { value }]) => (value === null ? [] : [[itemId, value]])),
    ),
    marked: entries.filter(([, { isMarked }]) => isMarked).map(([itemId]) => itemId),
    position,
  };
}

/** What a sitting came to, by item: the response that counts, and the time and visits. Items never gone to are left out. */
export async function finalResponses(sittingId: string): Promise<Record<string, FinalResponse>> {
  return fold(await entriesOf(sittingId)).items;
}

/** The same for many sittings with few reads. */
export async function finalResponsesOf(
  sittingIds: readonly string[],
): Promise<Map<string, Record<string, FinalResponse>>> {
  const found = new Map<string, Record<string, FinalResponse>>();
  for (let first = 0; first < sittingIds.length; first += readsTogether) {
    const some = sittingIds.slice(first, first + readsTogether);
    const bySitting = groupBy(await segmentsOf(some), ({ sittingId }) => sittingId);
    for (const id of some) found.set(id, fold(entriesIn(bySitting.get(id) ?? [])).items);
  }
  return found;
}

/** So many sittings are read together; a sitting has some hundred kilobytes of entries at most. */
const readsTogether = 50;

export { entriesOf } from "./ledgers.service.js";
