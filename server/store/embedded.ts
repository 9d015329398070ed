// Starts the embedded store as a child process, watches over it, or joins one that runs already.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "../embedded-store/storage/lock.js";
import { StoreUnavailable } from "./complaint.js";
import { programOf } from "./program.js";

/** The part of a logger that the store needs; pino fits. */
export interface StoreLogger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** A store that is running: its address and how to stop it. */
export interface RunningStore {
  uri: string;
  /** The process of the store, when this process started it. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

const restartDelayMs = 200;
/** How long a store is waited for whose server was killed: it has to notice, and to close its files. */
const handOverMs = 3_000;
const inUseCode = 3;
/** A store that dies this often in a minute is given longer pauses: what ails it, such as a full disk, takes a person's time to mend. */
const deathsMax = 20;
const longRestartDelayMs = 5_000;

/** A server joins only a store that was started to be shared; a short command may use any that runs. */
export type Joins = "shared" | "any";

/**
 * Joins the store that `khao store` runs on this data folder, or starts one that ends with this process.
 * @throws {StoreUnavailable} when the folder is in use by another process, or cannot be read or written.
 */
export async function startEmbedded(
  dataDir: string,
  logger: StoreLogger,
  joins: Joins = "shared",
): Promise<RunningStore> {
  const shared = runningAddress(dataDir);
  if (shared && (shared.isShared || joins === "any")) {
    logger.info(`joined the store that process ${Number.parseInt(shared.holder)} runs`);
    return { uri: shared.uri, pid: () => undefined, stop: async () => {} };
  }
  return new Supervisor(dataDir, logger).start();
}

interface Address {
  uri: string;
  /** The note of the store's process. */
  holder: string;
  isShared: boolean;
}

/** Where the store of a data folder listens, if one runs. */
function runningAddress(dataDir: string): Address | undefined {
  try {
    const file = join(resolve(dataDir), "store", "address.json");
    const address = JSON.parse(readFileSync(file, "utf8")) as Address;
    return isAlive(address.holder) ? address : undefined;
  } catch {
    return undefined;
  }
}

class Supervisor {
  readonly #dataDir: string;
  readonly #logger: StoreLogger;
  #child: ChildProcess | undefined;
  #isStopping = false;
  #deaths: number[] = [];

  constructor(dataDir: string, logger: StoreLogger) {
    this.#dataDir = resolve(dataDir);
    this.#logger = logger;
  }

  async start(): Promise<RunningStore> {
    const uri = await this.#spawnInTurn();
    return { uri, pid: () => this.#child?.pid, stop: () => this.#stop() };
  }

  /** Starts the child, again for a while where the store of a server that was killed a moment ago still has the folder. */
  async #spawnInTurn(): Promise<string> {
    const giveUpAt = Date.now() + handOverMs;
    for (;;) {
      try {
        return await this.#spawn();
      } catch (error) {
        const isInUse = error instanceof StoreUnavailable && error.exitCode === inUseCode;
        if (!isInUse || Date.now() > giveUpAt) throw error;
        await delay(restartDelayMs);
      }
    }
  }

  /** Starts the child and waits until it listens. */
  #spawn(): Promise<string> {
    const { file, nodeOptions, cwd } = programOf("../embedded-store/main", import.meta.url);
    const child = spawn(process.execPath, [...nodeOptions, file, "--data", this.#dataDir], {
      cwd,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child = child;
    let complaint = "";
    child.stderr
      ?.setEncoding("utf8")
      .on("data", (text: string) => (complaint = (complaint + text).slice(-4000)));
    return new Promise((resolveUri, reject) => {
      let isListening = false;
      child.on("message", (message: { uri: string }) => {
        isListening = true;
        resolveUri(message.uri);
      });
      child.on("error", reject);
      child.on("close", (code, signal) => {
        if (!isListening)
          reject(
            new StoreUnavailable(complaint.trim() || `the store ended with ${code ?? signal}`, code ?? 1),
          );
        else if (!this.#isStopping)
          this.#restart(`${code ?? signal}${complaint ? `: ${complaint.trim()}` : ""}`);
      });
    });
  }

  #restart(reason: string): void {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < 60_000), now];
    const isOften = this.#deaths.length > deathsMax;
    const sentence = `the store ended unexpectedly (${reason}) and is started again`;
    if (isOften) this.#logger.error(`${sentence}, ${this.#deaths.length} times within a minute`);
    else this.#logger.warn(sentence);
    setTimeout(
      () => {
        if (this.#isStopping) return;
        this.#spawn().catch((error: unknown) => this.#restart(String(error)));
      },
      isOften ? longRestartDelayMs : restartDelayMs,
    );
  }

  async #stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolveEnd) => child.once("close", resolveEnd));
    child.kill("SIGTERM");
    await ended;
  }
}
