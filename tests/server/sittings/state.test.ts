import { describe, expect, it } from "vitest";
import { Problem } from "../../../server/problem.js";
import { remainingMs } from "../../../server/sittings/clock.js";
import {
  addMinutes,
  authorise,
  currentBlock,
  deadlineOf,
  end,
  epochOf,
  finishBlock,
  login,
  moveCreditMaxMs,
  newSitting,
  pause,
  phaseOf,
  reopen,
  requireHolder,
  resume,
  sendMessage,
  settle,
  startBlock,
  submit,
  type Sitting,
} from "../../../server/sittings/state.js";

const minute = 60_000;
const blocks = [
  { blockId: "PRACTICE", timeLimitMs: null },
  { blockId: "M1", timeLimitMs: 20 * minute },
  { blockId: "S1", timeLimitMs: 10 * minute },
];
const device = (deviceId: string, sinceMs = 0) => ({ deviceId, sinceMs, playerVersion: "1" });
const fresh = (mustAuthorise = false): Sitting => newSitting(blocks, mustAuthorise, device("computer-a"));

/** A sitting in its first timed block, which began at minute 0. */
function inM1(): Sitting {
  const practised = finishBlock(
    startBlock(fresh(), "PRACTICE", -minute, "vi").sitting,
    "PRACTICE",
    0,
  ).sitting;
  return startBlock(practised, "M1", 0, "vi").sitting;
}

const left = (sitting: Sitting, nowMs: number): number | null => {
  const block = currentBlock(sitting);
  return block ? remainingMs(block.clock, nowMs) : null;
};

function codeOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
}

describe("a sitting from login to submission", () => {
  it("waits for leave where the session asks for it, and for nothing where not", () => {
    expect(phaseOf(fresh(true))).toBe("waiting");
    expect(phaseOf(fresh())).toBe("ready");
    expect(codeOf(() => startBlock(fresh(true), "PRACTICE", 0, "vi"))).toBe("sitting-waiting");
    expect(phaseOf(authorise(fresh(true)).sitting)).toBe("ready");
    expect(codeOf(() => authorise(fresh()))).toBe("not-waiting");
  });

  it("goes through its blocks in order", () => {
    let sitting = fresh();
    expect(codeOf(() => startBlock(sitting, "M1", 0, "vi"))).toBe("block-not-next");
    expect(codeOf(() => finishBlock(sitting, "PRACTICE", 0))).toBe("block-not-running");
    for (const { blockId } of blocks) {
      sitting = startBlock(sitting, blockId, 0, "vi").sitting;
      expect(phaseOf(sitting)).toBe("running");
      expect(codeOf(() => submit(sitting, 0))).toBe("blocks-left");
      sitting = finishBlock(sitting, blockId, minute).sitting;
      expect(phaseOf(sitting)).toBe("ready");
    }
    sitting = submit(sitting, 2 * minute).sitting;
    expect(phaseOf(sitting)).toBe("submitted");
    expect(codeOf(() => startBlock(sitting, "S1", 0, "vi"))).toBe("sitting-over");
  });

  it("changes nothing when an act is repeated", () => {
    const sitting = inM1();
    expect(startBlock(sitting, "M1", 5 * minute, "vi")).toEqual({ sitting, events: [] });
    expect(finishBlock(sitting, "PRACTICE", 5 * minute)).toEqual({ sitting, events: [] });
    const paused = pause(sitting, minute).sitting;
    expect(pause(paused, 2 * minute)).toEqual({ sitting: paused, events: [] });
    const ended = end(sitting, minute).sitting;
    expect(end(ended, 2 * minute)).toEqual({ sitting: ended, events: [] });
  });

  it("keeps the last message", () => {
    const { sitting } = sendMessage(inM1(), "m1", "Five minutes left");
    expect(sitting.message).toEqual({ id: "m1", text: "Five minutes left" });
  });
});

