import { JointSums, type JointSumsData } from "./joint-sums.js";
import { PartSums, type SumsData, type SumsStep } from "./part-sums.js";
import { ScoreSums, type ScoreSumsData } from "./score-sums.js";

/** The arrays of an E-step, of any kind, that threads share. */
export type SharedSums = SumsData | ScoreSumsData | JointSumsData;

/** Whoever does pieces of an E-step: one for each thread. */
export interface SumsWork {
  /** Do one piece of a step; all pieces of the step before must be done. */
  run(step: SumsStep, piece: number): void;
}

/** Take up the work on shared arrays; nothing of them is copied. */
export function workOn(data: SharedSums): SumsWork {
  if (data.kind === "dimensions") return new JointSums(data);
  return data.kind === "scores" ? new ScoreSums(data) : new PartSums(data);
}

/**
 * Threads that help with E-steps. This library starts none itself: whoever calls it may pass some in (in Node,
 * `server/psychometrics-threads`). A crew decides who does a piece of work, never what comes of it: the results are
 * the same, bit for bit, with any number of threads and without a crew.
 */
export interface Crew {
  /** Memory that all threads see. */
  allocate(byteLength: number): ArrayBufferLike;

  /** Begin on these arrays; what is written of them is on memory from `allocate`. Work on earlier ones goes on alone. */
  engage(data: SharedSums): Engagement;
}

/** A crew at work on one E-step's arrays. */
export interface Engagement {
  /**
   * Have all pieces of a step done, and return when they are.
   *
   * @param work does one piece on the calling thread, which takes its share.
   * @throws {Error} where a helping thread failed.
   */
  run(step: SumsStep, pieceCount: number, work: (piece: number) => void): void;
}
