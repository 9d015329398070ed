import type { Language } from "../../item-bank/types.js";
import type { BlockContent, SittingState } from "../contract/sitting.js";
import type { TestTakerCaller } from "../caller.js";
import { Problem } from "../problem.js";
import { forgetLedger, ledgerOf, verifyEntries } from "../responses/ledgers.service.js";
import { savedThrough } from "../responses/ledger.js";
import { studyPackage } from "../studies/studies.service.js";
import { contentOf } from "./content.js";
import { notices } from "./notices.js";
import { arrived, seen } from "./presence.js";
import {
  changeRecord,
  eventsOf,
  findRecord,
  findRecordWithOrders,
  overdueSittingIds,
  verifyEvents,
  type Actor,
} from "./records.service.js";
import type { SittingRecord } from "./sittings.model.js";
import {
  currentBlock,
  epochOf,
  finishBlock,
  phaseOf,
  requireHolder,
  settle,
  startBlock,
  submit,
  type Sitting,
  type Step,
} from "./state.js";
import { viewOf } from "./view.js";

export { findRecordOfTestTaker as sittingOf, recordsOfStudy as sittingsOfStudy } from "./records.service.js";
export type { SittingRecord } from "./records.service.js";

const testTaker: Actor = { by: "testTaker" };
/** So many sittings are changed side by side. */
const sideBySide = 25;

/** The sitting as the player is told of it. */
export async function stateOf(record: SittingRecord, epoch = epochOf(record.state)): Promise<SittingState> {
  const [pkg, ledger] = await Promise.all([studyPackage(record.studyId), ledgerOf(record._id)]);
  return viewOf(record, pkg, savedThrough(ledger, epoch), Date.now());
}

/**
 * What the test taker's device shows.
 *
 * @throws {Problem} `sitting-not-found`, or `sitting-moved` for a device that no longer holds the sitting.
 */
export async function currentState(caller: TestTakerCaller): Promise<SittingState> {
  const record = await heldRecord(caller);
  return stateOf(record);
}

/** The test taker begins the next block: the server starts its clock. */
export async function beginBlock(
  caller: TestTakerCaller,
  blockId: string,
  language: Language,
): Promise<SittingState> {
  return act(caller, (sitting) => startBlock(sitting, blockId, Date.now(), language));
}

/** The test taker is done with a block; it is closed for good. */
export async function closeBlock(caller: TestTakerCaller, blockId: string): Promise<SittingState> {
  return act(caller, (sitting) => finishBlock(sitting, blockId, Date.now()));
}

/**
 * The test taker hands in. The end of the entries' chain is written into the sitting's own log, so that a chain that was
 * cut short afterwards shows too.
 *
 * @throws {Problem} `entries-missing` while the server lacks entries up to `lastSequence`; `blocks-left`.
 */
export async function handIn(
  caller: TestTakerCaller,
  body: { epoch: number; lastSequence: number },
): Promise<SittingState> {
  return act(caller, async (sitting) => {
    if (sitting.end?.kind === "submitted") return { sitting, events: [] };
    requireHolder(sitting, body.epoch);
    let ledger = await ledgerOf(caller.sittingId);
    if (savedThrough(ledger, body.epoch) < body.lastSequence) {
      // Another process may have taken the last entries; the store knows.
      forgetLedger(caller.sittingId);
      ledger = await ledgerOf(caller.sittingId);
    }
    const through = savedThrough(ledger, body.epoch);
    if (through < body.lastSequence) {
      throw new Problem("entries-missing", { savedThrough: through, lastSequence: body.lastSequence });
    }
    const step = submit(sitting, Date.now());
    const proof = { segments: ledger.position, hash: ledger.hash };
    return {
      ...step,
      events: step.events.map((event) => ({ ...event, details: { ...event.details, ...proof } })),
    };
  });
}

/**
 * What to show of the block that runs.
 *
 * @throws {Problem} `block-not-running` for every other block, `sitting-paused` in a pause.
 */