describe("the time of a block", () => {
  it("runs from the start of the block", () => {
    expect(left(inM1(), 5 * minute)).toBe(15 * minute);
    expect(deadlineOf(inM1())).toBe(20 * minute);
  });

  it("closes the block at the moment it ran out, however late anybody looks", () => {
    const { sitting, events } = settle(inM1(), 500 * minute);
    expect(sitting.blocks[1].closedAtMs).toBe(20 * minute);
    expect(sitting.blockIndex).toBe(2);
    expect(phaseOf(sitting)).toBe("ready");
    expect(events).toEqual([{ kind: "timeOver", details: { blockId: "M1", usedMs: 20 * minute } }]);
    expect(settle(sitting, 501 * minute).events).toEqual([]);
  });

  it("stands during a pause", () => {
    const paused = pause(inM1(), 5 * minute).sitting;
    expect(deadlineOf(paused)).toBeNull();
    expect(settle(paused, 90 * minute).sitting.blockIndex).toBe(1);
    expect(codeOf(() => finishBlock(paused, "M1", 90 * minute))).toBe("sitting-paused");
    const resumed = resume(paused, 90 * minute).sitting;
    expect(left(resumed, 92 * minute)).toBe(13 * minute);
    expect(codeOf(() => resume(resumed, 92 * minute))).toBe("not-paused");
  });

  it("does not begin by a pause before the block begins", () => {
    const between = finishBlock(inM1(), "M1", minute).sitting;
    const resumed = resume(pause(between, 2 * minute).sitting, 3 * minute).sitting;
    expect(phaseOf(resumed)).toBe("ready");
    expect(currentBlock(resumed)?.clock.runningSinceMs).toBeNull();
  });

  it("grows by added minutes, in a pause and before the block too, and never falls below what is used up", () => {
    expect(left(addMinutes(inM1(), 5, minute).sitting, minute)).toBe(24 * minute);
    expect(left(addMinutes(pause(inM1(), minute).sitting, 5, 9 * minute).sitting, 9 * minute)).toBe(
      24 * minute,
    );
    const { sitting, events } = addMinutes(inM1(), -60, 15 * minute);
    expect(left(sitting, 15 * minute)).toBe(0);
    expect(events[0].details.grantedMs).toBe(-5 * minute);
  });

  it("grows before it begins for those who are given more time from the start", () => {
    const { sitting, events } = addMinutes(fresh(), 5, 0);
    expect(events[0].details.blockId).toBe("M1");
    expect(sitting.blocks.map(({ clock }) => clock.grantedMs)).toEqual([0, 5 * minute, 0]);
    const questionnaireOnly = newSitting([blocks[0]], false, device("computer-a"));
    expect(codeOf(() => addMinutes(questionnaireOnly, 5, 0))).toBe("block-without-limit");
  });

  it("gives no negative time when the server's clock is set back", () => {
    expect(left(inM1(), -30 * minute)).toBe(20 * minute);
  });
});

describe("another computer", () => {
  it("takes the sitting over with the next epoch; the same one keeps its epoch", () => {
    const again = login(inM1(), device("computer-a", minute), minute).sitting;
    expect(epochOf(again)).toBe(0);
    const moved = login(again, device("computer-b", 2 * minute), 2 * minute).sitting;
    expect(epochOf(moved)).toBe(1);
    expect(codeOf(() => requireHolder(moved, 0))).toBe("sitting-moved");
    const back = login(moved, device("computer-a", 3 * minute), 3 * minute).sitting;
    expect(epochOf(back)).toBe(2);
  });

  it("gives the silent time back, up to a limit, and logs it", () => {
    const { sitting, events } = login(inM1(), device("computer-b", 8 * minute), 5 * minute);
    expect(left(sitting, 8 * minute)).toBe(15 * minute);
    expect(events[0].details).toMatchObject({ epoch: 1, creditMs: 3 * minute });
    const long = login(inM1(), device("computer-b", 19 * minute), minute);
    expect(long.events[0].details.creditMs).toBe(moveCreditMaxMs);
  });

  it("gives none to the same computer, in a pause, or without a sign of life", () => {
    expect(left(login(inM1(), device("computer-a", 8 * minute), minute).sitting, 8 * minute)).toBe(
      12 * minute,
    );
    const paused = pause(inM1(), 5 * minute).sitting;
    expect(left(login(paused, device("computer-b", 9 * minute), 5 * minute).sitting, 9 * minute)).toBe(
      15 * minute,
    );
    expect(login(inM1(), device("computer-b", 8 * minute), null).events[0].details.creditMs).toBe(0);
  });
});

describe("ending and reopening", () => {
  it("goes on with the time there was after an end by mistake", () => {
    const ended = end(inM1(), 5 * minute).sitting;
    expect(phaseOf(ended)).toBe("ended");
    const reopened = reopen(ended, 0, 30 * minute).sitting;
    expect(phaseOf(reopened)).toBe("running");
    expect(left(reopened, 31 * minute)).toBe(14 * minute);
  });

  it("opens the last block again after a submission", () => {
    let sitting = finishBlock(inM1(), "M1", minute).sitting;
    sitting = finishBlock(startBlock(sitting, "S1", minute, "vi").sitting, "S1", 5 * minute).sitting;
    sitting = submit(sitting, 6 * minute).sitting;
    const reopened = reopen(sitting, 2, 10 * minute).sitting;
    expect(phaseOf(reopened)).toBe("running");
    expect(currentBlock(reopened)).toMatchObject({ blockId: "S1", closedAtMs: null });
    expect(left(reopened, 10 * minute)).toBe(8 * minute);
  });

  it("needs minutes for a block whose time was over", () => {
    const over = settle(inM1(), 25 * minute).sitting;
    expect(codeOf(() => reopen(over, 0, 26 * minute))).toBe("command-incomplete");
    expect(left(reopen(over, 3, 26 * minute).sitting, 26 * minute)).toBe(3 * minute);
  });

  it("has nothing to reopen before a block is closed, or while one is under way", () => {
    expect(codeOf(() => reopen(fresh(), 5, 0))).toBe("nothing-to-reopen");
    expect(codeOf(() => reopen(inM1(), 5, 0))).toBe("nothing-to-reopen");
  });
});
