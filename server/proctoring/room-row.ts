import type { RoomSitting } from "../contract/room.js";
import type { StudyPackage } from "../studies/package.js";
import { answeredItems, type Ledger } from "../responses/ledger.js";
import { remainingMs } from "../sittings/clock.js";
import { itemIdsOfBlock } from "../sittings/package-index.js";
import type { SittingRecord } from "../sittings/records.service.js";
import { currentBlock, phaseOf, settle, type Sitting } from "../sittings/state.js";

/** Who sits where: what a row says of the person. */
export interface Seat {
  testTakerId: string;
  name: string;
  schoolNumber: string;
  group: string;
  code: string;
  bookletId: string;
}

/** What the server knows of a test taker's device at the moment. */
export interface Contact {
  isConnected: boolean;
  unitId: string | null;
}

/** A running sitting without a save for so long may need a word, in milliseconds. */
export const idleAfterMs = 5 * 60_000;

/** The row of a test taker who has not logged in yet. */
export function rowBeforeLogin(seat: Seat): RoomSitting {
  return {
    ...seat,
    phase: "notStarted",
    sittingId: null,
    blockTitle: null,
    blockNumber: 0,
    blockCount: 0,
    unitTitle: null,
    answeredCount: 0,
    itemCount: 0,
    remainingMs: null,
    isClockRunning: false,
    laterLimitMs: 0,
    connection: "never",
    lastSavedAt: null,
    deviceCount: 0,
    extraMinutes: 0,
    needs: [],
  };
}

/** The row of a sitting. Answers are counted over the whole booklet, practice left out. */
export function rowOf(
  seat: Seat,
  record: SittingRecord,
  ledger: Ledger,
  pkg: StudyPackage,
  contact: Contact,
  nowMs: number,
): RoomSitting {
  const { sitting } = settle(record.state, nowMs);
  const block = currentBlock(sitting);
  const items = new Set(countedItems(sitting, pkg));
  const unitId = contact.unitId ?? pkg.items[ledger.lastVisit?.itemId ?? ""]?.unitId ?? "";
  const grantedMs = sitting.blocks.reduce((sum, { clock }) => sum + clock.grantedMs, 0);
  return {
    ...seat,
    phase: phaseOf(sitting),
    sittingId: record._id,
    blockTitle: (block && pkg.blocks[block.blockId]?.title) ?? null,
    blockNumber: Math.min(sitting.blockIndex + 1, sitting.blocks.length),
    blockCount: sitting.blocks.length,
    unitTitle: phaseOf(sitting) === "running" ? (pkg.units[unitId]?.title ?? null) : null,
    answeredCount: answeredItems(ledger).filter((itemId) => items.has(itemId)).length,
    itemCount: items.size,
    remainingMs: block && block.startedAtMs !== null ? remainingMs(block.clock, nowMs) : null,
    isClockRunning: typeof block?.clock.runningSinceMs === "number",
    laterLimitMs: sitting.blocks
      .filter(({ startedAtMs }) => startedAtMs === null)
      .reduce((sum, { clock }) => sum + (remainingMs(clock, nowMs) ?? 0), 0),
    connection: contact.isConnected ? "connected" : "lost",
    lastSavedAt: ledger.lastSavedAtMs === null ? null : new Date(ledger.lastSavedAtMs).toISOString(),
    deviceCount: new Set(sitting.devices.map(({ deviceId }) => deviceId)).size,
    extraMinutes: Math.round(grantedMs / 6_000) / 10,
    needs: needsOf(sitting, ledger, contact, nowMs),
  };
}

function countedItems(sitting: Sitting, pkg: StudyPackage): string[] {
  return sitting.blocks
    .filter(({ blockId }) => pkg.blocks[blockId]?.kind !== "practice")
    .flatMap(({ blockId }) => itemIdsOfBlock(pkg, blockId));
}

function needsOf(sitting: Sitting, ledger: Ledger, contact: Contact, nowMs: number): RoomSitting["needs"] {
  const phase = phaseOf(sitting);
  const needs: RoomSitting["needs"] = [];
  if (phase === "waiting") needs.push("authorisation");
  if (phase === "paused") needs.push("paused");
  if (!sitting.end && !contact.isConnected) needs.push("connection");
  const since = Math.max(ledger.lastSavedAtMs ?? 0, currentBlock(sitting)?.startedAtMs ?? 0);
  if (phase === "running" && contact.isConnected && nowMs - since > idleAfterMs) needs.push("idle");
  if (ledger.lateCount > 0) needs.push("late-entries");
  return needs;
}
