import type { SittingState } from "../contract/sitting.js";
import type { StudyPackage } from "../studies/package.js";
import { remainingMs } from "./clock.js";
import { blockOf, itemIdsOfBlock } from "./package-index.js";
import type { SittingRecord } from "./sittings.model.js";
import { epochOf, phaseOf, settle } from "./state.js";

/** The sitting as the player is told of it, with the times of this moment. */
export function viewOf(
  record: SittingRecord,
  pkg: StudyPackage,
  savedThrough: number,
  nowMs: number,
): SittingState {
  // A block whose time ran out a moment ago is shown closed, even if that is not stored yet.
  const { sitting } = settle(record.state, nowMs);
  return {
    sittingId: record._id,
    version: record.version,
    epoch: epochOf(sitting),
    phase: phaseOf(sitting),
    blocks: sitting.blocks.map((run, index) => {
      const block = blockOf(pkg, run.blockId);
      const isRunning = index === sitting.blockIndex && run.startedAtMs !== null;
      return {
        blockId: run.blockId,
        title: block.title,
        kind: block.kind,
        itemCount: itemIdsOfBlock(pkg, run.blockId).length,
        state: index < sitting.blockIndex ? "done" : isRunning ? "running" : "next",
        timeLimitMs: run.clock.limitMs === null ? null : run.clock.limitMs + run.clock.grantedMs,
        remainingMs: run.startedAtMs === null ? null : remainingMs(run.clock, nowMs),
        isClockRunning: run.clock.runningSinceMs !== null,
      };
    }),
    blockIndex: sitting.blockIndex,
    savedThrough,
    message: sitting.message,
  };
}
