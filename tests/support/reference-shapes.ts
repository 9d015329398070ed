// What the files of other programs' results hold, as far as the tests compare it.
import type { MirtReference, TamReference } from "./reference-calibrations.js";

/** A row of a table: names of columns are the program's own. */
export type Row = Record<string, number>;

/** Estimates of test takers; where there is none the programs write "NA", "Inf" or "-Inf". */
interface PersonEstimates {
  theta: (number | string)[];
  se: (number | string)[];
}

/** S-X2 of an item as mirt's `itemfit` gives it. */
interface SX2Row {
  item: string;
  S_X2: number;
  "df.S_X2": number;
  "p.S_X2": number;
}

/** What mirt's `M2` gives for a kind of the statistic, or why it gives none. */
interface M2Row {
  error?: string;
  M2: number;
  df: number;
  p: number;
  RMSEA: number;
  RMSEA_5: number;
  RMSEA_95: number;
  SRMSR: number;
  TLI: number;
  CFI: number;
}

/** A `mirt_*.json` with all that is compared. */
export interface MirtFile extends MirtReference {
  AIC: number;
  BIC: number;
  SABIC: number;
  M2: Record<string, M2Row>;
  /** `infit_EAP` and its like by estimator, rows by item. */
  itemfit: { S_X2: SX2Row[] } & Record<`infit_${string}`, Row[] | undefined>;
  /** Rows in the data file, from 1, of the sample that results by person are kept of. */
  personIndex1based: number[];
  personfit: Record<string, { sample?: Row[] } | undefined>;
  scores: MirtReference["scores"] & Record<string, PersonEstimates & { empirical_rxx: number | string }>;
  marginal_rxx: number;
  EAPsum?: Row[];
  Q3?: Record<string, { values: (number | "NA")[][] } | undefined>;
  LDX2: { values: number[][] };
}

/** A `tam_*.json` or `mg_tam_*.json` with all that is compared. */
export interface TamFile extends TamReference {
  personIndex1based: number[];
  /** By statistic, rows by item, columns by group. */
  RMSD: Record<string, Row[]>;
  msq: Row[];
  msqWLE: Row[];
  personfit: { sample: Row[] };
  modelfit: { Q3: { values: (number | "NA")[][] } };
  EAP: { theta: number[]; sd: number[] };
  EAPrel: number;
  WLE: { theta: number[]; se: number[]; rel: number };
}

/** A `ctt.json`: classical statistics by base R and psych. */
export interface CttFile {
  alpha: number;
  alphaStd: number;
  SEM: number;
  KR20?: number;
  KR21?: number;
  psych_alpha: { feldt: [number, number] };
  guttman: Record<"lambda1" | "lambda2" | "lambda3" | "lambda5" | "lambda6", number> & {
    lambda4_allSplits?: { l4max: number };
  };
  psych_guttman: { "lambda.4": number };
  splitHalfOddEven: { r: number; spearmanBrown: number; guttmanRulon: number };
  lavaan_omega: { omega: number };
  itemStats: Record<"mean" | "p" | "sd" | "itemTotal" | "itemRest" | "alphaIfDeleted", number>[];
  upperLower27: { D: Row };
}
