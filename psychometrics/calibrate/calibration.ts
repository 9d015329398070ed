import type { ModelName } from "../models/index.js";
import type { ReportedParameters } from "../parameters.js";
import type { Prior } from "./priors.js";
import type { InformationMethod } from "./standard-errors.js";
import type { EmOptions } from "./em.js";

/** An item whose parameters come from an earlier calibration and stay as they are. */
export interface Anchor {
  item: string;
  model: ModelName;
  slope: number;
  intercepts: readonly number[];
  /** For the 3PL only. */
  lowerAsymptote?: number;
}

/** What to fit, on which grid, and when to stop. Only `model` must be given. */
export interface CalibrationOptions extends Partial<EmOptions> {
  /** The model of every item that `models` does not name. */
  model: ModelName;
  /** Models by item, for tests that mix them. */
  models?: Readonly<Record<string, ModelName>>;
  /** Number of equally spaced quadrature nodes; 61 by default. */
  quadrature?: number;
  /** The grid goes from -range to range, in logits; 6 by default. */
  range?: number;
  anchors?: readonly Anchor[];
  /** Prior on the lower asymptotes of the 3PL; Beta(5, 17) by default. Null for none, which seldom identifies them. */
  lowerAsymptotePrior?: Prior | null;
  /** Observed information by default; `none` spares the time. */
  standardErrors?: InformationMethod | "none";
  /** Keep the covariance of all parameters, which linking and equating need for their standard errors; false by default. */
  keepsCovariance?: boolean;
}

/** The covariance of every free parameter with every other, items and groups together. */
export interface JointCovariance {
  /** The free parameters' names: `item.parameter`, the name of a shared one, `mean_GROUP`, `variance_GROUP`. */
  names: string[];
  /** For each calibrated item, for each of its parameters: its place in `names`, or -1 where it was fixed. */
  places: number[][];
  /** As many rows as names, row by row. */
  values: number[];
}

/** One item of a calibration. */
export interface CalibratedItem extends ReportedParameters {
  item: string;
  model: ModelName;
  /** The score that each category stands for, lowest first: 0, 1, ..., m unless some score never occurred. */
  scoreValues: number[];
  isAnchored: boolean;
  /** The model's own parameter vector, and its covariance row by row (zeros for what was fixed, null if none). */
  parameters: number[];
  covariance: number[] | null;
}

/** An item that could not be calibrated. */
export interface ExcludedItem {
  item: string;
  reason: string;
}

/** One group's ability distribution. */
export interface CalibratedGroup {
  name: string;
  /** Test takers in it with at least one response to a calibrated item. */
  personCount: number;
  mean: number;
  variance: number;
  /** Null where the parameter was fixed or the information could not be inverted. */
  meanStandardError: number | null;
  varianceStandardError: number | null;
}

/** The result of `calibrate`: plain values throughout, so that it can be stored as JSON and read again. */
export interface Calibration {
  items: CalibratedItem[];
  excluded: ExcludedItem[];
  groups: CalibratedGroup[];
  quadrature: { count: number; range: number };
  /** Where `keepsCovariance` asked for it; null where the information could not be inverted. */
  covariance?: JointCovariance | null;
  /** Weighted marginal log-likelihood, without the priors. */
  logLikelihood: number;
  logPrior: number;
  parameterCount: number;
  /** Test takers with at least one response to a calibrated item; the n of the BIC. */
  personCount: number;
  aic: number;
  bic: number;
  cycles: number;
  converged: boolean;
  /** The largest change of a parameter in the last EM step. */
  largestChange: number;
  /** The log-likelihood (plus log priors) at the start of each cycle. */
  history: number[];
  /** What a reader should know before using the numbers, in sentences. */
  notes: string[];
}
