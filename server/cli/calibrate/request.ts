import type {
  Calibration,
  CalibrationOptions,
  Estimator,
  HeldCovariance,
  InvarianceOptions,
  MeasuredDimension,
  MultidimensionalQuadrature,
  ModelName,
} from "../../../psychometrics/index.js";
import type { InformationGrid } from "./booklet-tables.js";
import type { DifRequest } from "./dif-tables.js";
import type { ResponseColumns } from "../files/read-responses.js";
import type { Words } from "../../terminal/words.js";

/** What a calibration from files needs to know. */
export interface CalibrationRequest extends ResponseColumns {
  responses: string;
  model: ModelName;
  key?: string;
  /** The group whose mean ability is 0; the first by number or name without one. */
  reference?: string;
  /** The path of a table, or the models themselves. */
  models?: string | Pick<CalibrationOptions, "models" | "ratingScales">;
  anchor?: string;
  scores: readonly Estimator[];
  quadrature: number;
  range: number;
  /** Whether the grid may be made wider or finer where it turns out to be too little; see `CalibrationOptions`. */
  widensGrid: boolean;
  tolerance: number;
  seed: number | null;
  /** Write the covariance of all parameters, for `khao link`. */
  covariance?: boolean;
  /** Calibrate parts that no test taker connects: their test takers are random samples of one population. */
  unconnected?: boolean;
  /** How many threads large data may have; the results do not depend on it. */
  threads: number;
  /** Write the further tables on reliability, the model as a whole, groups and pairs of items. */
  diagnostics?: boolean;
  /** Write the tables by booklet and group, and the information at these abilities. */
  tables?: InformationGrid;
  /** The probability by which those tables place items on the scale. */
  responseProbability?: number;
  /** The table that names each item's unit, for stratified alpha. */
  units?: string;
  /** What only an analysis file can say: constraints, priors, items that differ between groups, populations. */
  constraints?: Partial<CalibrationOptions>;
  /** Free items in groups until all fit; the calibration is the last one. */
  invariance?: InvarianceOptions;
  dif?: DifRequest;
  /** Where items are calibrated in several dimensions, or with regressors. */
  dimensional?: DimensionalRequest;
}

/** Several dimensions, as an analysis file has them. */
export interface DimensionalRequest {
  /** All items in one dimension by default. */
  dimensions?: readonly MeasuredDimension[];
  covariances?: readonly HeldCovariance[];
  /** As written; the library's own by default. */
  quadrature?: number | MultidimensionalQuadrature;
}

/** The analyses of one request, and the words for its files. */
export interface CalibrationOutcome {
  calibration: Pick<Calibration, "converged" | "cycles" | "logLikelihood">;
  /** What a reader should know before using the numbers. */
  notes: Words[];
  /** Which test takers the classical statistics rest on. */
  classicalBasis: Words;
  summary: Record<string, string | number | boolean | null>;
  files: Record<string, string>;
}
