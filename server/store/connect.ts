import mongoose from "mongoose";
import { mendDriver } from "./driver.js";
import { startEmbedded } from "./embedded.js";
import type { Joins, RunningStore, StoreLogger } from "./embedded.js";

export { StoreUnavailable } from "./complaint.js";

export interface StoreOptions {
  /** A replica set or sharded cluster; without it the embedded store is used. */
  mongodbUri?: string | undefined;
  /** Where the embedded store keeps its data. */
  dataDir: string;
  logger?: StoreLogger;
}

export interface ConnectedStore {
  uri: string;
  /** The process of the embedded store, when this process started it. */
  pid(): number | undefined;
  /** Disconnects Mongoose and ends the embedded store, if it was started here. */
  stop(): Promise<void>;
}

const silent: StoreLogger = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Connects Mongoose's default connection to the store: the MongoDB of `mongodbUri`, else the embedded store of
 * `dataDir`, which is joined when `khao store` runs it and started as a child process otherwise.
 *
 * @param joins `any` for a short command, which may use a running server's own store too.
 * @throws {StoreUnavailable} when the data folder is in use by another process (`exitCode` 3) or cannot be written (4).
 */
export async function connectStore(options: StoreOptions, joins: Joins = "shared"): Promise<ConnectedStore> {
  const store = await runningStore(options, joins);
  try {
    // Who asks for longer than this has gone away. An answer is waited for without limit: building an index takes its time,
    // and a store that is no longer there is noticed by the driver's own heartbeat.
    await mongoose.connect(store.uri, { serverSelectionTimeoutMS: 15_000, waitQueueTimeoutMS: 30_000 });
  } catch (error) {
    await store.stop();
    throw error;
  }
  return {
    uri: store.uri,
    pid: () => store.pid(),
    async stop() {
      await mongoose.disconnect();
      await store.stop();
    },
  };
}

/** The store without a connection to it. Commands such as backup join `any` store that runs, also a server's own. */
export async function runningStore(
  { mongodbUri, dataDir, logger = silent }: StoreOptions,
  joins: Joins = "shared",
): Promise<RunningStore> {
  mendDriver();
  if (mongodbUri) return { uri: mongodbUri, pid: () => undefined, stop: async () => {} };
  return startEmbedded(dataDir, logger, joins);
}
