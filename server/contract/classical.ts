import type { Localised } from "../../item-bank/types.js";

/** GET /api/research/:studyId/classical[?subjects=mathematics,reading]: computed from the responses as they are now. */
export interface ClassicalTable {
  personCount: number;
  alpha: number | null;
  items: ClassicalRow[];
  /** Sum scores of complete booklets: counts by score, per booklet. */
  scoreDistribution: { bookletId: string; counts: number[] }[];
}
export interface ClassicalRow {
  itemId: string;
  summary: Localised<string>;
  kind: string;
  subject: string;
  /** Names of the framework's domain and process; empty where the item has none. */
  domain: Localised<string>;
  process: Localised<string>;
  maxScore: number;
  n: number;
  mean: number | null;
  proportionCorrect: number | null;
  sd: number | null;
  itemRest: number | null;
  alphaIfDeleted: number | null;
  discrimination27: number | null;
  omittedShare: number | null;
  notReachedShare: number | null;
  /** Median seconds on the item. */
  medianSeconds: number | null;
  distractors: {
    option: string;
    label: Localised<string>;
    isKey: boolean;
    n: number;
    proportion: number;
    pointBiserial: number | null;
  }[];
}
