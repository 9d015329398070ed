import { Type, type Static } from "@sinclair/typebox";
import type { Localised, LocalisedRichText, Rubric } from "../../item-bank/types.js";

const closed = { additionalProperties: false };

/** GET /api/coding/:studyId (coder, admin): the open items of a study with their progress. Responses appear once their sitting is over. */
export interface CodingItem {
  itemId: string;
  summary: Localised<string>;
  responseCount: number;
  /** Responses with every code they need. */
  finishedCount: number;
  /** Still waiting for this coder: first codes, or second codes of responses that someone else coded. */
  waitingForMe: number;
  doubleCodedCount: number;
  /** Share of double-coded responses with the same code, and Cohen's kappa; null with fewer than one, or without variation. */
  agreement: number | null;
  kappa: number | null;
}
export interface CodingOverview {
  studyId: string;
  studyTitle: Localised<string>;
  /** Share of the responses that a second coder reads, 0 to 1. */
  doubleCodingShare: number;
  items: CodingItem[];
}

/** GET /api/coding/:studyId/items/:itemId/next (coder) → CodingTask, or null when nothing waits. Never a name: a response is known by a random id. */
export interface CodingTask {
  taskId: string;
  itemId: string;
  stem: LocalisedRichText;
  stimulus: LocalisedRichText | null;
  assets: Record<string, string>;
  rubric: Rubric;
  responseText: string;
  /** 1 for the first coder, 2 for the second. */
  round: 1 | 2;
  /** The code this coder gave before, when going back to correct it. */
  givenCode: string | null;
  waitingForMe: number;
  doneByMe: number;
}

/** PUT /api/coding/tasks/:taskId { code, comment } (the coder it was given to): repeating or changing it is allowed until the study's scores are frozen. */
export const CodeBody = Type.Object(
  { code: Type.String({ pattern: "^[0-9]{1,2}$" }), comment: Type.String({ maxLength: 1000 }) },
  closed,
);
export type CodeBody = Static<typeof CodeBody>;

/** GET /api/coding/:studyId/items/:itemId/mine → the last responses this coder coded, newest first, to go back to. */
export interface CodedByMe {
  taskId: string;
  responseText: string;
  code: string;
  comment: string;
  at: string;
}

/** GET /api/coding/:studyId/items/:itemId/disagreements (admin, researcher): double-coded responses with two codes. PUT …/disagreements/:responseId { code, comment } resolves one. */
export interface Disagreement {
  responseId: string;
  responseText: string;
  codes: { round: 1 | 2; code: string; comment: string }[];
  resolvedCode: string | null;
}
