import { Type, type Static } from "@sinclair/typebox";

type Sentence = { vi: string; en: string };

export type LinkMethodName = "mean-mean" | "mean-sigma" | "mean-geometric-mean" | "haebara" | "stocking-lord";

/** GET /api/research/linkable-runs (researcher, admin): the finished calibrations of all studies, newest first. */
export interface LinkableRun {
  id: string;
  title: string;
  studyId: string;
  studyTitle: { vi?: string; en?: string };
  finishedAt: string | null;
}

/**
 * GET /api/research/runs/:runId/link/:baseRunId[?method=stocking-lord&robust=1]: the run put on the scale of the base run by
 * the items that both have, computed when asked for. θ_base = slope θ + intercept.
 */
export interface LinkResult {
  base: { id: string; title: string; studyId: string };
  other: { id: string; title: string; studyId: string };
  method: LinkMethodName;
  isRobust: boolean;
  /** It goes with the download of the run. */
  isKept: boolean;
  slope: number;
  intercept: number;
  /** False where the slope is held at 1, because both runs have slopes of 1. */
  hasSlope: boolean;
  converged: boolean;
  /** From sampling of test takers, by the delta method; null with the reason where a run has not kept what it takes. */
  standardErrors: { slope: number; intercept: number } | null;
  standardErrorReason: Sentence | null;
  /** Jackknife over units of items (items on one stimulus); null with too few of them. */
  linkError: { slope: number; intercept: number; unitCount: number } | null;
  /** Standard deviation of the differences over the root of their number; null with one item. */
  linkErrorOfDifferences: number | null;
  /** The constants by every method from the same items, for comparing; null where a method gives none. */
  methods: {
    method: LinkMethodName;
    slope: number | null;
    slopeSe: number | null;
    intercept: number | null;
    interceptSe: number | null;
  }[];
  /** Items that the robust rule dropped. */
  dropped: string[];
  /** Items that both have but that cannot be compared, as their models or scores differ. */
  skipped: string[];
  items: LinkedItemRow[];
  warnings: Sentence[];
}
export interface LinkedItemRow {
  itemId: string;
  isUsed: boolean;
  baseSlope: number;
  /** As calibrated, and on the base scale. */
  otherSlopeBefore: number;
  otherSlope: number;
  /** Means of the steps; null where a slope is zero. */
  baseDifficulty: number | null;
  otherDifficultyBefore: number | null;
  otherDifficulty: number | null;
  /** On the base scale, other less base: positive where the item has become harder. */
  difference: number | null;
  /** Of the difference, the constants taken as known; without the runs' covariances for items of two scores only. */
  differenceSe: number | null;
  robustZ: number | null;
  isUnstable: boolean;
  curveDifference: number;
}

/** PUT /api/research/runs/:runId/link/:baseRunId[?method=…&robust=1]: whether this link goes with the download of the run. → LinkResult. */
export const KeepLinkBody = Type.Object({ isKept: Type.Boolean() }, { additionalProperties: false });
export type KeepLinkBody = Static<typeof KeepLinkBody>;
