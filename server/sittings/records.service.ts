import { firstHash, linkHash, verifyChain } from "../logs/chain.js";
import { notices } from "./notices.js";
import {
  SittingModel,
  type ShownOrder,
  type SittingDocument,
  type SittingLogEntry,
  type SittingRecord,
} from "./sittings.model.js";
import { deadlineOf, phaseOf, settle, type Sitting, type SittingEvent, type Step } from "./state.js";

export type { SittingLogEntry, SittingRecord } from "./sittings.model.js";

/** Sittings in the store: reading them, and the one way in which they change. */

const withoutLog = { events: 0, optionOrders: 0 } as const;
const duplicateKeyCode = 11000;
/** So often a change is tried again when somebody else changed the sitting meanwhile. */
const triesMax = 20;

/** Who does something to a sitting, and why. */
export interface Actor {
  /** Login of the member of staff, "testTaker" or "server". */
  by: string;
  reason?: string;
  commandId?: string;
}

/** The sitting, or null. */
export async function findRecord(sittingId: string): Promise<SittingRecord | null> {
  return SittingModel.findById(sittingId, withoutLog).lean<SittingRecord>();
}

/** These sittings by id, with one read. */
export async function findRecords(sittingIds: readonly string[]): Promise<Map<string, SittingRecord>> {
  const found = await SittingModel.find({ _id: { $in: sittingIds } }, withoutLog).lean<SittingRecord[]>();
  return new Map(found.map((record) => [record._id, record]));
}

/** The sitting of a test taker, or null before the first login. */
export async function findRecordOfTestTaker(testTakerId: string): Promise<SittingRecord | null> {
  return SittingModel.findOne({ testTakerId }, withoutLog).lean<SittingRecord>();
}

/** Every sitting of a session. */
export async function recordsOfSession(sessionId: string): Promise<SittingRecord[]> {
  return SittingModel.find({ sessionId }, withoutLog).lean<SittingRecord[]>();
}

/** Every sitting of a study. */
export async function recordsOfStudy(studyId: string): Promise<SittingRecord[]> {
  return SittingModel.find({ studyId }, withoutLog).lean<SittingRecord[]>();
}

/** The sittings whose time was over by `nowMs` and whose block is still open. */
export async function overdueSittingIds(nowMs: number): Promise<string[]> {
  const found = await SittingModel.find({ deadlineAtMs: { $lte: nowMs } }, { _id: 1 }).lean<
    { _id: string }[]
  >();
  return found.map(({ _id }) => _id);
}

/** What happened to a sitting, oldest first. */
export async function eventsOf(sittingId: string): Promise<SittingLogEntry[]> {
  const found = await SittingModel.findById(sittingId, { events: 1 }).lean<Pick<SittingDocument, "events">>();
  return found?.events ?? [];
}

/** The sitting with the option orders that were drawn for it, or null. */
export async function findRecordWithOrders(
  sittingId: string,
): Promise<(SittingRecord & { optionOrders: ShownOrder[] }) | null> {
  return SittingModel.findById(sittingId, { events: 0 }).lean<
    SittingRecord & { optionOrders: ShownOrder[] }
  >();
}

/** Whether nobody changed, removed or added events after they were written. */
export async function verifyEvents(
  sittingId: string,
): Promise<{ isIntact: boolean; brokenAt: number | null }> {
  const events = await eventsOf(sittingId);
  return verifyChain(events.map(({ hash, ...body }) => ({ body: { sittingId, ...body }, hash })));
}

/** Store a new sitting. If another login of the same test taker was first, that one's sitting is given back. */
export async function createRecord(
  record: Omit<SittingRecord, "version" | "phase" | "deadlineAtMs">,
  optionOrders: ShownOrder[],
  created: SittingEvent,
): Promise<{ record: SittingRecord; isNew: boolean }> {
  const events = chained(record._id, firstHash, [created], 0, record.createdAtMs, { by: "testTaker" });
  const whole = { ...record, version: 0, phase: phaseOf(record.state), deadlineAtMs: null };
  try {
    await SittingModel.insertMany([{ ...whole, events, optionOrders }], { lean: true });
  } catch (error) {
    if ((error as { code?: unknown }).code !== duplicateKeyCode) throw error;
    const first = await findRecordOfTestTaker(record.testTakerId);
    if (!first) throw error;
    return { record: first, isNew: false };
  }
  notices.emit("changed", whole);
  return { record: whole, isNew: true };
}

