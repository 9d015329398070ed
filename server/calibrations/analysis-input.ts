import type { Localised } from "../../item-bank/types.js";
import type { AnalysisBody } from "../contract/research.js";

/** What a calibration reads: the score matrix as it was when the run was asked for. Plain values, so that it can be kept. */
export interface AnalysisInput {
  options: AnalysisBody;
  items: {
    itemId: string;
    maxScore: number;
    subject: string;
    summary: Localised<string>;
    /** One of several options is right; not there in runs of earlier versions. */
    isChoice?: boolean;
  }[];
  personIds: string[];
  /** A row per person in the order of `personIds`; null for not presented, or left out by the options' rules. */
  rows: (number | null)[][];
  /** Responses that wait for a coder; they count as not presented. */
  waitingForCoding: number;
}
