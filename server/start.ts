import { createServer, type AddressInfo } from "node:net";
import mongoose from "mongoose";
import type { Logger } from "pino";
import { createApplication, type Application } from "./app.js";
import type { Config } from "./config.js";
import { starters } from "./features.js";
import { isDiskFull } from "./http/errors.js";
import { makeLog } from "./http/log.js";
import { Problem } from "./problem.js";
import { loadSecret } from "./secret.js";
import { connectStore, StoreUnavailable, type ConnectedStore } from "./store/connect.js";
import { demoInUse, makeDemo, type Demo } from "./demo/demo.service.js";
import { isFirstStart, makeAdmin, type FirstStart } from "./first-start.js";

/** A server that listens. */
export interface RunningServer {
  url: string;
  application: Application;
  store: ConnectedStore;
  /** What the first start made, or null on every later one. */
  firstStart: FirstStart | null;
  /** The demo's accounts and codes, where there is a demo. */
  demo: Demo | null;
  stop: () => Promise<void>;
}

/** Open requests may finish within this time when the server stops. */
const finishWithinMs = 3_000;

// A filter on a field that the schema does not have would match everything; it is a mistake, and is refused.
mongoose.set("strictQuery", "throw");

/**
 * Store, first start, background work, then the door.
 *
 * @throws {Problem} `port-in-use`, `address-not-available`, `data-folder-in-use`, `data-folder-is-file`,
 * `data-folder-not-writable` or `data-disk-full`. What a start made before it failed is taken up by the next one.
 */
export async function startServer(config: Config): Promise<RunningServer> {
  const log = makeLog(config.logLevel);
  // Before anything is written: a start that cannot open its door must leave nothing behind.
  await requireFreeAddress(config);
  loadSecret(config);
  const store = await openStore(config, log);
  const stops: (() => Promise<void>)[] = [() => store.stop()];
  const stop = async (): Promise<void> => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    await makeCollections();
    const isFirst = await isFirstStart();
    if (isFirst && config.makesDemo) await makeDemo();
    const application = createApplication({ log, trustedProxies: config.trustedProxies });
    for (const begin of starters) stops.push(await begin({ io: application.io, log }));
    await listen(application, config);
    stops.push(() => close(application));
    const demo = await demoInUse();
    const firstStart = isFirst ? { admin: await makeAdmin(), demo } : null;
    return { url: urlOf(application, config), application, store, firstStart, demo, stop };
  } catch (error) {
    await stop();
    throw isDiskFull(error) && !config.mongodbUri
      ? new Problem("data-disk-full", { folder: config.dataDir })
      : error;
  }
}

/** Each is waited for, also after one has failed: a store that is stopped under the others would end the program unsaid. */
async function makeCollections(): Promise<void> {
  const made = await Promise.allSettled(Object.values(mongoose.models).map((model) => model.init()));
  for (const each of made) if (each.status === "rejected") throw each.reason;
}

async function openStore(config: Config, log: Logger): Promise<ConnectedStore> {
  try {
    const { mongodbUri, dataDir } = config;
    return await connectStore({ mongodbUri: mongodbUri ?? undefined, dataDir, logger: storeLog(log) });
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const folder = config.dataDir;
    if (error.sentence.key === "store.isFile") throw new Problem("data-folder-is-file", { folder });
    throw error.exitCode === 3
      ? new Problem("data-folder-in-use", { folder })
      : new Problem("data-folder-not-writable", { folder, reason: error.message });
  }
}

const storeLog = (log: Logger) => ({
  info: (message: string) => log.info(message),
  warn: (message: string) => log.warn(message),
  error: (message: string) => log.error(message),
});

function listen({ httpServer }: Application, { host, port }: Config): Promise<void> {
  return new Promise((listening, failed) => {
    httpServer.once("error", (error: NodeJS.ErrnoException) => failed(listenProblem(error, host, port)));
    httpServer.listen(port, host, listening);
  });
}

/** @throws {Problem} `port-in-use` or `address-not-available`. */
async function requireFreeAddress({ host, port }: Config): Promise<void> {
  const trial = createServer();
  await new Promise<void>((listening, failed) => {
    trial.once("error", (error: NodeJS.ErrnoException) => failed(listenProblem(error, host, port)));
    trial.listen(port, host, listening);
  });
  await new Promise((closed) => trial.close(closed));
}

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === "EADDRINUSE") return new Problem("port-in-use", { port, other: port + 1 });
  if (["EADDRNOTAVAIL", "EACCES", "ENOTFOUND"].includes(error.code ?? "")) {
    return new Problem("address-not-available", { host, port });
  }
  return error;
}

async function close({ httpServer, io }: Application): Promise<void> {
  const timer = setTimeout(() => httpServer.closeAllConnections(), finishWithinMs);
  // Socket.IO closes the HTTP server it is attached to.
  await io.close();
  clearTimeout(timer);
}

function urlOf({ httpServer }: Application, { host }: Config): string {
  const { port } = httpServer.address() as AddressInfo;
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
