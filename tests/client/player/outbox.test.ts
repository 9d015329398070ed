import fc from "fast-check";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Parts } from "./support/parts-page.js";
import { partsPage } from "./support/parts.js";

declare const parts: Parts;

let page: Page;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ page, close } = await partsPage());
});
afterAll(() => close());

/** What a test does to an outbox, step by step. */
type Step =
  | { do: "append"; text: string }
  | { do: "type"; text: string }
  | { do: "send" }
  /** An acknowledgement up to an entry that was sent, some of them old or repeated. */
  | { do: "acknowledge"; back: number }
  /** The page is gone without a word, and comes back. */
  | { do: "kill" }
  | { do: "stored" };

/**
 * Run the steps against a server that keeps what it is sent. At the end everything is sent.
 *
 * @returns what the server holds, in order, and what had to be there.
 */
function run(steps: Step[], name: string) {
  return page.evaluate(
    async ({ steps, name }) => {
      let database = await parts.openDatabase(name);
      const server = new Map<number, unknown>();
      const through = () => {
        let last = -1;
        while (server.has(last + 1)) last += 1;
        return last;
      };
      const open = () => parts.openOutbox(database, { firstFree: through() + 1 });
      let outbox = await open();
      let acknowledged: number[] = [];
      const written: string[] = [];
      let unstored: string[] = [];
      const take = (text: string, mayReplace: boolean) => {
        outbox.append(
          { elapsedMs: 0, deviceTime: "", kind: "response", itemId: "Q1", value: text },
          undefined,
          mayReplace,
        );
        unstored.push(text);
      };
      const send = () => {
        for (const entry of outbox.batch()?.entries ?? [])
          if (!server.has(entry.sequence)) server.set(entry.sequence, entry.value);
        acknowledged.push(through());
      };
      for (const step of steps) {
        if (step.do === "append") take(step.text, false);
        else if (step.do === "type") take(step.text, true);
        else if (step.do === "send") send();
        else if (step.do === "stored") {
          await outbox.stored();
          written.push(...unstored);
          unstored = [];
        } else if (step.do === "acknowledge") {
          const answer = acknowledged.at(-1 - (step.back % Math.max(1, acknowledged.length)));
          if (answer !== undefined) await outbox.forget(0, answer);
        } else {
          // Closed, so that the page that is gone cannot begin another write.
          database.close();
          database = await parts.openDatabase(name);
          outbox = await open();
          acknowledged = [];
          unstored = [];
        }
      }
      await outbox.stored();
      written.push(...unstored);
      const last = written.at(-1);
      for (let batch = outbox.batch(); batch; batch = outbox.batch()) {
        send();
        await outbox.forget(0, through());
      }
      const values = [...server.entries()].sort(([a], [b]) => a - b);
      database.close();
      return {
        sequences: values.map(([sequence]) => sequence),
        lastValue: values.at(-1)?.[1],
        last,
        unsentCount: outbox.unsentCount,
        keptCount: await (await parts.openDatabase(name)).count("entries"),
      };
    },
    { steps, name },
  );
}

const text = fc.string({ minLength: 1, maxLength: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("append" as const), text }),
  fc.record({ do: fc.constant("type" as const), text }),
  fc.constant({ do: "send" as const }),
  fc.record({ do: fc.constant("acknowledge" as const), back: fc.nat(5) }),
  fc.constant({ do: "kill" as const }),
  fc.constant({ do: "stored" as const }),
);

