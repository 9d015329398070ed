import type { ModelName } from "../models/index.js";
import type { ReportedParameters } from "../parameters.js";
import type { Prior } from "./priors.js";
import type { InformationMethod } from "./standard-errors.js";
import type { EmOptions } from "./em.js";
import type { Crew } from "../likelihood/crew.js";
import type { Message } from "../messages/message.js";

/** An item whose parameters come from an earlier calibration and stay as they are. */
export interface Anchor {
  item: string;
  /**
   * The groups whose parameters these are, where the item differs between groups; without, they hold in every group that no other
   * anchor of the item names. Where all of an item's anchors name groups, it is estimated in those that none of them names.
   */
  groups?: readonly string[];
  model: ModelName;
  slope: number;
  intercepts: readonly number[];
  /** For the 3PL only. */
  lowerAsymptote?: number;
  /** For the nominal model: the slope of each category from 1 to m. As multiples of `slope` by default. */
  categorySlopes?: readonly number[];
  /** The score that each category stands for, lowest first; 0, 1, ..., m by default. */
  scoreValues?: readonly number[];
}

/**
 * One parameter of one item. Names are those of the model: `slope`, `intercept_1` ..., `lower_asymptote` (or its log-odds,
 * `lower_asymptote_logit`), `location` and `threshold_1` ... of the rating scale model, `slope_deviation_1` ... of the
 * nominal one. Without `groups` all parts of an item are meant whose parameters are unique to some groups.
 */
export interface ParameterValue {
  item: string;
  parameter: string;
  value: number;
  /** The part of the item that exactly these groups have. */
  groups?: readonly string[];
}

/** Items that have one parameter in common, and the name of the parameter. */
export interface EqualParameters {
  parameter: string;
  items: readonly string[];
}

/** A prior density, the name of the parameter it is on, and the items; all items with such a parameter by default. */
export interface ParameterPrior {
  /** A parameter as in `ParameterValue`, or `difficulty_1` ..., the step or threshold, for a normal density. */
  parameter: string;
  prior: Prior;
  items?: readonly string[];
}

/**
 * Groups in which an item has parameters of its own, one set for all of these groups together: partial invariance.
 * Entries for one item must name different groups. What is not unique stays common to all groups. Unique parameters are estimated,
 * beside an anchor of the item too, unless an anchor names just these groups: then they are the anchor's.
 */
export interface UniqueParameters {
  item: string;
  groups: readonly string[];
  /** The parameters that are unique; all that the item does not share with other items by default. */
  parameters?: readonly string[];
}

/** An item that some groups' test takers are not judged by. */
export interface LeftOutItem {
  item: string;
  groups: readonly string[];
}

/** How ability is distributed in a group, where it is to be other than the default. */
export interface GroupOptions {
  /** A value that is held, or `free`. */
  mean?: number | "free";
  variance?: number | "free";
  /** A normal distribution, or a free mass at every node (empirical histogram). */
  shape?: "normal" | "histogram";
}

/** What to fit, on which grid, and when to stop. Only `model` must be given. */
export interface CalibrationOptions extends Partial<EmOptions> {
  /** The model of every item that `models` does not name. */
  model: ModelName;
  /** Models by item, for tests that mix them. */
  models?: Readonly<Record<string, ModelName>>;
  /** Number of equally spaced quadrature nodes; 61 by default, and more where that turns out too few: see `widensGrid`. */
  quadrature?: number;
  /** The grid goes from -range to range, in logits; 6 by default, and further where that turns out too little. */
  range?: number;
  /**
   * Whether a grid that turns out too narrow or too coarse gives way to a better one, in which the estimation goes on: with
   * less than 5 standard deviations of a group on it to either side, a range of 6; where its sums are off by more than 0.1 % of
   * a test taker's likelihood on average, nodes half as far apart. By default where neither `quadrature` nor `range` is given;
   * never with histograms, whose masses are at the nodes. Without, a note says so where it matters.
   */
  widensGrid?: boolean;
  anchors?: readonly Anchor[];
  /** The rating scale each item of the rating scale model belongs to; of those that are not named the
   * right-or-wrong ones make one scale and the others another. */
  ratingScales?: Readonly<Record<string, string>>;
  /** Single parameters that are held at a value. */
  fixed?: readonly ParameterValue[];
  /** Parameters that are one and the same in several items. */
  equal?: readonly EqualParameters[];
  /** Items with parameters of their own in some groups. */
  unique?: readonly UniqueParameters[];
  /** Items that are left out in some groups: their responses count as not presented. */
  leftOut?: readonly LeftOutItem[];
  /** Prior densities; a later entry for the same parameter takes the place of an earlier one. */
  priors?: readonly ParameterPrior[];
  /**
   * Items whose parts bear a prior together: of P parts that have it for themselves each has the log density times 1 / P, so
   * that parts with equal values cost what one part for all does. By default each part has all of it.
   */
  sharedPriors?: readonly string[];
  /** Where single parameters start; others start from how often each score occurs. */
  start?: readonly ParameterValue[];
  /** An earlier calibration whose estimates are the starting values of the items and groups it has. */
  startFrom?: Calibration;
  /** By the group's name; what is left out follows from what holds the scale. */
  groups?: Readonly<Record<string, GroupOptions>>;
  /** Prior on the lower asymptotes of the 3PL; Beta(5, 17) by default. Null for none, which seldom identifies them. */
  lowerAsymptotePrior?: Prior | null;
  /** Observed information by default; `none` spares the time. */
  standardErrors?: InformationMethod | "none";
  /** Threads to help where there are many test takers; the result is the same bit for bit without. */
  crew?: Crew;
  /** Keep the covariance of all parameters, which linking and equating need for their standard errors; false by default. */
  keepsCovariance?: boolean;
}

/** What a calibration is to do with the items, whatever it integrates over. */
export type ItemOptions = Omit<CalibrationOptions, "quadrature">;

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
  /** The groups whose parameters these are; null for all. An item has several entries where it differs between groups. */
  groups: string[] | null;
  /** True for parameters that are unique to these groups; false for those of the groups that have nothing of their own. */
  isUnique: boolean;
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
  /** The groups for which it was left out; null for all. */
  groups: string[] | null;
  reason: Message;
}

/** One group's ability distribution. */
export interface CalibratedGroup {
  name: string;
  /** Test takers in it with at least one response to a calibrated item. */
  personCount: number;
  mean: number;
  variance: number;
  /** The mass at each quadrature node of an empirical histogram; null for a normal distribution. */
  mass: number[] | null;
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
  /** Of EM, over all grids where one gave way to a better one. */
  cycles: number;
  converged: boolean;
  /** The largest change of a parameter in the last EM step. */
  largestChange: number;
  /** The log-likelihood (plus log priors) at the start of each cycle. */
  history: number[];
  /** What a reader should know before using the numbers, in words. */
  notes: Message[];
}
