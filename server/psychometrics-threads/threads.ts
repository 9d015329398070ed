import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { Crew, Engagement, SharedSums } from "../../psychometrics/index.js";
import { openWorker } from "../jobs/worker.js";
import { Control } from "./control.js";

const threadsMax = 16;

/** How many threads a calibration may have when it has the machine to itself: one a processor. */
export function threadsForAll(): number {
  return Math.min(threadsMax, availableParallelism());
}

/** How many threads a calibration may have beside a server that must answer meanwhile: half of the processors. */
export function threadsBesideServer(): number {
  return Math.min(threadsMax, Math.max(1, Math.floor(availableParallelism() / 2)));
}

/**
 * Worker threads that help the calling thread with the E-steps of large calibrations, over shared memory. They are
 * started with the first data that are large enough; until they are up the calling thread does the work alone. The
 * caller's own thread counts as one, and blocks while others finish: call it where nobody waits for an event.
 */
export class Threads implements Crew {
  private readonly count: number;
  private readonly workers: Worker[] = [];
  private control = new Control();

  /** @param count of threads, the calling one included; with 1 none is started. */
  constructor(count: number) {
    this.count = count;
  }

  allocate(byteLength: number): ArrayBufferLike {
    return new SharedArrayBuffer(byteLength);
  }

  engage(data: SharedSums): Engagement {
    this.control.close();
    const control = new Control();
    this.control = control;
    while (this.workers.length < this.count - 1) {
      const worker = openWorker("./helper.worker", import.meta.url, undefined);
      // It must not keep the program alive; and if it fails, the calling thread hears of it in `run`.
      worker.unref();
      worker.on("error", (error) => process.emitWarning(error));
      this.workers.push(worker);
    }
    for (const worker of this.workers) worker.postMessage({ data, words: control.words });
    return {
      run: (step, pieceCount, work) => {
        if (this.control === control) control.run(step, pieceCount, work);
        else for (let piece = 0; piece < pieceCount; piece++) work(piece);
      },
    };
  }

  /** How many threads are up and help with what was engaged last. */
  get helperCount(): number {
    return this.control.helperCount;
  }

  /** End all helping threads. */
  async close(): Promise<void> {
    this.control.close();
    await Promise.all(this.workers.splice(0).map((worker) => worker.terminate()));
  }
}
