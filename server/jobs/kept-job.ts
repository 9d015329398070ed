import { reasonInWords } from "../library-words/reason-in-words.js";
import { runWorker, WorkRefused, WorkStopped } from "./worker.js";

/** A sentence in both languages. */
interface Sentence {
  vi: string;
  en: string;
}

/** What the record of a job says of it while it is under way and when it is over. */
export interface JobChange {
  state?: "running" | "done" | "failed";
  attempts?: number;
  startedAt?: Date;
  finishedAt?: Date;
  seconds?: number;
  progress?: number;
  step?: Sentence;
  error?: Sentence;
}

/** A job with a record in the store: what it reads and makes is kept, so that it can begin again after a restart. */
export interface KeptJob<Progress, Output> {
  /** How often it was begun before. */
  attempts: number;
  /** Says that this process stops; then nothing is written. */
  signal: AbortSignal;
  /** Changes the record; null where the job is over, as when it was cancelled. */
  change: (change: JobChange) => Promise<unknown>;
  /** Calls back when somebody stops the job. @returns what to call when nobody needs to be told any more. */
  onCancelled: (stop: () => void) => () => void;
  /** The worker thread: path and base as for `runWorker`, and what it is given. */
  path: string;
  base: string;
  input: () => Promise<unknown>;
  /** Told how far the worker is; `stop` ends it. */
  told: (progress: Progress, stop: () => void) => void;
  keep: (output: Output) => Promise<void>;
  sentences: {
    tooOften: (attempts: number) => Sentence;
    refused: (reason: Sentence) => Sentence;
    broken: Sentence;
  };
}

/** A job that was begun so often took its server down each time. */
const attemptsMax = 3;

/** Do a job in a worker thread, from its record to its record. @throws what the worker threw, where that was a mistake of ours. */
export async function doKeptJob<Progress, Output>(job: KeptJob<Progress, Output>): Promise<void> {
  const { attempts, signal, change, sentences } = job;
  const fail = (error: Sentence) =>
    change({
      state: "failed",
      error,
      step: { vi: "Không làm được", en: "Failed" },
      finishedAt: new Date(),
    });
  if (attempts >= attemptsMax) {
    await fail(sentences.tooOften(attempts));
    return;
  }
  const startedAt = new Date();
  const step = { vi: "Đang đọc dữ liệu", en: "Reading the data" };
  const begun = await change({ state: "running", startedAt, attempts: attempts + 1, progress: 0, step });
  if (!begun) return;
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  signal.addEventListener("abort", stop, { once: true });
  const forget = job.onCancelled(stop);
  try {
    const output = await runWorker<Progress, Output>(
      job.path,
      job.base,
      await job.input(),
      stopping.signal,
      (progress) => job.told(progress, stop),
    );
    if (signal.aborted) return;
    await job.keep(output);
    await change({
      state: "done",
      progress: 1,
      step: { vi: "Đã xong", en: "Done" },
      finishedAt: new Date(),
      seconds: (Date.now() - startedAt.getTime()) / 1000,
    });
  } catch (error) {
    if (error instanceof WorkStopped) return;
    await fail(
      error instanceof WorkRefused ? sentences.refused(reasonInWords(error.reason)) : sentences.broken,
    );
    if (!(error instanceof WorkRefused)) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    forget();
  }
}