/** What a change came to. */
export interface Changed {
  record: SittingRecord;
  events: SittingEvent[];
}

/**
 * Change a sitting: read it, close what ran out of time, do the step, and store state and events with one write that
 * only succeeds on the version that was read; if somebody was faster, everything is done again on what they left. The
 * step is a pure function, so that doing it again does no harm.
 *
 * @returns null where there is no such sitting.
 * @throws {Problem} what the step refuses. A block that ran out of time is closed nevertheless.
 */
export async function changeRecord(
  sittingId: string,
  nowMs: number,
  actor: Actor,
  step: (sitting: Sitting, record: SittingRecord) => Step | Promise<Step>,
): Promise<Changed | null> {
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await SittingModel.findById(sittingId, { optionOrders: 0 }).lean<SittingDocument>();
    if (!found) return null;
    const { events: log, ...record } = found;
    const isRepeated = actor.commandId && log.some(({ commandId }) => commandId === actor.commandId);
    const settled = settle(record.state, nowMs);
    const { next, refusal } = isRepeated
      ? { next: { sitting: settled.sitting, events: [] }, refusal: null }
      : await attempt(step, settled.sitting, record);
    const changed = await store(
      record,
      log,
      nowMs,
      [
        { events: settled.events, actor: { by: "server" } },
        { events: next.events, actor },
      ],
      next.sitting,
    );
    if (!changed) continue;
    if (refusal) throw refusal;
    return { record: changed, events: next.events };
  }
  throw new Error(`sitting ${sittingId} changed ${triesMax} times while one change was tried`);
}

/** A refused step leaves the settled sitting as it is; the refusal is thrown after that is stored. */
async function attempt(
  step: (sitting: Sitting, record: SittingRecord) => Step | Promise<Step>,
  sitting: Sitting,
  record: SittingRecord,
): Promise<{ next: Step; refusal: Error | null }> {
  try {
    return { next: await step(sitting, record), refusal: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { next: { sitting, events: [] }, refusal: error };
  }
}

/** @returns the stored record, or null where the version is not the one that was read. */
async function store(
  record: SittingRecord,
  log: readonly SittingLogEntry[],
  nowMs: number,
  parts: readonly { events: SittingEvent[]; actor: Actor }[],
  state: Sitting,
): Promise<SittingRecord | null> {
  if (parts.every(({ events }) => events.length === 0)) return record;
  const version = record.version + 1;
  const added: SittingLogEntry[] = [];
  for (const { events, actor } of parts) {
    const before = added.at(-1)?.hash ?? log.at(-1)?.hash ?? firstHash;
    added.push(...chained(record._id, before, events, version, nowMs, actor));
  }
  const change = { version, state, phase: phaseOf(state), deadlineAtMs: deadlineOf(state) };
  const result = await SittingModel.updateOne(
    { _id: record._id, version: record.version },
    { $set: change, $push: { events: { $each: added } } },
  );
  if (result.modifiedCount === 0) return null;
  const next = { ...record, ...change };
  notices.emit("changed", next);
  return next;
}

function chained(
  sittingId: string,
  firstBefore: string,
  events: readonly SittingEvent[],
  version: number,
  atMs: number,
  { by, reason = "", commandId = "" }: Actor,
): SittingLogEntry[] {
  let before = firstBefore;
  return events.map(({ kind, details }) => {
    const body = { version, atMs, kind, by, reason, commandId, details };
    before = linkHash(before, { sittingId, ...body });
    return { ...body, hash: before };
  });
}
