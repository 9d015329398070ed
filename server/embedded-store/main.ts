// The store as a program: `main.js --data FOLDER [--shared]`. It tells its address to the parent that started it and
// ends with that parent; with --shared it was started by hand, prints its address and runs until it is told to stop.
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Engine } from "./engine.js";
import { forgetIdle, removeExpired, sweep } from "./housekeeping.js";
import { InUse, takeFolder } from "./storage/lock.js";
import { Credentials, userName } from "./protocol/scram.js";
import { listen } from "./protocol/server.js";
import type { StoreServer } from "./protocol/server.js";

/** What the store leaves in its folder for others to find it. */
interface Address {
  uri: string;
  pid: number;
  isShared: boolean;
  port?: number;
}

const exitCodes = { failed: 1, inUse: 3, cannotWrite: 4 };
/** Longer paths do not fit a Unix socket's address. */
const socketPathMax = 100;

const { values: options } = parseArgs({
  options: { data: { type: "string", default: "./data" }, shared: { type: "boolean", default: false } },
});
const folder = join(resolve(options.data), "store");
const addressFile = join(folder, "address.json");

function stop(code: number, sentence: string): never {
  console.error(sentence);
  process.exit(code);
}

function take(): () => void {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    // Apart from its parents: a recursive mkdir calls a read-only disk a missing folder.
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    chmodSync(folder, 0o700);
    return takeFolder(folder);
  } catch (error) {
    if (error instanceof InUse)
      stop(
        exitCodes.inUse,
        `The data folder ${options.data} is in use by process ${error.pid}; stop that process or choose another folder with KHAO_DATA_DIR.`,
      );
    stop(
      exitCodes.cannotWrite,
      `The data folder ${options.data} cannot be written: ${(error as Error).message}`,
    );
  }
}

function openEngine(release: () => void): Engine {
  try {
    const engine = new Engine(folder);
    const [other] = engine.store.otherReaders();
    if (other === undefined) return engine;
    release();
    return stop(
      exitCodes.inUse,
      `The data folder ${options.data} is in use by process ${other}; stop that process or choose another folder with KHAO_DATA_DIR.`,
    );
  } catch (error) {
    release();
    return stop(
      exitCodes.cannotWrite,
      `The store in ${folder} cannot be opened: ${(error as Error).message}`,
    );
  }
}

/** A password kept in a file that only this user reads, the same after a restart. */
function password(): string {
  const file = join(folder, "password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

function lastPort(): number {
  try {
    return (JSON.parse(readFileSync(addressFile, "utf8")) as Address).port ?? 0;
  } catch {
    return 0;
  }
}

async function listenOnSocket(
  engine: Engine,
): Promise<{ server: StoreServer; address: Pick<Address, "uri"> }> {
  const inFolder = join(folder, "store.sock");
  const path =
    inFolder.length <= socketPathMax ? inFolder : join(mkdtempSync(join(tmpdir(), "khao-")), "store.sock");
  rmSync(path, { force: true });
  const server = await listen(engine, { path });
  return { server, address: { uri: `mongodb://${encodeURIComponent(path)}/khao?directConnection=true` } };
}

async function listenOnPort(
  engine: Engine,
): Promise<{ server: StoreServer; address: Pick<Address, "uri" | "port"> }> {
  const secret = password();
  const credentials = new Credentials(secret);
  // The port of last time, so that clients find the store again after a restart.
  const server = await listen(engine, { port: lastPort(), credentials }).catch(() =>
    listen(engine, { port: 0, credentials }),
  );
  const { port } = server;
  const uri = `mongodb://${userName}:${secret}@127.0.0.1:${port}/khao?directConnection=true&authSource=admin&authMechanism=SCRAM-SHA-256`;
  return { server, address: { uri, ...(port !== undefined && { port }) } };
}

/** Repeats work of the house until the store closes; a failure, as of a full disk, is tried again the next time. */
function every(seconds: number, work: () => Promise<void>): NodeJS.Timeout {
  return setInterval(
    () => void work().catch((error: unknown) => console.error("housekeeping:", error)),
    seconds * 1000,
  );
}

async function main(): Promise<void> {
  const release = take();
  const engine = openEngine(release);
  await engine.dropUnfinishedIndexes().catch((error: unknown) => console.error("unfinished indexes:", error));
  engine.sweepSoon = () => void sweep(engine).catch((error: unknown) => console.error("sweep:", error));
  engine.sweepSoon();
  const isTcp = process.platform === "win32" || process.env.KHAO_STORE_TCP === "1";
  const { server, address } = isTcp ? await listenOnPort(engine) : await listenOnSocket(engine);
  const published: Address = { ...address, pid: process.pid, isShared: options.shared };
  writeFileSync(addressFile, JSON.stringify(published), { mode: 0o600 });
  const timers = [
    every(Number(process.env.KHAO_STORE_TTL_SECONDS ?? 60), () => removeExpired(engine, Date.now())),
    every(30, () => forgetIdle(engine, Date.now())),
  ];

  let isClosing = false;
  const close = async (): Promise<void> => {
    if (isClosing) return;
    isClosing = true;
    timers.forEach(clearInterval);
    await server.close();
    await engine.close();
    release();
    process.exit(0);
  };
  process.on("SIGTERM", () => void close());
  process.on("SIGINT", () => void close());
  if (options.shared) console.log(published.uri);
  else {
    process.on("disconnect", () => void close());
    process.send?.({ uri: published.uri });
  }
}

await main().catch((error: unknown) => stop(exitCodes.failed, `The store failed: ${String(error)}`));
