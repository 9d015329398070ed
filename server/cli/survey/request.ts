import type {
  ReplicationMethod,
  SamplingVarianceRule,
  ScaleConstants,
} from "../../../psychometrics/index.js";
import type { SurveyColumns } from "./read-survey.js";

/** What a survey analysis from a file needs to know. */
export interface SurveyRequest extends SurveyColumns {
  table: string;
  method: ReplicationMethod;
  fay: number;
  cuts: readonly number[];
  percentiles: readonly number[];
  isIndependent: boolean;
  linkError: number;
  /** The column of `by` that names the cycle. */
  trendBy?: string;
  samplingVariance: SamplingVarianceRule;
  personsMin: number;
  unitsMin?: number;
  /** Bootstrap replicates to make, and where their numbers start. */
  bootstrap: number;
  seed: number;
  /** The mean and standard deviation that the reported scale is to have, or its constants. */
  scale?: { mean: number; sd: number };
  constants?: ScaleConstants;
  /** A table of countries' means with the item parameters of either cycle, from which the link error is taken. */
  linkMeans?: string;
}
