import { describe, expect, it } from "vitest";
import {
  countPhases,
  defaults,
  inOrder,
  remainingNow,
  select,
  setConnected,
  takeChange,
  takeState,
  toggle,
} from "../../../client/console/state.js";
import type { RoomSitting, RoomState } from "../../../server/contract/room.js";

function sitting(testTakerId: string, more: Partial<RoomSitting> = {}): RoomSitting {
  return {
    testTakerId,
    name: testTakerId,
    schoolNumber: testTakerId,
    group: "9A",
    code: "ABC-234",
    bookletId: "BOOKLET-1",
    phase: "running",
    sittingId: testTakerId,
    blockTitle: null,
    blockNumber: 1,
    blockCount: 5,
    unitTitle: null,
    answeredCount: 0,
    itemCount: 20,
    remainingMs: 60_000,
    isClockRunning: true,
    laterLimitMs: 0,
    connection: "connected",
    lastSavedAt: null,
    deviceCount: 1,
    extraMinutes: 0,
    needs: [],
    ...more,
  };
}

function room(version: number, sittings: RoomSitting[], sessionId = "S1"): RoomState {
  return {
    sessionId,
    sessionTitle: "9A",
    place: "",
    sessionStatus: "open",
    endsAt: null,
    version,
    serverTime: "2026-03-02T08:00:00.000Z",
    sittings,
  };
}

const at = { sessionId: "S1", serverTime: "2026-03-02T08:00:01.000Z" };

describe("the whole room", () => {
  it("replaces what was known and forgets the selection of those who are gone", () => {
    const before = select(takeState(defaults(), room(1, [sitting("a"), sitting("b")]), 0), ["a", "b"]);
    const after = takeState(before, room(5, [sitting("b")]), 10);
    expect(after.room?.sittings.map((each) => each.testTakerId)).toEqual(["b"]);
    expect([...after.selected]).toEqual(["b"]);
  });

  it("is not set back by an answer that was overtaken", () => {
    const now = takeState(defaults(), room(5, [sitting("a", { answeredCount: 7 })]), 0);
    expect(takeState(now, room(4, [sitting("a")]), 1)).toBe(now);
  });

  it("is taken after a break of the line, though the server counts its changes anew", () => {
    const before = takeState(defaults(), room(5, [sitting("a", { answeredCount: 7 })]), 0);
    const back = setConnected(setConnected(before, false), true);
    const after = takeState(back, room(1, [sitting("a", { answeredCount: 9 })]), 1);
    expect(after.room?.sittings[0].answeredCount).toBe(9);
    // And so are the changes that follow.
    const change = { ...at, version: 2, sittings: [sitting("a", { answeredCount: 10 })] };
    expect(takeChange(after, change, 2).room?.sittings[0].answeredCount).toBe(10);
  });
});

describe("a change", () => {
  const start = takeState(defaults(), room(3, [sitting("a"), sitting("b")]), 0);

  it("touches only the sittings it names, and adds new ones", () => {
    const change = { ...at, version: 4, sittings: [sitting("b", { answeredCount: 9 }), sitting("c")] };
    const after = takeChange(start, change, 500);
    expect(after.room?.version).toBe(4);
    expect(after.room?.sittings.map((each) => [each.testTakerId, each.answeredCount])).toEqual([
      ["a", 0],
      ["b", 9],
      ["c", 0],
    ]);
    expect(after.toldAtMs).toEqual({ a: 0, b: 500, c: 500 });
  });

  it("that skips a version makes the view stale, and the next whole state mends it", () => {
    const stale = takeChange(start, { ...at, version: 5, sittings: [] }, 500);
    expect(stale.isStale).toBe(true);
    expect(stale.room?.version).toBe(3);
    expect(takeState(stale, room(6, []), 600).isStale).toBe(false);
  });

  it("that is old, of another room, or before the first state changes nothing", () => {
    expect(takeChange(start, { ...at, version: 3, sittings: [sitting("a")] }, 1)).toBe(start);
    expect(takeChange(start, { ...at, sessionId: "S2", version: 4, sittings: [] }, 1)).toBe(start);
    const empty = defaults();
    expect(takeChange(empty, { ...at, version: 1, sittings: [] }, 1)).toBe(empty);
  });
});

describe("time left", () => {
  const view = takeState(defaults(), room(1, [sitting("a")]), 1_000);

  it("counts down from when it was told, and never below zero", () => {
    expect(remainingNow(view, sitting("a"), 1_000)).toBe(60_000);
    expect(remainingNow(view, sitting("a"), 31_000)).toBe(30_000);
    expect(remainingNow(view, sitting("a"), 100_000)).toBe(0);
  });

  it("stands still while the clock does, and is null without a limit and once the sitting is over", () => {
    expect(remainingNow(view, sitting("a", { isClockRunning: false }), 31_000)).toBe(60_000);
    expect(remainingNow(view, sitting("a", { remainingMs: null }), 31_000)).toBeNull();
    expect(remainingNow(view, sitting("a", { phase: "ended" }), 31_000)).toBeNull();
  });
});

it("who needs a hand comes first; within that the order of the seats, numbers as numbers", () => {
  const sittings = [
    sitting("HS10"),
    sitting("HS2"),
    sitting("HS30", { needs: ["idle"] }),
    sitting("HS3", { needs: ["connection"] }),
  ];
  expect(inOrder(sittings).map((each) => each.testTakerId)).toEqual(["HS3", "HS30", "HS2", "HS10"]);
});

it("a test taker is selected and unselected, and the earlier view is not changed", () => {
  const view = defaults();
  const once = toggle(view, "a");
  expect([...once.selected]).toEqual(["a"]);
  expect([...toggle(once, "a").selected]).toEqual([]);
  expect([...view.selected]).toEqual([]);
});

it("phases are counted, those that nobody is in as zero", () => {
  const counts = countPhases([sitting("a"), sitting("b", { phase: "paused" }), sitting("c")]);
  expect(counts).toMatchObject({ running: 2, paused: 1, submitted: 0 });
});
