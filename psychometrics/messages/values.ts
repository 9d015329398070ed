/**
 * What stands in the {places} of the library's sentences, by the place's name. Numbers are rounded as they are to be
 * shown.
 *
 * @typeParam Message what stands for a message that another one contains.
 */
export interface MessageValues<Message> {
  /** A number that follows another one. */
  after: number;
  /** A score on the anchor items. */
  anchor: number;
  /** An attribute of items or stimuli, by name. */
  attribute: string;
  booklets: Message;
  /** A bound that an estimate came to. */
  bound: number;
  /** A category of an item, counted from 0. */
  category: number;
  /** The largest change of a parameter in the last cycle. */
  change: number;
  /** How many there are. */
  count: number;
  /** Cycles of the iteration. */
  cycles: number;
  /** The degree of a polynomial. */
  degree: number;
  /** By how much two things differ. */
  difference: number;
  /** A dimension of ability, by name. */
  dimension: string;
  /** A plausible value, counted from 1. */
  draw: number;
  /** Scores far above the others of their item. */
  far: readonly number[];
  /** One of two things that the sentence is about, by name. */
  first: string;
  /** The least variance that a grid can tell. */
  floor: number;
  /** A form of a test, by name. */
  form: string;
  forms: readonly string[];
  /** A group of test takers, by name. */
  group: string;
  groups: readonly string[];
  /** The highest category, or score, of those allowed. */
  highest: number;
  /** The intercept of a change of scale. */
  intercept: number;
  /** An item by name, with its groups in brackets where its parameters are those of some. */
  item: string;
  items: readonly string[] | Message;
  /** A kind of prior, by name. */
  kind: string;
  /** The fewest, or the least, that are enough. */
  least: number;
  /** A level of the routing score. */
  level: string;
  mean: number;
  /** What a requirement of a blueprint counts, as it is written there. */
  measure: string;
  /** An item model, such as 2pl. */
  model: string;
  /** The most that is allowed. */
  most: number;
  /** Whatever the sentence says it is, by name: a predictor, a column, an option. */
  name: string;
  names: readonly string[];
  /** What comes after a step, counted from 1. */
  next: number;
  /** Nodes of a grid in each dimension. */
  nodes: number;
  /** Which of several, counted from 1. */
  number: number;
  /** Scores to compare others with. */
  others: readonly number[];
  /** A parameter of an item model, as callers name it. */
  parameter: string;
  parameters: readonly string[];
  /** Pairs of dimensions that are one. */
  pairs: readonly Message[];
  /** Parts of a design that stand apart. */
  parts: readonly Message[];
  percent: number;
  /** How many test takers there are. */
  persons: number;
  /** Half the width of a grid or a search, in logits. */
  range: number;
  /** Why something is as it is. */
  reason: Message;
  reasons: readonly Message[];
  /** A replicate, counted from 1. */
  replicate: number;
  /** How many replicates there are. */
  replicates: number;
  /** A row of the data, or an entry of a list, counted from 1. */
  row: number;
  score: number;
  scores: readonly number[];
  second: string;
  slope: number;
  /** Of the categories from the second on. */
  slopes: readonly number[];
  /** A step of an item, or an intercept, counted from 1. */
  step: number;
  /** A stimulus, by name. */
  stimulus: string;
  /** A stratum of a sample, by name. */
  stratum: string;
  /** A testlet of a multistage test, by name. */
  testlet: string;
  /** Of what kind several things are. */
  things: Message;
  /** A value of an attribute that nothing has, or that is no number. */
  unknown: string;
  /** What was given in place of what is asked for. */
  value: number;
  variance: number;
  /** The weight of a person. */
  weight: number;
  /** The place in what was given: a field as it is written, or what is called so. */
  where: string | Message;
  /** A sampling zone, as the data name it. */
  zone: string;
}
