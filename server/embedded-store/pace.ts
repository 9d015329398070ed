import { setImmediate } from "node:timers/promises";
import { StoreError } from "./errors.js";

/**
 * Work in steps. It yields nothing where it may rest, or a promise when it must wait for another transaction; what it
 * read before may have changed when it goes on, and what it wrote before stands.
 */
export type Work<T> = Generator<Promise<void> | undefined, T>;
export type Steps<T> = Pick<Work<T>, "next">;

/** Visits rows as a part of some work, which may rest where there is none. */
export function* each<T>(rows: Iterable<T | undefined>, visit: (row: T) => void): Generator<undefined, void> {
  for (const row of rows) {
    if (row) visit(row);
    else yield undefined;
  }
}

/** How long one piece of work may compute before others get their turn. */
const sliceMs = 8;

/** Keeps long work polite: it rests between slices, and stops at the time limit of its command. */
export class Pace {
  #sliceEnds = performance.now() + sliceMs;
  readonly #deadline: number;

  /** @param maxTimeMs the command's time limit; zero for none. */
  constructor(maxTimeMs = 0) {
    this.#deadline = maxTimeMs > 0 ? performance.now() + maxTimeMs : Infinity;
  }

  isDue(): boolean {
    return performance.now() >= this.#sliceEnds;
  }

  /** Lets others work. @throws MaxTimeMSExpired after the time limit. */
  async rest(): Promise<void> {
    if (performance.now() > this.#deadline) throw new StoreError(50, "operation exceeded time limit");
    await setImmediate();
    this.#sliceEnds = performance.now() + sliceMs;
  }

  /** Does work to its end. */
  async finish<T>(work: Steps<T>): Promise<T> {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      if (value) await value;
      if (this.isDue()) await this.rest();
    }
  }
}