describe("the outbox", () => {
  it("loses nothing that was stored and leaves no gap, in any order of typing, sending, late or repeated acknowledgements and kills", async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const withEnd: Step[] = [...steps, { do: "append", text: "the last word" }, { do: "stored" }];
        const { sequences, lastValue, last, unsentCount, keptCount } = await run(withEnd, `law-${runs++}`);
        expect(sequences).toEqual(sequences.map((_, index) => index));
        expect(lastValue).toBe(last);
        expect(unsentCount).toBe(0);
        expect(keptCount).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it("lets a keystroke take the place of the one before it, until that was sent", async () => {
    const typing: Step[] = ["C", "Câ", "Câu"].map((typed) => ({ do: "type", text: typed }));
    expect((await run(typing, "typing")).sequences).toEqual([0]);
    const sentBetween: Step[] = [{ do: "type", text: "C" }, { do: "send" }, { do: "type", text: "Câ" }];
    const { sequences, lastValue } = await run(sentBetween, "sent-between");
    expect(sequences).toEqual([0, 1]);
    expect(lastValue).toBe("Câ");
  });

  it("never lets a later choice hide an earlier one: every click is an entry", async () => {
    const clicks: Step[] = ["A", "B", "A"].map((chosen) => ({ do: "append", text: chosen }));
    expect((await run(clicks, "clicks")).sequences).toEqual([0, 1, 2]);
  });

  it("sends what an older epoch left before the new, under its own epoch", async () => {
    const batches = await page.evaluate(async () => {
      const database = await parts.openDatabase("epochs");
      const entry = (value: string) => ({
        elapsedMs: 0,
        deviceTime: "",
        kind: "response" as const,
        itemId: "Q1",
        value,
      });
      const before = await parts.openOutbox(database);
      before.append(entry("before"));
      await before.stored();
      const after = await parts.openOutbox(database, { epoch: 2 });
      after.append(entry("after"));
      const sent = [];
      for (let batch = after.batch(); batch; batch = after.batch()) {
        sent.push({ epoch: batch.epoch, sequences: batch.entries.map(({ sequence }) => sequence) });
        await after.forget(batch.epoch, batch.entries.at(-1)!.sequence);
      }
      return sent;
    });
    expect(batches).toEqual([
      { epoch: 0, sequences: [0] },
      { epoch: 2, sequences: [0] },
    ]);
  });

  it("makes batches that the server takes: at most 200 entries and 400 KB", async () => {
    const sizes = await page.evaluate(async () => {
      const database = await parts.openDatabase("batches");
      const outbox = await parts.openOutbox(database);
      for (let index = 0; index < 450; index++) {
        const value = index < 30 ? "ắ".repeat(10_000) : "A";
        outbox.append({ elapsedMs: 0, deviceTime: "", kind: "response", itemId: `Q${index}`, value });
      }
      const found = [];
      for (let batch = outbox.batch(); batch; batch = outbox.batch()) {
        const bytes = new TextEncoder().encode(JSON.stringify(batch.entries)).length;
        found.push({ count: batch.entries.length, bytes });
        await outbox.forget(0, batch.entries.at(-1)!.sequence);
      }
      return found;
    });
    expect(sizes.reduce((sum, { count }) => sum + count, 0)).toBe(450);
    for (const { count, bytes } of sizes) {
      expect(count).toBeLessThanOrEqual(200);
      expect(bytes).toBeLessThanOrEqual(400_100);
    }
  });

  it("keeps what it cannot write, says so, and still has it to send", async () => {
    const found = await page.evaluate(async () => {
      const database = await parts.openDatabase("broken");
      const outbox = await parts.openOutbox(database);
      database.close();
      outbox.append({
        elapsedMs: 0,
        deviceTime: "",
        kind: "response",
        itemId: "Q1",
        value: "kept in memory",
      });
      await outbox.stored();
      return {
        hasFailed: outbox.hasStorageFailed,
        isStored: outbox.isStored,
        values: outbox.batch()?.entries.map(({ value }) => value),
      };
    });
    expect(found).toEqual({ hasFailed: true, isStored: false, values: ["kept in memory"] });
  });

  it("writes nothing once another tab holds the sitting", async () => {
    const found = await page.evaluate(async () => {
      const database = await parts.openDatabase("tabs");
      let fencedCount = 0;
      const outbox = await parts.openOutbox(database, { tabId: "first", onFenced: () => (fencedCount += 1) });
      await database.put("device", "second", "lease:s1");
      outbox.append({ elapsedMs: 0, deviceTime: "", kind: "response", itemId: "Q1", value: "too late" });
      await outbox.stored();
      return { fencedCount, keptCount: await database.count("entries") };
    });
    expect(found).toEqual({ fencedCount: 1, keptCount: 0 });
  });
});

describe("the sync", () => {
  it("tries again after every failure until the server has everything, once", async () => {
    const found = await page.evaluate(async () => {
      const database = await parts.openDatabase("sync");
      const quiet = () => undefined;
      const outbox = await parts.openOutbox(database);
      const server = new Set<number>();
      const online: boolean[] = [];
      let attempts = 0;
      const sync = new parts.Sync({
        outbox,
        // The first attempt never arrives; of the second the answer is lost; the third is answered.
        send: async ({ entries }) => {
          attempts += 1;
          if (attempts === 1) throw new parts.Refusal(0, "unreachable", "");
          for (const { sequence } of entries) server.add(sequence);
          if (attempts === 2) throw new parts.Refusal(0, "unreachable", "");
          return { savedThrough: Math.max(...server), late: false };
        },
        onOnline: (isOnline) => online.push(isOnline),
        onStuck: quiet,
        onRefused: quiet,
        firstWaitMs: 5,
        lastWaitMs: 20,
      });
      for (const value of ["A", "B", "C"]) {
        outbox.append({ elapsedMs: 0, deviceTime: "", kind: "response", itemId: "Q1", value });
      }
      sync.nudge(0);
      while (outbox.unsentCount > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      sync.stop();
      return { attempts, server: [...server], online };
    });
    expect(found).toEqual({ attempts: 3, server: [0, 1, 2], online: [false, false, true] });
  });

  it("keeps and shows what the server refuses, and sends it when the server takes it", async () => {
    const found = await page.evaluate(async () => {
      const database = await parts.openDatabase("refused");
      const quiet = () => undefined;
      const outbox = await parts.openOutbox(database);
      const told: (string | null)[] = [];
      let refuses = true;
      const sync = new parts.Sync({
        outbox,
        send: async ({ entries }) => {
          if (refuses) throw new parts.Refusal(413, "batch-too-large", "");
          return { savedThrough: entries.at(-1)!.sequence, late: false };
        },
        onOnline: quiet,
        onStuck: quiet,
        onRefused: (refusal) => told.push(refusal?.code ?? null),
        firstWaitMs: 5,
        lastWaitMs: 10,
      });
      outbox.append({ elapsedMs: 0, deviceTime: "", kind: "response", itemId: "Q1", value: "A" });
      const problem = await sync.flush().catch((error: unknown) => (error as { code: string }).code);
      const keptCount = outbox.unsentCount;
      refuses = false;
      // Told last, after what was sent is forgotten on the disk too.
      while (told.at(-1) !== null) await new Promise((resolve) => setTimeout(resolve, 5));
      sync.stop();
      return { problem, keptCount, first: told[0], last: told.at(-1), unsentCount: outbox.unsentCount };
    });
    expect(found).toEqual({
      problem: "batch-too-large",
      keptCount: 1,
      first: "batch-too-large",
      last: null,
      unsentCount: 0,
    });
  });
});
