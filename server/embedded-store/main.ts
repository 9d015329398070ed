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
import { keepHouse } from "./housekeeping.js";
import { InUse, noteOf } from "./storage/lock.js";
import { credentialsOf, userName } from "./protocol/scram.js";
import { listen } from "./protocol/server.js";

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
function open(): Engine {
  let what = `The data folder ${options.data} cannot be written`;
  try {
    if (statSync(dirname(folder), { throwIfNoEntry: false })?.isFile())
      stop(exitCodes.cannotWrite, `The data folder ${options.data} is a file; name a folder.`);
    mkdirSync(dirname(folder), { recursive: true });
    // Apart from its parents: a recursive mkdir calls a read-only disk a missing folder.
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    chmodSync(folder, 0o700);
    what = `The store in ${folder} cannot be opened`;
    return new Engine(folder);
  } catch (error) {
    if (!(error instanceof InUse)) stop(exitCodes.cannotWrite, `${what}: ${(error as Error).message}`);
    stop(
      exitCodes.inUse,
      `The data folder ${options.data} is ${error.message}; stop that process or choose another folder with KHAO_DATA_DIR.`,
    );
  }
}

async function listenOnSocket(engine: Engine): Promise<string> {
  const inFolder = join(folder, "store.sock");
  const path =
    inFolder.length <= socketPathMax ? inFolder : join(mkdtempSync(join(tmpdir(), "khao-")), "store.sock");
  rmSync(path, { force: true });
  await listen(engine, { path });
  return `mongodb://${encodeURIComponent(path)}/khao?directConnection=true`;
}

/** A port of the loopback address, with a password in a file that only this user reads; the same after a restart. */
async function listenOnPort(engine: Engine): Promise<string> {
  const file = join(folder, "password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  const password = readFileSync(file, "utf8");
  const credentials = credentialsOf(password);
  // The port of last time, so that clients find the store again after a restart.
  const port = await listen(engine, { port: lastPort(), credentials }).catch(() =>
    listen(engine, { port: 0, credentials }),
  );
  const query = "directConnection=true&authSource=admin&authMechanism=SCRAM-SHA-256";
  return `mongodb://${userName}:${password}@127.0.0.1:${port}/khao?${query}`;
}

function lastPort(): number {
  try {
    const { uri } = JSON.parse(readFileSync(addressFile, "utf8")) as { uri: string };
    return Number(new URL(uri).port);
  } catch {
    return 0;
  }
}

async function main(): Promise<void> {
  const engine = open();
  const isTcp = process.platform === "win32" || process.env.KHAO_STORE_TCP === "1";
  const uri = await (isTcp ? listenOnPort(engine) : listenOnSocket(engine));
  // For others to find the store.
  const address = { uri, holder: noteOf(process.pid), isShared: options.shared };
  writeFileSync(addressFile, JSON.stringify(address), { mode: 0o600 });
  // A failure, as of a full disk, is tried again the next time.
  const complain = (error: unknown) => console.error("housekeeping:", error);
  const everyMs = Number(process.env.KHAO_STORE_TTL_SECONDS ?? 60) * 1000;
  setInterval(() => void keepHouse(engine, Date.now()).catch(complain), everyMs);

  const close = async (): Promise<void> => {
    await engine.close();
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
