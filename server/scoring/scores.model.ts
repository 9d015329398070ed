import { Schema, model } from "mongoose";
import type { ResponseValue } from "../../item-bank/types.js";

/** What became of one item in one finished sitting. */
export interface ItemScore {
  itemId: string;
  blockId: string;
  /** Counts the items as they were presented, from 1, over the whole sitting without its practice. */
  position: number;
  /** `uncoded` waits for a coder; `unscored` was given to a question without right or wrong. */
  status: "scored" | "omitted" | "notReached" | "uncoded" | "unscored";
  score: number | null;
  /** Points of an exam, where they are not the score. */
  points: number | null;
  /** Scores of statements, rows or gaps, where the interaction has parts. */
  parts: Record<string, 0 | 1 | null> | null;
  /** The response as given. */
  value: ResponseValue;
  /** The response as the interaction's variables, in their order. */
  variables: (string | number | null)[];
  ms: number;
  visits: number;
  /** How often a response was given or changed. */
  changes: number;
  /** From the first visit to the first response, in milliseconds; null without one. */
  firstActionMs: number | null;
}

/**
 * The scores of one sitting, kept as one document, so that a sitting is scored as a whole or not at all. It says what
 * it was made from; with anything of that changed it is made again.
 */
export interface ScoredSitting {
  /** The sitting's id. */
  _id: string;
  studyId: string;
  /** The pseudonymous id under which researchers know the test taker. */
  testTakerId: string;
  sessionId: string;
  bookletId: string;
  packageHash: string;
  endKind: "submitted" | "ended";
  endAtMs: number;
  /** Links of the sitting's chain of entries that were read. */
  segmentCount: number;
  /** Of the scoring program: see `scoringVersion`. */
  scoringVersion: number;
  items: ItemScore[];
}

const schema = new Schema<ScoredSitting>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true, index: true },
    testTakerId: { type: String, required: true },
    sessionId: { type: String, required: true },
    bookletId: { type: String, required: true },
    packageHash: { type: String, required: true },
    endKind: { type: String, required: true },
    endAtMs: { type: Number, required: true },
    segmentCount: { type: Number, required: true },
    scoringVersion: { type: Number, required: true },
    items: { type: Schema.Types.Mixed, required: true },
  },
  { collection: "scoredSittings", versionKey: false, minimize: false },
);

export const ScoredSittingModel = model<ScoredSitting>("ScoredSitting", schema);
