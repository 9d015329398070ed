import type { SimulatedItem } from "./simulate-responses.js";

/** A known item of a study: what it measures, and where it differs between groups. */
export interface StudyItem extends SimulatedItem {
  /** The dimension that it measures; the first by default. */
  dimension?: string;
  /** Groups in which it is harder, or tells apart better, than elsewhere: differential functioning, or drift between cycles. */
  differs?: readonly ItemDifference[];
}

/** How an item differs in some groups. */
export interface ItemDifference {
  groups: readonly string[];
  /** Added to every difficulty, in logits; 0 by default. */
  shift?: number;
  /** The slope times this; 1 by default. */
  slopeFactor?: number;
}

/** A booklet: its items, and the groups that are given it. */
export interface StudyBooklet {
  name: string;
  items: readonly string[];
  /** All by default. */
  groups?: readonly string[];
}

/** Something that is known of test takers and that their ability depends on. */
export interface StudyRegressor {
  name: string;
  /** Standard normal, or 1 with a probability and else 0. */
  kind: "normal" | "binary";
  /** The probability of 1; 0.5 by default. */
  share?: number;
  /** For each dimension, what one unit of it adds to ability. */
  coefficients: readonly number[];
}

/** A stratum of schools. */
export interface SchoolStratum {
  name: string;
  /** Schools in the population, and in the sample. */
  schools: number;
  sampled: number;
  /** For each dimension, added to the ability of its pupils; nothing by default. */
  shift?: readonly number[];
}

/**
 * A two-stage sample: in each stratum schools with probability proportional to size, systematically; in each school so many
 * pupils, with equal chances.
 */
export interface SchoolSample {
  strata: readonly SchoolStratum[];
  /** Pupils of a school in the population: a whole number between these, each as likely. */
  schoolSize: { min: number; max: number };
  /** Pupils taken in each school; all where it has fewer. */
  perSchool: number;
  /** The share of the variance of ability (given the regressors and strata) that lies between schools. */
  intraclassCorrelation: number;
}

/** A group of test takers with an ability distribution of its own: a country, a region, or one cycle of a study. */
export interface StudyGroup {
  name: string;
  /** Mean and covariance of ability, given the regressors; 0 and the identity by default. In the order of the dimensions. */
  mean?: readonly number[];
  covariance?: readonly (readonly number[])[];
  /** How many, where they are a simple random sample. */
  testTakers?: number;
  /** Or how they are sampled by schools. */
  sample?: SchoolSample;
}

/** Everything that `simulateStudy` needs to know. */
export interface StudyPlan {
  /** A whole number from 0 to 2^53 - 1. */
  seed: number;
  /** One by default. */
  dimensions?: readonly string[];
  items: readonly StudyItem[];
  groups: readonly StudyGroup[];
  /** Everybody is presented every item by default. Test takers are given the booklets of their group in turn. */
  booklets?: readonly StudyBooklet[];
  regressors?: readonly StudyRegressor[];
}

/** The name of the only dimension where none is named. */
export const onlyDimension = "theta";

/** The names of a plan's dimensions. */
export function dimensionsOf({ dimensions = [onlyDimension] }: StudyPlan): readonly string[] {
  return dimensions;
}
