import { describe, expect, it } from "vitest";
import { pastEndMs, untilEndMs } from "../../../client/console/planned-end.js";
import { defaults, takeState, type RoomView } from "../../../client/console/state.js";
import type { RoomSitting, RoomState } from "../../../server/contract/room.js";

const minute = 60_000;

/** A room told at `performance.now()` 1000, when the server's clock read 8:00. */
function viewOf(sitting: Partial<RoomSitting>, endsAt: string | null): { view: RoomView; row: RoomSitting } {
  const row = {
    testTakerId: "a",
    phase: "running",
    remainingMs: 20 * minute,
    isClockRunning: true,
    laterLimitMs: 30 * minute,
    ...sitting,
  } as RoomSitting;
  const room = {
    sessionId: "S1",
    version: 1,
    serverTime: "2026-03-02T08:00:00.000Z",
    endsAt,
    sittings: [row],
  };
  return { view: takeState(defaults(), room as RoomState, 1000), row };
}
const past = (
  sitting: Partial<RoomSitting>,
  endsAt: string | null,
  afterMinutes: number,
  extra = 0,
): number => {
  const { view, row } = viewOf(sitting, endsAt);
  return pastEndMs(view, row, 1000 + afterMinutes * minute, extra * minute) / minute;
};

describe("the planned end in the room", () => {
  it("counts down by the server's clock, not by the proctor's computer", () => {
    const { view } = viewOf({}, "2026-03-02T08:45:00.000Z");
    expect(untilEndMs(view, 1000)).toBe(45 * minute);
    expect(untilEndMs(view, 1000 + 50 * minute)).toBe(-5 * minute);
    expect(untilEndMs(viewOf({}, null).view, 1000)).toBeNull();
  });

  it("foretells nothing any more half a day after it", () => {
    expect(past({}, "2026-03-02T00:30:00.000Z", 0)).toBe(500);
    expect(past({}, "2026-03-01T19:59:00.000Z", 0)).toBe(0);
  });

  it("is passed by the time of this block and of those to come", () => {
    expect(past({}, "2026-03-02T08:45:00.000Z", 0)).toBe(5);
    expect(past({}, "2026-03-02T08:50:00.000Z", 0)).toBe(0);
    // While the clock runs the time used is time gone: the answer stays. While it stands, it grows.
    expect(past({}, "2026-03-02T08:45:00.000Z", 12)).toBe(5);
    expect(past({ phase: "paused", isClockRunning: false }, "2026-03-02T08:45:00.000Z", 12)).toBe(17);
    expect(past({ phase: "ready", remainingMs: null }, "2026-03-02T08:45:00.000Z", 20)).toBe(5);
  });

  it("is passed by minutes that are about to be given", () => {
    expect(past({}, "2026-03-02T08:55:00.000Z", 0, 5)).toBe(0);
    expect(past({}, "2026-03-02T08:55:00.000Z", 0, 10)).toBe(5);
  });

  it("says nothing of those who are done, have not begun or have no limits, nor of seconds", () => {
    const soon = "2026-03-02T08:01:00.000Z";
    for (const phase of ["notStarted", "submitted", "ended"] as const)
      expect(past({ phase }, soon, 0)).toBe(0);
    expect(past({ remainingMs: null, laterLimitMs: 0 }, soon, 60)).toBe(0);
    expect(past({}, "2026-03-02T08:49:45.000Z", 0)).toBe(0);
    expect(past({}, null, 0)).toBe(0);
  });
});
