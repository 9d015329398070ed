import { describe, expect, it } from "vitest";
import { verifyChain } from "../../../server/logs/chain.js";
import { graceMs, type Arrival } from "../../../server/responses/arrival.js";
import {
  answeredItems,
  newLedger,
  plan,
  savedThrough,
  take,
  type Ledger,
} from "../../../server/responses/ledger.js";
import { entryOf, type Segment } from "../../../server/responses/segment.js";
import type { Entry } from "../../../server/contract/sitting.js";
import { arrival, entry } from "../../support/make-entries.js";

function save(ledger: Ledger, entries: Entry[], at: Partial<Arrival> = {}, epoch = 0): Segment | null {
  const segment = plan(ledger, [{ epoch, entries }], arrival(at));
  if (segment) take(ledger, segment);
  return segment;
}

const flagsOf = (segment: Segment | null): string[][] => segment?.records.map(({ flags }) => flags) ?? [];

describe("taking entries", () => {
  it("counts what is kept without a gap", () => {
    const ledger = newLedger("s");
    expect(savedThrough(ledger, 0)).toBe(-1);
    save(ledger, [entry(0), entry(1)]);
    expect(savedThrough(ledger, 0)).toBe(1);
    save(ledger, [entry(4)]);
    expect(savedThrough(ledger, 0)).toBe(1);
    save(ledger, [entry(3), entry(2)]);
    expect(savedThrough(ledger, 0)).toBe(4);
  });

  it("stores a batch that is sent twice once", () => {
    const ledger = newLedger("s");
    expect(save(ledger, [entry(0), entry(1)])?.records).toHaveLength(2);
    expect(save(ledger, [entry(0), entry(1)])).toBeNull();
    expect(save(ledger, [entry(1), entry(2)])?.records).toHaveLength(1);
  });

  it("stores an entry once that stands twice in what is written together", () => {
    const ledger = newLedger("s");
    const batches = [
      { epoch: 0, entries: [entry(0), entry(0)] },
      { epoch: 0, entries: [entry(0)] },
    ];
    expect(plan(ledger, batches, arrival())?.records).toHaveLength(1);
  });

  it("keeps the first content of a sequence and writes another one down as a conflict, once", () => {
    const ledger = newLedger("s");
    save(ledger, [entry(0, { value: "first" })]);
    const conflict = save(ledger, [entry(0, { value: "second" })]);
    expect(conflict?.records).toMatchObject([{ isConflict: true, valueJson: '"second"' }]);
    expect(save(ledger, [entry(0, { value: "second" })])).toBeNull();
    expect(save(ledger, [entry(0, { value: "first" })])).toBeNull();
    expect(savedThrough(ledger, 0)).toBe(0);
  });

  it("knows the same after a restart as before", () => {
    const ledger = newLedger("s");
    const segments = [
      save(ledger, [entry(0), entry(1, { kind: "visit", value: undefined })]),
      save(ledger, [entry(1, { value: "other" }), entry(5)]),
      save(ledger, [entry(0)], { currentEpoch: 1 }, 1),
    ];
    const again = newLedger("s");
    for (const segment of segments) take(again, JSON.parse(JSON.stringify(segment)) as Segment);
    expect(again).toEqual(ledger);
  });

  it("chains the segments, so that a change of a stored value shows", () => {
    const ledger = newLedger("s");
    const segments = [save(ledger, [entry(0)]), save(ledger, [entry(1)])] as Segment[];
    const links = segments.map(({ hash, ...body }) => ({ body, hash }));
    expect(verifyChain(links).isIntact).toBe(true);
    segments[0].records[0].valueJson = '"forged"';
    expect(verifyChain(links).brokenAt).toBe(0);
  });

  it("gives back every value as it came, half a surrogate pair included", () => {
    const ledger = newLedger("s");
    const value = { "$set.a": "\ud83d", __proto__x: "ừ" };
    const segment = save(ledger, [entry(0, { value, deviceTime: "\ud83d" })]);
    const stored = JSON.parse(JSON.stringify(segment)) as Segment;
    expect(entryOf(stored.records[0], 1).value).toEqual(value);
    // What was sent the second time is the same entry, although the device's text was mended on the way in.
    expect(save(ledger, [entry(0, { value, deviceTime: "\ud83d" })])).toBeNull();
  });

  it("knows which items are answered: an empty response takes an answer back", () => {
    const ledger = newLedger("s");
    save(ledger, [entry(0, { itemId: "M1" }), entry(1, { itemId: "M2" })]);
    expect(answeredItems(ledger)).toEqual(["M1", "M2"]);
    save(ledger, [entry(2, { itemId: "M1", value: null })]);
    expect(answeredItems(ledger)).toEqual(["M2"]);
  });
});

