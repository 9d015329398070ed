// Group commit: all writes that wait at the end of a turn of the event loop share one commit and one fsync.
import { asStoreError } from "../errors.js";
import type { Steps } from "../pace.js";
import type { Catalog } from "./catalog.js";
import { DiskError, type Store } from "./store.js";

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
  readonly #catalog: Catalog;
  #queue: Job[] = [];

  constructor(store: Store, catalog: Catalog) {
    this.#store = store;
    this.#catalog = catalog;
  }

  /** The work's result, once everything it wrote is on the disk. A work that waits or rests goes on in a later commit. */
  run<T>(work: Steps<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#enqueue({ work, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  #enqueue(job: Job): void {
    this.#queue.push(job);
    if (this.#queue.length === 1) setImmediate(() => this.#commit());
  }

  #commit(): void {
    const jobs = this.#queue;
    this.#queue = [];
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
        this.#catalog.flush();
      });
    } catch (error) {
      // Nothing of this commit is on the disk: memory must not know better, and whoever took part in it hears so.
      this.#catalog.load();
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
      const { done, value } = turn;
      if (done) return () => job.resolve(value);
      if (value instanceof Promise) return () => void value.then(() => this.#enqueue(job));
      if (performance.now() >= until) return () => this.#enqueue(job);
    }
  }
}
