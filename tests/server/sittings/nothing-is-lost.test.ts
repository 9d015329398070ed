import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entry } from "../../../server/contract/sitting.js";
import { verifyChain } from "../../../server/logs/chain.js";
import { Problem } from "../../../server/problem.js";
import { fold } from "../../../server/responses/fold.js";
import { newLedger, plan, savedThrough, take } from "../../../server/responses/ledger.js";
import { entryOf, type Segment } from "../../../server/responses/segment.js";
import {
  end,
  epochOf,
  finishBlock,
  login,
  newSitting,
  pause,
  reopen,
  resume,
  settle,
  startBlock,
  submit,
  type Sitting,
  type Step,
} from "../../../server/sittings/state.js";

/** What can happen in a room, in any order. */
type Act =
  | {
      do: "answer" | "move" | "crash" | "pause" | "resume" | "start" | "finish" | "submit" | "end" | "reopen";
    }
  | { do: "wait"; ms: number }
  | { do: "send"; isAckLost: boolean; from: number };

const acts = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Act>({ do: "answer" }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("send" as const), isAckLost: fc.boolean(), from: fc.nat(3) }),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom<Act>(
      ...(["move", "crash", "pause", "resume", "start", "finish", "submit", "end", "reopen"] as const).map(
        (act) => ({ do: act }),
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 200_000 }) }),
  },
);

/** A room with one test taker: devices with an outbox each, a server, and a disk that keeps what was acknowledged. */
class Room {
  nowMs = 1_000_000;
  sitting: Sitting = newSitting(
    ["P", "M", "S"].map((blockId) => ({ blockId, timeLimitMs: blockId === "P" ? null : 300_000 })),
    false,
    { deviceId: "device-0", sinceMs: 0, playerVersion: "1" },
  );
  disk: Segment[] = [];
  ledger = newLedger("s");
  devices: { epoch: number; next: number; outbox: Entry[] }[] = [{ epoch: 0, next: 0, outbox: [] }];
  made: { epoch: number; entry: Entry }[] = [];
  acknowledged = new Set<string>();

  step(act: (sitting: Sitting) => Step): void {
    this.sitting = settle(this.sitting, this.nowMs).sitting;
    try {
      this.sitting = act(this.sitting).sitting;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  answer(): void {
    const device = this.devices.at(-1);
    if (!device) return;
    const entry: Entry = {
      sequence: device.next++,
      elapsedMs: this.nowMs - 1_000_000,
      deviceTime: "",
      kind: "response",
      itemId: `M${this.made.length % 3}`,
      value: `response ${this.made.length}`,
    };
    device.outbox.push(entry);
    this.made.push({ epoch: device.epoch, entry });
  }

  send(device: Room["devices"][number], isAckLost: boolean): void {
    if (device.outbox.length === 0) return;
    this.sitting = settle(this.sitting, this.nowMs).sitting;
    const segment = plan(this.ledger, [{ epoch: device.epoch, entries: device.outbox }], {
      nowMs: this.nowMs,
      currentEpoch: epochOf(this.sitting),
      endedAtMs: this.sitting.end?.atMs ?? null,
      blockOf: () => ({ hasStarted: true, closedAtMs: this.sitting.blocks[1].closedAtMs }),
      fits: () => true,
    });
    if (segment) {
      this.disk.push(JSON.parse(JSON.stringify(segment)) as Segment);
      take(this.ledger, segment);
    }
    if (isAckLost) return;
    const through = savedThrough(this.ledger, device.epoch);
    for (const { sequence } of device.outbox) {
      if (sequence <= through) this.acknowledged.add(`${device.epoch}:${sequence}`);
    }
    device.outbox = device.outbox.filter(({ sequence }) => sequence > through);
  }

  run(act: Act): void {
    if (act.do === "answer") this.answer();
    else if (act.do === "wait") this.nowMs += act.ms;
    else if (act.do === "send") {
      const device = this.devices.at(-1 - (act.from % this.devices.length));
      if (device) this.send(device, act.isAckLost);
    } else if (act.do === "crash") this.restart();
    else if (act.do === "move") {
      const deviceId = `device-${this.devices.length}`;
      this.step((s) => login(s, { deviceId, sinceMs: this.nowMs, playerVersion: "1" }, null));
      this.devices.push({ epoch: epochOf(this.sitting), next: 0, outbox: [] });
    } else this.step((s) => this.command(act.do as "pause", s));
  }

  command(act: "pause" | "resume" | "start" | "finish" | "submit" | "end" | "reopen", s: Sitting): Step {
    const blockId = s.blocks[s.blockIndex]?.blockId ?? "";
    if (act === "pause") return pause(s, this.nowMs);
    if (act === "resume") return resume(s, this.nowMs);
    if (act === "start") return startBlock(s, blockId, this.nowMs, "vi");
    if (act === "finish") return finishBlock(s, blockId, this.nowMs);
    if (act === "end") return end(s, this.nowMs);
    if (act === "reopen") return reopen(s, 5, this.nowMs);
    const device = this.devices.at(-1);
    if (device && savedThrough(this.ledger, device.epoch) < device.next - 1) {
      throw new Problem("entries-missing", { savedThrough: 0, lastSequence: 0 });
    }
    return submit(s, this.nowMs);
  }

  /** The process dies; what is left is the disk. */
  restart(): void {
    this.ledger = newLedger("s");
    for (const segment of this.disk) take(this.ledger, segment);
  }
}

describe("no order of answering, pausing, reconnecting, moving, crashing and submitting loses a response", () => {
  it("has every entry once in the end, in an intact chain, and the last one that counts is the response", () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 60 }), (order) => {
        const room = new Room();
        for (const act of order) room.run(act);
        const acknowledged = [...room.acknowledged];
        // Every computer finds the network again in the end.
        for (const device of room.devices) room.send(device, false);
        room.restart();

        const entries = room.disk.flatMap(({ records, atMs }) => records.map((r) => entryOf(r, atMs)));
        const stored = entries.map(({ epoch, sequence }) => `${epoch}:${sequence}`);
        expect(new Set(stored).size).toBe(stored.length);
        expect(new Set(stored)).toEqual(new Set(room.made.map((m) => `${m.epoch}:${m.entry.sequence}`)));
        expect(stored).toEqual(expect.arrayContaining(acknowledged));
        expect(verifyChain(room.disk.map(({ hash, ...body }) => ({ body, hash }))).isIntact).toBe(true);
        for (const device of room.devices) {
          expect(device.outbox).toEqual([]);
          expect(savedThrough(room.ledger, device.epoch)).toBe(device.next - 1);
        }

        const { items } = fold(entries);
        for (const itemId of ["M0", "M1", "M2"]) {
          const counted = entries.filter(
            ({ flags, itemId: of }) =>
              of === itemId && !flags.some((flag) => flag === "afterBlock" || flag === "afterEnd"),
          );
          const last = counted.sort((a, b) => a.epoch - b.epoch || a.sequence - b.sequence).at(-1);
          expect(items[itemId]?.value ?? null).toEqual(last?.value ?? null);
        }
      }),
      { numRuns: 400 },
    );
  });
});
