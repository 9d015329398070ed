import {
  classicalAnalysis,
  distractorAnalysis,
  notPresented,
  type ClassicalAnalysis,
  type Distractor,
  type ResponseData,
} from "../../psychometrics/index.js";

/** What the classical table is computed from; plain values, so that a worker thread can be given it. */
export interface ClassicalInput {
  scores: ResponseData;
  /** Which option each test taker took, persons x items row by row; null where there is none to speak of. */
  chosen: (string | null)[];
  /** The right option of each item, or null for items without options. */
  keys: (string | null)[];
}

export interface ClassicalNumbers {
  /** Null without items. */
  analysis: ClassicalAnalysis | null;
  distractors: Distractor[];
}

/** Sums of points where everybody has a score on every item; else shares of what each test taker met. */
export function classicalNumbers({ scores, chosen, keys }: ClassicalInput): ClassicalNumbers {
  const cases = scores.scores.includes(notPresented) ? "available" : "complete";
  return {
    analysis: scores.items.length === 0 ? null : classicalAnalysis(scores, cases),
    distractors: distractorAnalysis(scores, chosen, keys, undefined, cases),
  };
}
