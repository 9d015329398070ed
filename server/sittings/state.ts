import type { Language } from "../../item-bank/types.js";
import type { SittingPhase } from "../contract/sitting.js";
import { Problem } from "../problem.js";
import {
  deadlineMs,
  granted,
  newClock,
  remainingMs,
  started,
  stopped,
  usedMs,
  type BlockClock,
} from "./clock.js";

/**
 * The states of a sitting and what may happen to it. Everything here is a function from one state to the next: the
 * service gives the time, stores what comes back, and tells who has to know. A step that changes nothing gives back
 * the same object and no events, which is what makes every one of them safe to repeat.
 */
export interface Sitting {
  /** Leave to begin was given, or is not asked for. */
  isAuthorised: boolean;
  isPaused: boolean;
  end: { kind: "submitted" | "ended"; atMs: number } | null;
  blocks: SittingBlockRun[];
  /** The block under way or next; `blocks.length` when all are done. */
  blockIndex: number;
  /** Counts the devices, from 0: one entry per epoch. */
  devices: { deviceId: string; sinceMs: number; playerVersion: string }[];
  message: { id: string; text: string } | null;
}

export interface SittingBlockRun {
  blockId: string;
  startedAtMs: number | null;
  /** When it was closed for good; entries that arrive later are flagged. */
  closedAtMs: number | null;
  clock: BlockClock;
  /** The language of the screen on which it was begun; not there before, and in sittings of earlier versions. */
  language?: Language;
}

export type SittingEventKind =
  | "created"
  | "loggedIn"
  | "moved"
  | "authorised"
  | "paused"
  | "resumed"
  | "minutesAdded"
  | "blockStarted"
  | "blockFinished"
  | "timeOver"
  | "submitted"
  | "ended"
  | "reopened"
  | "message";

/** What happened, for the sitting's log. */
export interface SittingEvent {
  kind: SittingEventKind;
  details: Record<string, string | number | boolean | null>;
}

/** The next state, and what the log should say. */
export interface Step {
  sitting: Sitting;
  events: SittingEvent[];
}

/** The most time that a change of computer gives back, whatever the silence before it. */
export const moveCreditMaxMs = 10 * 60_000;

/** A sitting at its first login. */
export function newSitting(
  blocks: readonly { blockId: string; timeLimitMs: number | null }[],
  mustAuthorise: boolean,
  device: Sitting["devices"][number],
): Sitting {
  return {
    isAuthorised: !mustAuthorise,
    isPaused: false,
    end: null,
    blocks: blocks.map(({ blockId, timeLimitMs }) => ({
      blockId,
      startedAtMs: null,
      closedAtMs: null,
      clock: newClock(timeLimitMs),
    })),
    blockIndex: 0,
    devices: [device],
    message: null,
  };
}

/** The number of the device that holds the sitting now. */
export function epochOf(sitting: Sitting): number {
  return sitting.devices.length - 1;
}

/** The block under way or next; undefined when all are done. */
export function currentBlock(sitting: Sitting): SittingBlockRun | undefined {
  return sitting.blocks[sitting.blockIndex];
}

/** The phase, which follows from the state and is never stored beside it. */
export function phaseOf(sitting: Sitting): SittingPhase {
  if (sitting.end) return sitting.end.kind;
  if (!sitting.isAuthorised) return "waiting";
  if (sitting.isPaused) return "paused";
  const block = currentBlock(sitting);
  return block && block.startedAtMs !== null ? "running" : "ready";
}

/** When the running block's time is over; null where no clock runs. */
export function deadlineOf(sitting: Sitting): number | null {
  const block = currentBlock(sitting);
  return block ? deadlineMs(block.clock) : null;
}

/** Close the running block if its time is over: at the moment it ran out, not when somebody looked. */
export function settle(sitting: Sitting, nowMs: number): Step {
  const deadline = deadlineOf(sitting);
  const block = currentBlock(sitting);
  if (!block || deadline === null || deadline > nowMs) return unchanged(sitting);
  return {
    sitting: closeBlock(sitting, deadline),
    events: [
      { kind: "timeOver", details: { blockId: block.blockId, usedMs: usedMs(block.clock, deadline) } },
    ],
  };
}

/**
 * A login. The device that holds the sitting goes on under its epoch; another one gets the next epoch, and the time
 * from the former device's last sign of life is given back to a running block, up to `moveCreditMaxMs`: a student whose
 * computer dies loses no time, and pulling a cable gains none.
 */
