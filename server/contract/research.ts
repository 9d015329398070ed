import { Type, type Static } from "@sinclair/typebox";
import type { Localised } from "../../item-bank/types.js";

const closed = { additionalProperties: false };

/** GET /api/research/:studyId/overview (researcher, admin): counts that add up, per booklet and item status. No identities anywhere below. */
export interface StudyOverview {
  studyId: string;
  title: Localised<string>;
  testTakers: { total: number; notStarted: number; inProgress: number; submitted: number; ended: number };
  booklets: { bookletId: string; assigned: number; submitted: number }[];
  /** Cells of the submitted sittings' response matrix. */
  cells: {
    presented: number;
    answered: number;
    omitted: number;
    notReached: number;
    waitingForCoding: number;
  };
  items: {
    itemId: string;
    subject: string;
    kind: string;
    maxScore: number;
    presented: number;
    answered: number;
  }[];
  subjects: string[];
  lastSubmittedAt: string | null;
}

/** How missing responses count in a phase. */
const MissingRule = Type.Union([Type.Literal("wrong"), Type.Literal("notAdministered")]);

const oneOf = <const T extends string>(words: readonly T[]) =>
  Type.Union(words.map((word) => Type.Literal(word)));

/** Models by type of item; what is left out is as the chosen model has it. */
const ModelsByType = Type.Object(
  {
    /** One of several options is right, so that one can guess. */
    choice: Type.Optional(oneOf(["rasch", "1pl", "2pl", "3pl"])),
    /** Right or wrong otherwise. */
    rightWrong: Type.Optional(oneOf(["rasch", "1pl", "2pl"])),
    /** Scores from 0 to 2 or more. */
    severalScores: Type.Optional(oneOf(["pcm", "rsm", "gpcm", "grm", "nominal"])),
  },
  closed,
);

/** A density of the lower asymptotes, or a normal one of their log-odds. */
const LowerAsymptotePrior = Type.Union([
  Type.Object(
    {
      kind: Type.Literal("beta"),
      alpha: Type.Number({ exclusiveMinimum: 1, maximum: 1000 }),
      beta: Type.Number({ exclusiveMinimum: 1, maximum: 1000 }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal("normal-logit"),
      mean: Type.Number({ minimum: -10, maximum: 10 }),
      standardDeviation: Type.Number({ exclusiveMinimum: 0, maximum: 10 }),
    },
    closed,
  ),
]);

/**
 * POST /api/research/:studyId/runs (researcher, admin): queues a background job. Names of models, priors and numerics are
 * those of an analysis file of `khao analyse`.
 */
export const AnalysisBody = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120 }),
    /** `rasch`: with PCM; `2pl`: with GPCM; `3pl`: choice items, others as `2pl`; `grm`, `nominal`: 2PL with these; `rsm`: Rasch with rating scales. */
    model: oneOf(["rasch", "2pl", "3pl", "grm", "rsm", "nominal"]),
    models: Type.Optional(ModelsByType),
    /** Of the 3PL; Beta(5, 17) where it is left out, none where it is null. */
    lowerAsymptotePrior: Type.Optional(Type.Union([LowerAsymptotePrior, Type.Null()])),
    /** Items of these subjects; empty for all scored items. */
    subjects: Type.Array(Type.String()),
    /** Items left out by name. */
    withoutItems: Type.Array(Type.String()),
    /** Only the test takers of one group of a grouping, of 30 or more and not by class; all of them where it is left out. */
    testTakers: Type.Optional(
      Type.Object(
        {
          grouping: Type.String({ minLength: 1, maxLength: 80 }),
          group: Type.String({ minLength: 1, maxLength: 80 }),
        },
        closed,
      ),
    ),
    omitted: MissingRule,
    notReached: MissingRule,
    /** Calibrate parts that no test taker connects: the test takers of all parts are random samples of one population. */
    unconnected: Type.Optional(Type.Boolean()),
    quadratureNodes: Type.Integer({ minimum: 11, maximum: 201 }),
    quadratureRange: Type.Number({ minimum: 3, maximum: 12 }),
    tolerance: Type.Number({ minimum: 1e-9, maximum: 0.01 }),
  },
  closed,
);
export type AnalysisBody = Static<typeof AnalysisBody>;

/** GET /api/research/:studyId/runs → RunRow[]; pushed as `run:progress` to those who joined the study. */
export interface RunRow {
  id: string;
  title: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  /** 0 to 1. */
  progress: number;
  /** What is being done, such as "EM cycle 14, change 0.0031". */
  step: { vi: string; en: string };
  options: AnalysisBody;
  /** The group that `options.testTakers` names, in words; null for all test takers. */
  group: { grouping: Localised<string>; title: Localised<string> } | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  seconds: number | null;
  programVersion: string;
  /** SHA-256 of the data the run read. */
  dataHash: string | null;
  error: { vi: string; en: string } | null;
}
/** POST /api/research/runs/:runId/cancel. */

/** GET /api/research/:studyId/download[?runId=] → application/zip. */
