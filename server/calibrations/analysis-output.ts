import type { RunResult } from "../contract/run-result.js";
import type { KeptCovariance, NoCovariance } from "./kept-covariance.js";

/** Estimates of one person; null where there is none. */
export interface PersonRow {
  id: string;
  raw: number;
  max: number;
  eap: number | null;
  eapSe: number | null;
  wle: number | null;
  wleSe: number | null;
  infit: number | null;
  outfit: number | null;
}

/** An item's parameters and fit as the files give them. */
export interface ItemRow {
  itemId: string;
  model: string;
  maxScore: number;
  /** The score of each category; not 0 to m where some score never occurred. */
  scoreValues: number[];
  n: number;
  slope: number;
  slopeSe: number | null;
  steps: (number | null)[];
  stepSes: (number | null)[];
  intercepts: number[];
  interceptSes: (number | null)[];
  /** Of the 3PL; not there in runs of earlier versions. */
  lowerAsymptote?: number | null;
  lowerAsymptoteSe?: number | null;
  /** Of the nominal model, the slope of each category from 1 up. */
  categorySlopes?: number[];
  categorySlopeSes?: (number | null)[];
  /** The model's own parameter vector; not there in runs of earlier versions. */
  parameters?: number[];
  infit: number | null;
  outfit: number | null;
  sx2: number | null;
  sx2Df: number | null;
  sx2P: number | null;
  rmsd: number | null;
  md: number | null;
}

/** What a calibration makes: the result that the desk shows, and the tables of the download. */
export interface AnalysisOutput {
  result: Omit<RunResult, "run" | "studyId">;
  items: ItemRow[];
  persons: PersonRow[];
  /** Of all item and population parameters, for the standard errors of linking; not there in runs of earlier versions. */
  covariance?: KeptCovariance | NoCovariance;
}
