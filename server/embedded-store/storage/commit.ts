// Group commit: all writes that wait at the end of a turn of the event loop share one commit and one fsync.
import { asStoreError } from "../errors.js";
import { DiskError } from "./store.js";
import type { Store } from "./store.js";

/**
 * A write, run inside the commit under way. It yields to take breath, or yields a promise when it must wait for
 * another transaction; either way it goes on in a later commit, and what it wrote so far stands.
 */
export type Work<T> = Generator<Promise<void> | undefined, T>;

/** What the committer needs of a work: its next step. */
export type Steps<T> = Pick<Work<T>, "next">;

interface Job {
  work: Steps<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** How long one commit may keep computing before readers get their turn. */
const budgetMs = 25;

/** Queues writes and commits them together. */
export class Committer {
  readonly #store: Store;
  readonly #onFailure: () => void;
  #queue: Job[] = [];
  #isScheduled = false;

  /** @param onFailure called when a commit failed as a whole, so that what is kept in memory can be read again. */
  constructor(store: Store, onFailure: () => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /** The work's result, once everything it wrote is on the disk. */
  run<T>(work: Steps<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#enqueue({ work, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  #enqueue(job: Job): void {
    this.#queue.push(job);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#commit());
  }

  #commit(): void {
    const jobs = this.#queue;
    this.#queue = [];
    this.#isScheduled = false;
    const answers: (() => void)[] = [];
    const started: Job[] = [];
    try {
      this.#store.commit(() => {
        const until = performance.now() + budgetMs;
        while (jobs.length > 0 && (started.length === 0 || performance.now() < until)) {
          const job = jobs.shift() as Job;
          started.push(job);
          answers.push(this.#step(job, until));
        }
      });
    } catch (error) {
      // Nothing of this commit is on the disk: whoever took part in it hears so.
      this.#onFailure();
      const failure = asStoreError(error);
      answers.length = 0;
      for (const job of started) job.reject(failure);
    }
    for (const answer of answers) answer();
    for (const job of jobs) this.#enqueue(job);
  }

  /** Runs a job until it ends, waits or has used the budget; gives what to do once the commit is on the disk. */
  #step(job: Job, until: number): () => void {
    for (;;) {
      let turn: IteratorResult<Promise<void> | undefined, unknown>;
      try {
        turn = job.work.next();
      } catch (error) {
        // A disk that refuses is everyone's failure. Any other error came before this step of the job wrote anything.
        if (error instanceof DiskError) throw error;
        return () => job.reject(error);
      }
      if (turn.done) {
        const value = turn.value;
        return () => job.resolve(value);
      }
      const wait = turn.value;
      if (wait) return () => void wait.then(() => this.#enqueue(job));
      if (performance.now() >= until) return () => this.#enqueue(job);
    }
  }
}