export async function blockContent(caller: TestTakerCaller, blockId: string): Promise<BlockContent> {
  const record = await findRecordWithOrders(caller.sittingId);
  if (!record) throw new Problem("sitting-not-found");
  requireHolder(record.state, caller.epoch);
  seen(caller.sittingId, Date.now());
  const { sitting } = settle(record.state, Date.now());
  const phase = phaseOf(sitting);
  if (phase === "paused") throw new Problem("sitting-paused");
  if (phase !== "running" || currentBlock(sitting)?.blockId !== blockId) {
    throw new Problem("block-not-running", { blockId });
  }
  return contentOf(await studyPackage(record.studyId), blockId, record.optionOrders);
}

/** Where the test taker is; for the room, and a sign of life. Not kept. */
export async function notePosition(caller: TestTakerCaller, unitId: string): Promise<void> {
  const record = await findRecord(caller.sittingId);
  if (!record || epochOf(record.state) !== caller.epoch) return;
  seen(caller.sittingId, Date.now(), unitId);
  tellSeen(record);
}

/**
 * The socket of a device that holds the sitting came.
 *
 * @returns what to do when it goes, or null for a device that does not hold the sitting.
 */
export async function deviceArrived(caller: TestTakerCaller): Promise<(() => void) | null> {
  const record = await findRecord(caller.sittingId);
  if (!record || epochOf(record.state) !== caller.epoch) return null;
  const gone = arrived(caller.sittingId, Date.now());
  tellSeen(record);
  return () => {
    gone();
    tellSeen(record);
  };
}

function tellSeen({ _id: sittingId, testTakerId, sessionId }: SittingRecord): void {
  notices.emit("seen", { sittingId, testTakerId, sessionId });
}

/** Close every block whose time is over; called by the clock of `deadlines.ts`, and harmless at any time. */
export async function closeOverdueBlocks(): Promise<void> {
  const nothing = (sitting: Sitting): Step => ({ sitting, events: [] });
  const sittingIds = await overdueSittingIds(Date.now());
  // A room that began together ends together.
  for (let first = 0; first < sittingIds.length; first += sideBySide) {
    const some = sittingIds.slice(first, first + sideBySide);
    await Promise.all(some.map((id) => changeRecord(id, Date.now(), { by: "server" }, nothing)));
  }
}

/** Whether the sitting's events and entries are as they were written. */
export async function verifyLog(
  sittingId: string,
): Promise<{ isIntact: boolean; events: boolean; entries: boolean; entryCount: number }> {
  const [events, entries, log] = await Promise.all([
    verifyEvents(sittingId),
    verifyEntries(sittingId),
    eventsOf(sittingId),
  ]);
  const proofs = log
    .filter(({ kind }) => kind === "submitted")
    .map(({ details }) => Number(details.segments));
  const isWhole = proofs.every((segments) => entries.segmentCount >= segments);
  const entriesFine = entries.isIntact && isWhole;
  return {
    isIntact: events.isIntact && entriesFine,
    events: events.isIntact,
    entries: entriesFine,
    entryCount: entries.entryCount,
  };
}

async function heldRecord(caller: TestTakerCaller): Promise<SittingRecord> {
  const record = await findRecord(caller.sittingId);
  if (!record) throw new Problem("sitting-not-found");
  requireHolder(record.state, caller.epoch);
  seen(caller.sittingId, Date.now());
  return record;
}

async function act(
  caller: TestTakerCaller,
  step: (sitting: Sitting) => Step | Promise<Step>,
): Promise<SittingState> {
  const changed = await changeRecord(caller.sittingId, Date.now(), testTaker, (sitting) => {
    requireHolder(sitting, caller.epoch);
    return step(sitting);
  });
  if (!changed) throw new Problem("sitting-not-found");
  seen(caller.sittingId, Date.now());
  return stateOf(changed.record);
}