describe("flags of entries", () => {
  it("flags an older device's entries, and they never stand over a newer device's", () => {
    const ledger = newLedger("s");
    save(ledger, [entry(0, { value: "new" })], { currentEpoch: 1 }, 1);
    const late = save(ledger, [entry(0, { value: "" })], { currentEpoch: 1 }, 0);
    expect(flagsOf(late)).toEqual([["moved"]]);
    expect(answeredItems(ledger)).toEqual(["M1"]);
  });

  it("takes what arrives within the grace after a block closed as on time", () => {
    const closed = { blockOf: () => ({ hasStarted: true, closedAtMs: 1_000_000 }) };
    const ledger = newLedger("s");
    expect(flagsOf(save(ledger, [entry(0)], { ...closed, nowMs: 1_000_000 + graceMs }))).toEqual([[]]);
    const late = { ...closed, nowMs: 1_000_001 + graceMs };
    expect(flagsOf(save(newLedger("t"), [entry(0)], late))).toEqual([["afterBlock"]]);
  });

  it("counts what was made in time on a device without network, by the device's own clock", () => {
    const ledger = newLedger("s");
    // The device's clock stood at 0 at 900 000; the block closes at 1 000 000; the network is back at 1 400 000.
    save(ledger, [entry(0, { elapsedMs: 20_000 })], { nowMs: 920_000 });
    const at = { nowMs: 1_400_000, blockOf: () => ({ hasStarted: true, closedAtMs: 1_000_000 }) };
    const segment = save(ledger, [entry(1, { elapsedMs: 99_000 }), entry(2, { elapsedMs: 300_000 })], at);
    expect(flagsOf(segment)).toEqual([["delayed"], ["afterBlock"]]);
    expect(ledger.newest.get("M1")?.sequence).toBe(1);
    expect(ledger.lateCount).toBe(1);
  });

  it("does not trust the clock of a player that was loaded anew without network", () => {
    const ledger = newLedger("s");
    save(ledger, [entry(0, { elapsedMs: 20_000 })], { nowMs: 920_000 });
    const at = { nowMs: 1_400_000, blockOf: () => ({ hasStarted: true, closedAtMs: 1_000_000 }) };
    expect(flagsOf(save(ledger, [entry(1, { elapsedMs: 500 })], at))).toEqual([["afterBlock"]]);
  });

  it("keeps what arrives after the end without counting it", () => {
    const ledger = newLedger("s");
    const segment = save(ledger, [entry(0)], { endedAtMs: 900_000 });
    expect(flagsOf(segment)).toEqual([["afterEnd"]]);
    expect(answeredItems(ledger)).toEqual([]);
    expect(savedThrough(ledger, 0)).toBe(0);
  });

  it("keeps what does not fit, what is not in the booklet, and what is not open, without counting it", () => {
    expect(flagsOf(save(newLedger("a"), [entry(0)], { fits: () => false }))).toEqual([["unfit"]]);
    expect(flagsOf(save(newLedger("b"), [entry(0)], { blockOf: () => null }))).toEqual([["unknownItem"]]);
    const notOpen = { blockOf: () => ({ hasStarted: false, closedAtMs: null }) };
    expect(flagsOf(save(newLedger("c"), [entry(0)], notOpen))).toEqual([["notOpen"]]);
  });
});