export function login(
  sitting: Sitting,
  device: Sitting["devices"][number],
  lastSeenAtMs: number | null,
): Step {
  const holder = sitting.devices[epochOf(sitting)];
  const { deviceId, playerVersion, sinceMs } = device;
  if (holder?.deviceId === deviceId) {
    return { sitting, events: [{ kind: "loggedIn", details: { deviceId, playerVersion } }] };
  }
  const silentMs = lastSeenAtMs === null ? 0 : Math.max(0, sinceMs - lastSeenAtMs);
  const block = currentBlock(sitting);
  const isRunning = block !== undefined && block.clock.runningSinceMs !== null;
  const creditMs = isRunning && block.clock.limitMs !== null ? Math.min(silentMs, moveCreditMaxMs) : 0;
  const moved = { ...sitting, devices: [...sitting.devices, device] };
  return {
    sitting: creditMs > 0 ? withClock(moved, (clock) => granted(clock, creditMs, sinceMs)) : moved,
    events: [{ kind: "moved", details: { deviceId, playerVersion, epoch: epochOf(moved), creditMs } }],
  };
}

/** Leave to begin. */
export function authorise(sitting: Sitting): Step {
  requireOpen(sitting);
  if (sitting.isAuthorised) throw new Problem("not-waiting");
  return { sitting: { ...sitting, isAuthorised: true }, events: [{ kind: "authorised", details: {} }] };
}

/** Stop the clock and the screen. */
export function pause(sitting: Sitting, nowMs: number): Step {
  requireOpen(sitting);
  if (sitting.isPaused) return unchanged(sitting);
  const paused = withClock({ ...sitting, isPaused: true }, (clock) => stopped(clock, nowMs));
  return { sitting: paused, events: [{ kind: "paused", details: {} }] };
}

/** Go on after a pause. */
export function resume(sitting: Sitting, nowMs: number): Step {
  requireOpen(sitting);
  if (!sitting.isPaused) throw new Problem("not-paused");
  const hasStarted = typeof currentBlock(sitting)?.startedAtMs === "number";
  const resumed = withClock({ ...sitting, isPaused: false }, (clock) =>
    hasStarted ? started(clock, nowMs) : clock,
  );
  return { sitting: resumed, events: [{ kind: "resumed", details: {} }] };
}

/**
 * More minutes, or fewer, for the block under way; during practice, or between blocks, for the next one that has a limit.
 * Never below what is used up.
 */
export function addMinutes(sitting: Sitting, minutes: number, nowMs: number): Step {
  requireOpen(sitting);
  const index = sitting.blocks.findIndex(
    ({ clock }, each) => each >= sitting.blockIndex && clock.limitMs !== null,
  );
  const block = sitting.blocks[index];
  if (!block) throw new Problem("block-without-limit");
  const clock = granted(block.clock, minutes * 60_000, nowMs);
  const grantedMs = clock.grantedMs - block.clock.grantedMs;
  return {
    sitting: {
      ...sitting,
      blocks: sitting.blocks.map((each) => (each === block ? { ...block, clock } : each)),
    },
    events: [{ kind: "minutesAdded", details: { minutes, grantedMs, blockId: block.blockId } }],
  };
}

/** The test taker begins the next block, on a screen in this language; the clock starts. */
export function startBlock(sitting: Sitting, blockId: string, nowMs: number, language: Language): Step {
  requireActive(sitting);
  const block = currentBlock(sitting);
  if (block?.blockId !== blockId) throw new Problem("block-not-next", { blockId });
  if (block.startedAtMs !== null) return unchanged(sitting);
  return {
    sitting: withBlock(sitting, { startedAtMs: nowMs, clock: started(block.clock, nowMs), language }),
    events: [
      { kind: "blockStarted", details: { blockId, remainingMs: remainingMs(block.clock, nowMs), language } },
    ],
  };
}

/** The test taker is done with the block; it is closed for good. Of a block that is closed already nothing changes. */
export function finishBlock(sitting: Sitting, blockId: string, nowMs: number): Step {
  const index = sitting.blocks.findIndex((block) => block.blockId === blockId);
  if (index >= 0 && index < sitting.blockIndex) return unchanged(sitting);
  requireActive(sitting);
  const block = currentBlock(sitting);
  if (block?.blockId !== blockId) throw new Problem("block-not-next", { blockId });
  if (block.startedAtMs === null) throw new Problem("block-not-running", { blockId });
  return {
    sitting: closeBlock(sitting, nowMs),
    events: [{ kind: "blockFinished", details: { blockId, usedMs: usedMs(block.clock, nowMs) } }],
  };
}

