// A store for one test file: the embedded one in a folder of its own, or a database of its own on MONGODB_URI.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mongoose from "mongoose";
import { runningStore } from "../../../server/store/connect.js";
import { vi } from "vitest";

// Build machines with two cores under load take several times as long as an idle one.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

export interface TestStore {
  uri: string;
  dataDir: string;
  /** A Mongoose connection to a database that only this test uses. */
  connection: mongoose.Connection;
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** Starts a store and connects to it; `stop` takes everything away again. */
export async function startTestStore(): Promise<TestStore> {
  const dataDir = mkdtempSync(join(tmpdir(), "khao-store-"));
  const mongodbUri = process.env.MONGODB_URI;
  const store = await runningStore({ mongodbUri, dataDir });
  const dbName = `test_${randomBytes(6).toString("hex")}`;
  const connection = await mongoose.createConnection(store.uri, { dbName }).asPromise();
  return {
    uri: store.uri,
    dataDir,
    connection,
    pid: () => store.pid(),
    async stop() {
      await connection.dropDatabase();
      await connection.close();
      await store.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
