// The store as a program: `main.js --data FOLDER [--shared]`. It tells its address to the parent that started it and
// ends with that parent; with --shared it was started by hand, prints its address and runs until it is told to stop.
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Engine } from "./engine.js";
import { forgetIdle, removeDropped, removeExpired } from "./housekeeping.js";
import { InUse, noteOf, takeFolder } from "./storage/lock.js";
import { Credentials, userName } from "./protocol/scram.js";
import { listen, type StoreServer } from "./protocol/server.js";

/** What the store leaves in its folder for others to find it. */
interface Address {
  uri: string;
  /** The note of its process. */
  holder: string;
  isShared: boolean;
  port: number | undefined;
}

interface Listener {
  server: StoreServer;
  uri: string;
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

/** Opens the folder's store for this process, or ends with the sentence that says why not. */
function open(): { engine: Engine; release: () => void } {
  let what = `The data folder ${options.data} cannot be written`;
  try {
    if (statSync(dirname(folder), { throwIfNoEntry: false })?.isFile())
      stop(exitCodes.cannotWrite, `The data folder ${options.data} is a file; name a folder.`);
    mkdirSync(dirname(folder), { recursive: true });
    // Apart from its parents: a recursive mkdir calls a read-only disk a missing folder.
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    chmodSync(folder, 0o700);
    what = `The store in ${folder} cannot be opened`;
    const engine = new Engine(folder);
    return { engine, release: takeFolder(engine.store) };
  } catch (error) {
    if (!(error instanceof InUse)) stop(exitCodes.cannotWrite, `${what}: ${(error as Error).message}`);
    stop(
      exitCodes.inUse,
      `The data folder ${options.data} is in use by process ${error.pid}; stop that process or choose another folder with KHAO_DATA_DIR.`,
    );
  }
}

async function listenOnSocket(engine: Engine): Promise<Listener> {
  const inFolder = join(folder, "store.sock");
  const path =
    inFolder.length <= socketPathMax ? inFolder : join(mkdtempSync(join(tmpdir(), "khao-")), "store.sock");
  rmSync(path, { force: true });
  const server = await listen(engine, { path });
  return { server, uri: `mongodb://${encodeURIComponent(path)}/khao?directConnection=true` };
}

/** A port of the loopback address, with a password in a file that only this user reads; the same after a restart. */
async function listenOnPort(engine: Engine): Promise<Listener> {
  const file = join(folder, "password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  const password = readFileSync(file, "utf8");
  const credentials = new Credentials(password);
  // The port of last time, so that clients find the store again after a restart.
  const server = await listen(engine, { port: lastPort(), credentials }).catch(() =>
    listen(engine, { port: 0, credentials }),
  );
  const query = "directConnection=true&authSource=admin&authMechanism=SCRAM-SHA-256";
  return { server, uri: `mongodb://${userName}:${password}@127.0.0.1:${server.port}/khao?${query}` };
}

function lastPort(): number {
  try {
    return (JSON.parse(readFileSync(addressFile, "utf8")) as Address).port ?? 0;
  } catch {
    return 0;
  }
}

/** Work of the house; a failure, as of a full disk, is tried again the next time. */
function quietly(what: string, work: Promise<void>): void {
  void work.catch((error: unknown) => console.error(`${what}:`, error));
}

async function main(): Promise<void> {
  const { engine, release } = open();
  const isTcp = process.platform === "win32" || process.env.KHAO_STORE_TCP === "1";
  const { server, uri } = isTcp ? await listenOnPort(engine) : await listenOnSocket(engine);
  const address: Address = { uri, holder: noteOf(process.pid), isShared: options.shared, port: server.port };
  writeFileSync(addressFile, JSON.stringify(address), { mode: 0o600 });
  const ttlSeconds = Number(process.env.KHAO_STORE_TTL_SECONDS ?? 60);
  const everyMinute = async () => {
    await removeExpired(engine, Date.now());
    await removeDropped(engine);
  };
  const timers = [
    setInterval(() => quietly("removing", everyMinute()), ttlSeconds * 1000),
    setInterval(() => quietly("sessions", forgetIdle(engine, Date.now())), 30_000),
  ];

  let isClosing = false;
  const close = async (): Promise<void> => {
    if (isClosing) return;
    isClosing = true;
    timers.forEach(clearInterval);
    await server.close();
    await engine.close(release);
    process.exit(0);
  };
  process.on("SIGTERM", () => void close());
  process.on("SIGINT", () => void close());
  if (options.shared) console.log(uri);
  else {
    process.on("disconnect", () => void close());
    process.send?.({ uri });
  }
}

await main().catch((error: unknown) => stop(exitCodes.failed, `The store failed: ${String(error)}`));
