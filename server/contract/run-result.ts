import type { Localised } from "../../item-bank/types.js";
import type { RunRow } from "./research.js";

/** GET /api/research/runs/:runId → the finished run's results, with what its plots need. */
export interface RunResult {
  studyId: string;
  run: RunRow;
  summary: {
    personCount: number;
    itemCount: number;
    logLikelihood: number;
    parameterCount: number;
    aic: number;
    bic: number;
    latentMean: number;
    latentVariance: number;
    eapReliability: number | null;
    wleReliability: number | null;
    cycles: number;
    converged: boolean;
  };
  items: RunItem[];
  /** For the Wright map: persons' WLE (or EAP) in bins of equal width. */
  personBins: { from: number; to: number; count: number }[];
  information: { theta: number; information: number; standardError: number }[];
  /** Log-likelihood by cycle. */
  trace: number[];
  warnings: { vi: string; en: string }[];
  /** Null for a run of a version that did not keep it. */
  fit: RunFit | null;
}

/** How a run's model fits, as a whole, item by item and pair by pair. */
export interface RunFit {
  criteria: {
    aic: number;
    aicc: number | null;
    bic: number;
    sabic: number;
    caic: number;
    hq: number;
  };
  /** Limited-information fit; all null where it cannot be had, with the reason. */
  whole: {
    statistic: "M2" | "M2*" | "C2";
    n: number;
    m2: number | null;
    df: number | null;
    p: number | null;
    rmsea: number | null;
    rmsea05: number | null;
    rmsea95: number | null;
    srmsr: number | null;
    tli: number | null;
    cfi: number | null;
    /** What it says of booklets that were compared; runs of older versions have none. */
    notes?: { vi: string; en: string }[];
    reason: { vi: string; en: string } | null;
    /** Why TLI and CFI cannot be had where the others can; runs of older versions have none. */
    comparisonReason?: { vi: string; en: string } | null;
  };
  /** In the order of the run's items; infit, outfit and RMSD stand with the parameters. */
  items: FitItem[];
  /** Why there is no S-X2; null where there is. */
  sx2Reason: { vi: string; en: string } | null;
  /** Residual correlations (Yen's Q3, residuals at the EAP); null with fewer than two items. */
  q3: {
    mean: number | null;
    /** The largest first: pairs of items that at least 100 test takers responded to. */
    pairs: { items: [string, string]; n: number; q3: number }[];
    /** Items x items row by row, in the order of `items`; null for a pair without a value, and where there are too many items to look at. */
    matrix: (number | null)[] | null;
  } | null;
}
export interface FitItem {
  itemId: string;
  sx2: number | null;
  sx2Df: number | null;
  sx2P: number | null;
  /** Adjusted over the items (Benjamini & Hochberg). */
  sx2AdjustedP: number | null;
  /** RMSD with what chance contributes taken out; below 0 where the deviation is less than chance gives. */
  rmsdCorrected: number | null;
  md: number | null;
}
export interface RunItem {
  itemId: string;
  summary: Localised<string>;
  subject: string;
  model: string;
  maxScore: number;
  n: number;
  slope: number;
  slopeSe: number | null;
  /** b for two categories; b_1 … b_m for more. */
  steps: number[];
  stepSes: (number | null)[];
  /** Mean of the steps. */
  difficulty: number;
  /** Of the 3PL; null for other models, and not there in runs of earlier versions. */
  lowerAsymptote?: number | null;
  lowerAsymptoteSe?: number | null;
  /** Of the nominal model, the slope of each category from 1 up; not there for other models. */
  categorySlopes?: number[];
  categorySlopeSes?: (number | null)[];
  infit: number | null;
  outfit: number | null;
  rmsd: number | null;
  /** Curves on the result's grid: probabilities[k][q], and the expected score. */
  curve: { theta: number[]; probabilities: number[][]; expectedScore: number[] };
  /** Groups of persons by ability with their observed mean score and category proportions. */
  empirical: { theta: number; n: number; meanScore: number; proportions: number[] }[];
  notes: { vi: string; en: string }[];
}
