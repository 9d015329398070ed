import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { Message } from "../../psychometrics/messages/index.js";
import { programOf } from "../store/program.js";

/** What a worker says: how far it is, what it made, or why it failed: a message of the library, or English words. */
export type WorkerMessage<Progress, Result> =
  | { kind: "progress"; progress: Progress }
  | { kind: "done"; result: Result }
  | { kind: "failed"; reason: Message | string };

/** The work could not be done, for a reason that its inputs give. */
export class WorkRefused extends Error {
  readonly reason: Message | string;

  constructor(reason: Message | string) {
    super(typeof reason === "string" ? reason : reason.english);
    this.reason = reason;
  }
}

/** The work was broken off from outside. */
export class WorkStopped extends Error {}

/**
 * Run a worker thread to its end, so that the server answers requests meanwhile.
 *
 * @param path of the worker, relative to the caller and without ending, such as "./calibration.worker".
 * @param base the caller's `import.meta.url`.
 * @param input what the worker gets as `workerData`.
 * @throws {WorkRefused} with the reason the worker gives, {@link WorkStopped} when the signal says so.
 */
export function runWorker<Progress, Result>(
  path: string,
  base: string,
  input: unknown,
  signal: AbortSignal,
  told: (progress: Progress) => void,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    if (signal.aborted) {
      reject(new WorkStopped("the work was stopped before it began"));
      return;
    }
    const worker = openWorker(path, base, input);
    const stop = (): void => {
      reject(new WorkStopped("the work was stopped"));
      void worker.terminate();
    };
    signal.addEventListener("abort", stop, { once: true });
    worker.on("message", (message: WorkerMessage<Progress, Result>) => {
      if (signal.aborted) return;
      if (message.kind === "progress") told(message.progress);
      else if (message.kind === "done") resolve(message.result);
      else reject(new WorkRefused(message.reason));
    });
    worker.once("error", reject);
    worker.once("exit", (code) => {
      signal.removeEventListener("abort", stop);
      reject(new Error(`the worker ended with code ${code} before it was done`));
    });
  });
}

/**
 * Start a worker thread from a file of this server, built or not.
 *
 * @param path of the worker, relative to `base` and without ending.
 * @param base the caller's `import.meta.url`.
 * @param input what the worker gets as `workerData`.
 */
export function openWorker(path: string, base: string, input: unknown): Worker {
  const { file } = programOf(path, base);
  const address = pathToFileURL(file);
  return new Worker(file.endsWith(".ts") ? throughTsx(address) : address, {
    workerData: input,
    execArgv: [],
  });
}

/**
 * While the server is worked on its sources run through tsx. A worker does not take that over from the thread that starts
 * it, so a line of JavaScript registers tsx there before it loads the source.
 */
function throughTsx(address: URL): URL {
  // `require` finds the CommonJS half; the module's half stands beside it.
  const found = createRequire(import.meta.url).resolve("tsx/esm/api");
  const tsx = pathToFileURL(found.replace(/\.cjs$/, ".mjs"));
  const lines = [
    `import { register } from ${JSON.stringify(tsx.href)};`,
    "register();",
    `await import(${JSON.stringify(address.href)});`,
  ];
  return new URL(`data:text/javascript,${encodeURIComponent(lines.join(""))}`);
}
