import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as act from "../../../client/player/actions.js";
import {
  answeredOf,
  currentBlock,
  mayAnswer,
  placedItems,
  savingWord,
  screenOf,
  unitMarks,
  type Screen,
} from "../../../client/player/select.js";
import { defaults, type PlayerState } from "../../../client/player/state.js";
import type { BlockContent, SittingPhase, SittingState } from "../../../server/contract/sitting.js";
import type { PlayerItem } from "../../../item-bank/types.js";

const item = (id: string): PlayerItem => ({
  id,
  unitId: "UN101",
  stem: { vi: [] },
  interaction: { kind: "extendedText", lines: 4, maxCharacters: 100 },
});
const content = (unitCount: number, itemCount: number): BlockContent => ({
  blockId: "B0",
  kind: "test",
  title: { vi: "Toán 1" },
  assets: {},
  optionOrders: {},
  units: Array.from({ length: unitCount }, (_, u) => ({
    unit: { id: `U${u}`, title: { vi: `Bài ${u}` }, itemIds: [] },
    items: Array.from({ length: itemCount }, (_, i) => item(`U${u}Q${i}`)),
  })),
});
const sitting = (change: Partial<SittingState> = {}, remainingMs: number | null = 60_000): SittingState => ({
  sittingId: "s1",
  version: 1,
  epoch: 0,
  phase: "running",
  blocks: [0, 1].map((index) => ({
    blockId: `B${index}`,
    title: { vi: `Phần ${index}` },
    kind: "test",
    itemCount: 4,
    state: index === 0 ? "running" : "next",
    timeLimitMs: 60_000,
    remainingMs: index === 0 ? remainingMs : null,
    isClockRunning: index === 0,
  })),
  blockIndex: 0,
  savedThrough: -1,
  message: null,
  ...change,
});
const afterBlock = (version: number): SittingState => {
  const state = sitting({ version, phase: "ready", blockIndex: 1 });
  return {
    ...state,
    blocks: state.blocks.map((block, index) => (index === 0 ? { ...block, state: "done" } : block)),
  };
};

function inBlock(): PlayerState {
  const state = defaults("vi");
  act.enter(state);
  act.takeSitting(state, sitting());
  act.openBlock(state, content(3, 2), 0, []);
  return state;
}

describe("the player's state", () => {
  it("shows exactly one screen in every phase, and takes answers on a block's screens only", () => {
    const phases: SittingPhase[] = ["waiting", "ready", "running", "paused", "submitted", "ended"];
    const any = fc.record({
      phase: fc.constantFrom(...phases),
      blockIndex: fc.integer({ min: 0, max: 2 }),
      hasContent: fc.boolean(),
      isReview: fc.boolean(),
      isTimeOver: fc.boolean(),
      hasMoved: fc.boolean(),
      isInOtherTab: fc.boolean(),
    });
    fc.assert(
      fc.property(any, ({ phase, blockIndex, hasContent, isReview, isTimeOver, hasMoved, isInOtherTab }) => {
        const state = defaults("vi");
        act.enter(state);
        state.sitting = sitting({ phase, blockIndex });
        if (hasContent) act.openBlock(state, content(2, 2), 0, []);
        if (isReview) act.showReview(state);
        Object.assign(state, { hasMoved, isInOtherTab, timeOverBlockId: isTimeOver ? "B0" : null });
        const screen = screenOf(state);
        const open: Screen[] = ["block", "review"];
        expect(mayAnswer(state)).toBe(open.includes(screen));
        if (hasMoved || isInOtherTab || phase !== "running") expect(open).not.toContain(screen);
      }),
    );
  });

  it("takes a newer state of the server and leaves an older one that comes late", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }), (versions) => {
        const state = defaults("vi");
        act.enter(state);
        for (const version of versions) act.takeSitting(state, sitting({ version }));
        expect(state.sitting?.version).toBe(Math.max(...versions));
      }),
    );
  });

  it("keeps the unit on the screen within the block, wherever one asks to go", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 12 }), { maxLength: 20 }), (steps) => {
        const state = inBlock();
        for (const index of steps) act.showUnit(state, index);
        expect(state.unitIndex).toBeGreaterThanOrEqual(0);
        expect(state.unitIndex).toBeLessThan(3);
        expect(state.seenUnits.has(`U${state.unitIndex}`)).toBe(true);
      }),
    );
  });

  it("leaves no trace of a response that was taken back, and none of a mark", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const state = inBlock();
        const before = structuredClone({ responses: state.responses, marked: state.marked });
        act.answer(state, "U0Q0", text);
        act.mark(state, "U0Q0", true);
        act.answer(state, "U0Q0", null);
        act.mark(state, "U0Q0", false);
        expect({ responses: state.responses, marked: state.marked }).toEqual(before);
      }),
    );
  });

  it("closes a finished block: nothing of it can be shown any more", () => {
    const state = inBlock();
    act.askToClose(state, "B0");
    act.takeSitting(state, afterBlock(2));
    expect(screenOf(state)).toBe("blockStart");
    expect(state.content).toBeNull();
    expect(currentBlock(state)?.blockId).toBe("B1");
  });

  it("says that the time is over when the server closed the block unasked", () => {
    const state = inBlock();
    act.takeSitting(state, afterBlock(2));
    expect(screenOf(state)).toBe("timeOver");
    act.goOnAfterTime(state);
    expect(screenOf(state)).toBe("blockStart");
  });

  it("says so too when the test taker had asked to close the block but went on with it", () => {
    const state = inBlock();
    act.askToClose(state, "B0");
    act.showUnit(state, 1);
    act.takeSitting(state, afterBlock(2));
    expect(screenOf(state)).toBe("timeOver");
  });

  it("opens the block again when minutes are added after the time had run out", () => {
    const state = inBlock();
    act.endTime(state);
    expect(screenOf(state)).toBe("timeOver");
    act.takeSitting(state, sitting({ version: 2 }, 300_000));
    expect(screenOf(state)).toBe("block");
  });

  it("keeps the open unit through a pause", () => {
    const state = inBlock();
    act.showUnit(state, 2);
    act.takeSitting(state, sitting({ version: 2, phase: "paused" }));
    expect(screenOf(state)).toBe("paused");
    act.takeSitting(state, sitting({ version: 3 }));
    expect(screenOf(state)).toBe("block");
    expect(state.unitIndex).toBe(2);
  });

  it("shows the test in a language that it has", () => {
    const state = defaults("en");
    const person = {
      name: "An",
      group: "9A",
      sessionTitle: "",
      place: "",
      studyTitle: {},
      languages: ["vi" as const],
    };
    act.askIsThisYou(state, person, false);
    expect(state.display.language).toBe("vi");
  });
});

