import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startQueue, type JobKind } from "../../../server/jobs/queue.service.js";
import type { RunningStore } from "../../../server/store/embedded.js";
import { runningStore } from "../../../server/store/connect.js";

const dataDir = mkdtempSync(join(tmpdir(), "khao-jobs-"));
const dbName = `jobs_${process.pid}_${Date.now()}`;
let store: RunningStore;

beforeAll(async () => {
  store = await runningStore({ mongodbUri: process.env.MONGODB_URI, dataDir });
}, 60_000);
afterAll(async () => {
  await store.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe("a job queue that stops", () => {
  const errors: unknown[] = [];
  const failed = (error: unknown): void => void errors.push(error);
  const done: string[] = [];
  const kind: JobKind = { name: "count", work: async (subject) => void done.push(subject) };
  const connect = () => mongoose.connect(store.uri, { dbName });
  const jobs = () => mongoose.connection.collection("jobs");

  beforeEach(() => {
    errors.length = 0;
    done.length = 0;
  });

  it("has asked the store for the last time, however early it stops", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 5; round++) {
      await connect();
      const queue = await startQueue([kind, { ...kind, name: "other" }], failed);
      await queue.stop();
      await mongoose.disconnect();
    }
    expect(errors).toEqual([]);
  });

  it("leaves a job that it was just taking up to the next one", { timeout: 60_000 }, async () => {
    await connect();
    const first = await startQueue([kind], failed);
    await first.add("count", "a");
    await first.stop();
    if (done.length === 0) {
      // This one asks for jobs as soon as it starts, and stops before it has the answer.
      const second = await startQueue([kind], failed);
      await second.stop();
      expect(await jobs().countDocuments({ lockedAt: { $ne: null } })).toBe(0);
    }
    const third = await startQueue([kind], failed);
    await expect.poll(() => done, { timeout: 30_000 }).toEqual(["a"]);
    await third.stop();
    await mongoose.disconnect();
    expect(errors).toEqual([]);
  });

  it(
    "breaks off a job under way without an error, and the next one begins it again",
    { timeout: 60_000 },
    async () => {
      await connect();
      let begun = 0;
      const long: JobKind = {
        name: "long",
        work: async (_, signal) => {
          begun++;
          if (begun === 1) await new Promise((stopped) => signal.addEventListener("abort", stopped));
        },
      };
      const first = await startQueue([long], failed);
      await first.add("long", "a");
      await expect.poll(() => begun, { timeout: 30_000 }).toBe(1);
      await first.stop();
      const second = await startQueue([long], failed);
      await second.add("long", "a");
      await expect.poll(() => begun, { timeout: 30_000 }).toBe(2);
      await second.stop();
      await mongoose.disconnect();
      expect(errors).toEqual([]);
    },
  );
});
