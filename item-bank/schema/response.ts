import type { LocalisedString } from "./text.js";

/**
 * A response, as given: the value each kind of interaction stores. Null means that nothing is given yet.
 *
 * choice, hotspot: ids chosen · trueFalseCluster: statement -> true/false · inlineChoice, gapMatch: gap -> choice id ·
 * textEntry: gap -> text as typed · extendedText: text · match: row -> column ids · order: ids in order ·
 * slider: number · likert: statement -> option id.
 */
export type ResponseValue =
  | null
  | string
  | number
  | string[]
  | Record<string, string>
  | Record<string, boolean>
  | Record<string, string[]>;

/**
 * What scoring made of a response.
 *
 * - `scored`: `score` is from 0 to the item's maximum.
 * - `omitted`: nothing was given; the score is 0 or missing, as the phase that uses it decides.
 * - `uncoded`: a coder has to read it first.
 * - `unscored`: a questionnaire's question has no right or wrong.
 */
export interface Scored {
  status: "scored" | "omitted" | "uncoded" | "unscored";
  score: number | null;
  maxScore: number;
  /** Scores of the parts (statements of a cluster, rows of a matrix, gaps), each 0 or 1, where the interaction has parts. */
  parts?: Record<string, 0 | 1 | null>;
  /** Points of an exam where they are not the score, such as 0.25 for two right statements. */
  points?: number;
  /** Why the score is what it is, in a few words for the studio's try-out. */
  reason?: LocalisedString;
}