describe("marks of the units", () => {
  it("count a unit as answered only when every item is", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (given) => {
        const state = inBlock();
        const shown = content(3, 2);
        placedItems(shown).forEach(({ item: { id } }, index) => {
          if (given[index]) act.answer(state, id, "một câu");
        });
        unitMarks(shown, state).forEach((unit, u) => {
          const count = Number(given[2 * u]) + Number(given[2 * u + 1]);
          expect(unit.answered).toBe(count === 2 ? "all" : count === 1 ? "part" : "none");
        });
      }),
    );
  });

  it("number the items through the whole block", () => {
    expect(placedItems(content(3, 2)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(unitMarks(content(3, 2), inBlock()).map(({ first, last }) => [first, last])).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it("tell a response to some statements from one to all", () => {
    const state = inBlock();
    const cluster: PlayerItem = {
      ...item("TF1"),
      interaction: {
        kind: "trueFalseCluster",
        statements: ["a", "b", "c", "d"].map((id) => ({ id, content: {} })),
      },
    };
    expect(answeredOf(cluster, state)).toBe("none");
    act.answer(state, "TF1", { a: false });
    expect(answeredOf(cluster, state)).toBe("part");
    act.answer(state, "TF1", { a: false, b: true, c: true, d: false });
    expect(answeredOf(cluster, state)).toBe("all");
  });
});

describe("the words on where the answers are", () => {
  const saving = defaults("vi").saving;
  it("say saved only when the server has everything", () => {
    expect(savingWord(saving)).toBe("saved");
    expect(savingWord({ ...saving, unsentCount: 1 })).toBe("onDevice");
    expect(savingWord({ ...saving, unsentCount: 1, isStored: false })).toBe("storing");
    expect(savingWord({ ...saving, isOnline: false })).toBe("offline");
    expect(savingWord({ ...saving, unsentCount: 1, isServerStuck: true })).toBe("serverStuck");
  });
  it("put first what the proctor has to hear of", () => {
    const worst = {
      isStored: false,
      hasStorageFailed: true,
      unsentCount: 3,
      isOnline: false,
      mayReload: false,
      isServerStuck: true,
      isRefused: true,
    };
    expect(savingWord(worst)).toBe("storageFailed");
    expect(savingWord({ ...worst, hasStorageFailed: false })).toBe("refused");
  });
});
