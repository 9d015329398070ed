import { setImmediate } from "node:timers/promises";
import { StoreError } from "./errors.js";

/** How long a read may compute before others get their turn. */
const sliceMs = 8;

/** Keeps a long read polite: it rests between slices of work, and stops at the time limit of its command. */
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
}
