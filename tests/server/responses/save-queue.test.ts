import { describe, expect, it } from "vitest";
import { saveQueue } from "../../../server/responses/save-queue.js";

describe("the save queue", () => {
  it("writes what arrives together with one write, and answers each caller with its own outcome", async () => {
    const writes: number[][] = [];
    const queue = saveQueue(async (jobs: readonly number[]) => {
      writes.push([...jobs]);
      return jobs.map((job) => job * 10);
    });
    const outcomes = await Promise.all([1, 2, 3].map((job) => queue.add(job)));
    expect(outcomes).toEqual([10, 20, 30]);
    expect(writes).toEqual([[1, 2, 3]]);
  });

  it("gathers what arrives while a write is under way into the next one", async () => {
    const writes: number[] = [];
    let release = (): void => {};
    const held = new Promise<void>((go) => (release = go));
    const queue = saveQueue(async (jobs: readonly number[]) => {
      writes.push(jobs.length);
      if (writes.length === 1) await held;
      return jobs;
    });
    const first = queue.add(0);
    await new Promise((go) => setTimeout(go, 20));
    const rest = Array.from({ length: 100 }, (_, k) => queue.add(k + 1));
    release();
    await Promise.all([first, ...rest]);
    expect(writes).toEqual([1, 100]);
  });

  it("splits more than it may write at once, in the order of arrival", async () => {
    const writes: number[][] = [];
    const queue = saveQueue(
      async (jobs: readonly number[]) => {
        writes.push([...jobs]);
        return jobs;
      },
      { jobsMax: 2 },
    );
    await Promise.all([1, 2, 3, 4, 5].map((job) => queue.add(job)));
    expect(writes).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("gives the error of a failed write to each of its callers, and goes on with the next", async () => {
    let isBroken = true;
    const queue = saveQueue(async (jobs: readonly number[]) => {
      if (isBroken) throw new Error("the disk is full");
      return jobs;
    });
    const failed = await Promise.allSettled([queue.add(1), queue.add(2)]);
    expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isBroken = false;
    expect(await queue.add(3)).toBe(3);
  });

  it("waits for no write for ever: its callers hear that nothing was confirmed, and the next write is made", async () => {
    const never = new Promise<never>(() => {});
    let isFirst = true;
    const queue = saveQueue(
      async (jobs: readonly number[]) => {
        if (!isFirst) return jobs;
        isFirst = false;
        return never;
      },
      { writeMaxMs: 20 },
    );
    await expect(queue.add(1)).rejects.toMatchObject({ code: "store-unavailable" });
    expect(await queue.add(1)).toBe(1);
    await queue.idle();
  });

  it("refuses one caller without harm to the others of the same write", async () => {
    const queue = saveQueue(async (jobs: readonly number[]) =>
      jobs.map((job) => (job === 2 ? new Error("no") : job)),
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map((job) => queue.add(job)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    await queue.idle();
  });
});
