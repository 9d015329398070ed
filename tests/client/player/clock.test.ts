import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Clock, clockText } from "../../../client/player/clock.js";

function clockAt() {
  let now = 1_000;
  return { clock: new Clock(() => now), wait: (ms: number) => (now += ms) };
}

describe("the block's clock", () => {
  it("counts down from what the server said, and never below zero", () => {
    const ms = fc.integer({ min: 0, max: 7_200_000 });
    fc.assert(
      fc.property(ms, ms, (left, gone) => {
        const { clock, wait } = clockAt();
        clock.set(left, true);
        wait(gone);
        expect(clock.left()).toBe(Math.max(0, left - gone));
      }),
    );
  });

  it("stands in a pause, and goes on from there", () => {
    const { clock, wait } = clockAt();
    clock.set(60_000, false);
    wait(30_000);
    expect(clock.left()).toBe(60_000);
    expect(clock.isTicking).toBe(false);
    clock.set(60_000, true);
    wait(1_000);
    expect(clock.left()).toBe(59_000);
  });

  it("has nothing to show without a limit", () => {
    const { clock, wait } = clockAt();
    clock.set(null, true);
    wait(5_000);
    expect(clock.left()).toBeNull();
    expect(clock.isTicking).toBe(false);
  });

  it("takes every correction of the server, up and down", () => {
    const { clock, wait } = clockAt();
    clock.set(10_000, true);
    wait(9_000);
    clock.set(300_000, true);
    expect(clock.left()).toBe(300_000);
    clock.set(2_000, true);
    expect(clock.left()).toBe(2_000);
  });

  it("is written as people read a clock", () => {
    expect(clockText(0)).toBe("0:00");
    expect(clockText(59_001)).toBe("1:00");
    expect(clockText(725_000)).toBe("12:05");
    expect(clockText(3_725_000)).toBe("1:02:05");
  });
});
