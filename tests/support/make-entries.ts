import type { Entry } from "../../server/contract/sitting.js";
import type { Arrival } from "../../server/responses/arrival.js";

/** An entry with the members that a test does not care about filled in. */
export function entry(sequence: number, more: Partial<Entry> = {}): Entry {
  return {
    sequence,
    elapsedMs: sequence * 1000,
    deviceTime: "2026-03-02T08:00:00.000Z",
    kind: "response",
    itemId: "M1",
    value: `v${sequence}`,
    ...more,
  };
}

/** An arrival in the middle of a block that is open for every item, at a device that holds the sitting. */
export function arrival(more: Partial<Arrival> = {}): Arrival {
  return {
    nowMs: 1_000_000,
    currentEpoch: 0,
    endedAtMs: null,
    blockOf: () => ({ hasStarted: true, closedAtMs: null }),
    fits: () => true,
    ...more,
  };
}