/** The test taker hands in. Of a sitting that was submitted before nothing changes. */
export function submit(sitting: Sitting, nowMs: number): Step {
  if (sitting.end?.kind === "submitted") return unchanged(sitting);
  requireActive(sitting);
  const count = sitting.blocks.length - sitting.blockIndex;
  if (count > 0) throw new Problem("blocks-left", { count });
  return {
    sitting: { ...sitting, end: { kind: "submitted", atMs: nowMs } },
    events: [{ kind: "submitted", details: {} }],
  };
}

/** The proctor, or the end of the session, ends it. What was answered counts; the clock's rest is kept for a reopening. */
export function end(sitting: Sitting, nowMs: number): Step {
  if (sitting.end) return unchanged(sitting);
  const stoppedSitting = withClock(sitting, (clock) => stopped(clock, nowMs));
  return {
    sitting: { ...stoppedSitting, isPaused: false, end: { kind: "ended", atMs: nowMs } },
    events: [{ kind: "ended", details: {} }],
  };
}

/**
 * Undo an end: of a sitting that was ended the block under way goes on with the time it had; of one that was submitted,
 * or whose last block is closed, that block opens again, with `minutes` more where they are given.
 */
export function reopen(sitting: Sitting, minutes: number, nowMs: number): Step {
  const block = currentBlock(sitting);
  const wasUnderWay = block !== undefined && block.startedAtMs !== null;
  if (!sitting.end && (wasUnderWay || sitting.blockIndex === 0)) throw new Problem("nothing-to-reopen");
  const wasEndedBetween = sitting.end?.kind === "ended" && block !== undefined;
  const blockIndex = wasUnderWay || wasEndedBetween ? sitting.blockIndex : sitting.blockIndex - 1;
  const open = { ...sitting, end: null, isPaused: false, blockIndex };
  const reopened = currentBlock(open);
  if (!reopened) throw new Problem("nothing-to-reopen");
  const isGoingOn = reopened.startedAtMs !== null;
  const next = withBlock(open, {
    closedAtMs: null,
    clock: isGoingOn
      ? started(granted(stopped(reopened.clock, nowMs), minutes * 60_000, nowMs), nowMs)
      : granted(reopened.clock, minutes * 60_000, nowMs),
  });
  const clock = currentBlock(next)?.clock;
  if (clock && remainingMs(clock, nowMs) === 0) {
    throw new Problem("command-incomplete", { act: "reopen", missing: "minutes" });
  }
  return {
    sitting: next,
    events: [{ kind: "reopened", details: { blockId: reopened.blockId, minutes } }],
  };
}

/** A message of the proctor; the newest one is shown. */
export function sendMessage(sitting: Sitting, id: string, text: string): Step {
  return { sitting: { ...sitting, message: { id, text } }, events: [{ kind: "message", details: { text } }] };
}

/** @throws {Problem} `sitting-moved` for every device but the one that holds the sitting. */
export function requireHolder(sitting: Sitting, epoch: number): void {
  if (epoch !== epochOf(sitting)) throw new Problem("sitting-moved");
}

function requireOpen(sitting: Sitting): void {
  if (sitting.end) throw new Problem("sitting-over");
}

function requireActive(sitting: Sitting): void {
  requireOpen(sitting);
  if (!sitting.isAuthorised) throw new Problem("sitting-waiting");
  if (sitting.isPaused) throw new Problem("sitting-paused");
}

function closeBlock(sitting: Sitting, atMs: number): Sitting {
  const closed = withBlock(
    withClock(sitting, (clock) => stopped(clock, atMs)),
    { closedAtMs: atMs },
  );
  return { ...closed, blockIndex: sitting.blockIndex + 1 };
}

function withClock(sitting: Sitting, change: (clock: BlockClock) => BlockClock): Sitting {
  const block = currentBlock(sitting);
  return block ? withBlock(sitting, { clock: change(block.clock) }) : sitting;
}

function withBlock(sitting: Sitting, change: Partial<SittingBlockRun>): Sitting {
  const blocks = sitting.blocks.map((block, index) =>
    index === sitting.blockIndex ? { ...block, ...change } : block,
  );
  return { ...sitting, blocks };
}

function unchanged(sitting: Sitting): Step {
  return { sitting, events: [] };
}
