// Group commit: all writes that wait at the end of a turn of the event loop share one commit and one fsync.
import { asStoreError } from "../errors.js";
import type { Catalog } from "./catalog.js";
import { DiskError, type Store } from "./store.js";

interface Job {
  action: () => unknown;
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

  /** The action's result, once everything it wrote is on the disk. */
  run<T>(action: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#enqueue({ action, resolve: resolve as (value: unknown) => void, reject });
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
    const undo = this.#catalog.mark();
    try {
      this.#store.commit(() => {
        const until = performance.now() + budgetMs;
        while (jobs.length > 0 && (started.length === 0 || performance.now() < until)) {
          const job = jobs.shift() as Job;
          started.push(job);
          answers.push(this.#do(job));
        }
        this.#catalog.flush();
      });
    } catch (error) {
      // Nothing of this commit is on the disk: memory must not know better, and whoever took part in it hears so.
      undo();
      const failure = asStoreError(error);
      answers.length = 0;
      for (const job of started) job.reject(failure);
    }
    for (const answer of answers) answer();
    for (const job of jobs) this.#enqueue(job);
  }

  /** Does a job; gives what is to follow once the commit is on the disk. */
  #do(job: Job): () => void {
    try {
      const value = job.action();
      return () => job.resolve(value);
    } catch (error) {
      // A disk that refuses is everyone's failure. Any other error came before this part of the job wrote anything.
      if (error instanceof DiskError) throw error;
      return () => job.reject(error);
    }
  }
}
