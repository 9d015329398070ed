import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entry } from "../../../server/contract/sitting.js";
import type { KeptEntry } from "../../../server/responses/entries.js";
import { fold } from "../../../server/responses/fold.js";
import { entry } from "../../support/make-entries.js";

const kept = (sequence: number, more: Partial<Entry> = {}, epoch = 0, flags: KeptEntry["flags"] = []) => ({
  ...entry(sequence, more),
  epoch,
  receivedAtMs: Date.UTC(2026, 2, 2) + sequence,
  flags,
});

describe("folding entries into responses", () => {
  it("takes the last response by epoch and sequence, whatever the clocks say", () => {
    const entries = [
      kept(0, { value: "a", deviceTime: "2031-01-01T00:00:00Z" }),
      kept(1, { value: "b", deviceTime: "1999-01-01T00:00:00Z" }),
      kept(0, { value: "c", elapsedMs: 5 }, 1),
      kept(7, { value: "late from the first device" }, 0, ["moved"]),
    ];
    expect(fold(entries).items.M1).toMatchObject({ value: "c", changes: 4 });
  });

  it("does not depend on the order of arrival", () => {
    const entries = Array.from({ length: 8 }, (_, k) =>
      kept(k, { itemId: `M${k % 3}`, kind: k % 4 === 3 ? "visit" : "response" }, k % 2),
    );
    const expected = fold(entries);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(fold(shuffled)).toEqual(expected);
      }),
    );
  });

  it("counts visits and the time between them, to the next visit or leave", () => {
    const entries = [
      kept(0, { kind: "visit", itemId: "M1", elapsedMs: 1000 }),
      kept(1, { kind: "response", itemId: "M1", elapsedMs: 6000 }),
      kept(2, { kind: "visit", itemId: "M2", elapsedMs: 11_000 }),
      kept(3, { kind: "leave", itemId: "M2", elapsedMs: 13_000 }),
      kept(4, { kind: "visit", itemId: "M1", elapsedMs: 20_000 }),
      kept(5, { kind: "leave", itemId: "M1", elapsedMs: 20_500 }),
    ];
    const { items, position } = fold(entries);
    expect(items.M1).toMatchObject({ visits: 2, ms: 10_500, firstActionMs: 5000 });
    expect(items.M2).toMatchObject({ visits: 1, ms: 2000, value: null, firstAt: null });
    expect(position).toBe("M1");
  });

  it("ends a visit at the last sign before a reload, which starts the device's clock anew", () => {
    const entries = [
      kept(0, { kind: "visit", elapsedMs: 1000 }),
      kept(1, { elapsedMs: 4000 }),
      kept(2, { kind: "reload", itemId: undefined, elapsedMs: 10 }),
      kept(3, { kind: "visit", elapsedMs: 20 }),
      kept(4, { kind: "leave", elapsedMs: 520 }),
    ];
    expect(fold(entries).items.M1).toMatchObject({ ms: 3500, visits: 2 });
  });

  it("leaves out what does not count, and knows what is marked", () => {
    const entries = [
      kept(0, { value: "in time" }),
      kept(1, { value: "too late" }, 0, ["afterBlock"]),
      kept(2, { kind: "mark", value: true }),
      kept(3, { kind: "mark", value: true, itemId: "M2" }),
      kept(4, { kind: "mark", value: false, itemId: "M2" }),
    ];
    const { items } = fold(entries);
    expect(items.M1).toMatchObject({ value: "in time", isMarked: true });
    expect(items.M2.isMarked).toBe(false);
  });
});
