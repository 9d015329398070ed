import type { SumsStep } from "../../psychometrics/index.js";

/** The steps in the order of their numbers in shared memory. */
const steps: readonly SumsStep[] = ["load", "sum", "share"];

// Places in the control array. Two steps' settings lie side by side, so that one can be read while the next is written.
const ticket = 0;
const done = 1;
const failed = 2;
const closed = 3;
const present = 4;
const settings = 5;
const length = 9;

const pieceBits = 16;
const pieceMask = (1 << pieceBits) - 1;
const roundMask = 0x7fff;

const waitMs = 100;

/**
 * The agreement between threads on who does which piece. One word of shared memory, the ticket, holds the number of the
 * round and the next piece of it that nobody has; a thread takes a piece by raising it, and a thread
 * that comes late from an earlier round cannot, because the round is another.
 */
export class Control {
  /** To pass on to the other threads. */
  readonly words: Int32Array;

  /** @param words another thread's, or new ones. */
  constructor(words: Int32Array = new Int32Array(new SharedArrayBuffer(4 * length))) {
    this.words = words;
  }

  /** For the thread in charge: open a round, take part in it, and return when all its pieces are done. */
  run(step: SumsStep, pieceCount: number, work: (piece: number) => void): void {
    const { words } = this;
    if (pieceCount > pieceMask) throw new RangeError(`${pieceCount} pieces are more than a round can have`);
    const round = ((Atomics.load(words, ticket) >>> pieceBits) + 1) & roundMask;
    Atomics.store(words, done, 0);
    Atomics.store(words, settings + 2 * (round & 1), steps.indexOf(step));
    Atomics.store(words, settings + 2 * (round & 1) + 1, pieceCount);
    Atomics.store(words, ticket, round << pieceBits);
    Atomics.notify(words, ticket);
    for (let piece = this.take(); piece; piece = this.take()) {
      work(piece.number);
      Atomics.add(words, done, 1);
    }
    for (let count = Atomics.load(words, done); count < pieceCount; count = Atomics.load(words, done)) {
      if (Atomics.load(words, failed) === 1)
        throw new Error("a helping thread failed; its own warning says why");
      Atomics.wait(words, done, count, waitMs);
    }
  }

  /** For helping threads: do pieces of whatever round is open, until the work is over. */
  help(work: (step: SumsStep, piece: number) => void): void {
    const { words } = this;
    Atomics.add(words, present, 1);
    try {
      while (Atomics.load(words, closed) === 0) {
        const seen = Atomics.load(words, ticket);
        const piece = this.take();
        if (!piece) {
          Atomics.wait(words, ticket, seen, waitMs);
          continue;
        }
        work(piece.step, piece.number);
        Atomics.add(words, done, 1);
        Atomics.notify(words, done);
      }
    } catch (error) {
      Atomics.store(words, failed, 1);
      Atomics.notify(words, done);
      throw error;
    }
  }

  /** How many helping threads have come so far. */
  get helperCount(): number {
    return Atomics.load(this.words, present);
  }

  /** The work is over: helping threads leave. */
  close(): void {
    Atomics.store(this.words, closed, 1);
    Atomics.notify(this.words, ticket);
  }

  private take(): { step: SumsStep; number: number } | null {
    const { words } = this;
    for (;;) {
      const seen = Atomics.load(words, ticket);
      const round = seen >>> pieceBits;
      const number = seen & pieceMask;
      const step = steps[Atomics.load(words, settings + 2 * (round & 1))];
      const pieceCount = Atomics.load(words, settings + 2 * (round & 1) + 1);
      if (!step || number >= pieceCount) return null;
      if (Atomics.compareExchange(words, ticket, seen, seen + 1) === seen) return { step, number };
    }
  }
}
