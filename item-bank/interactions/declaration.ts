import type { TSchema } from "@sinclair/typebox";
import type { ItemProblem } from "../problems.js";
import type { Interaction, InteractionKind, LocalisedString, ResponseValue, Scored } from "../types.js";

/** A column of the data files that an item's response becomes. */
export interface Variable {
  /** Added to the item's name: "" for the only variable, "A" to "D" for the statements of a cluster. */
  suffix: string;
  label: LocalisedString;
  type: "nominal" | "ordinal" | "number" | "text";
  /** The values that can stand in the column with their labels; empty for numbers and free text. */
  values: { value: string | number; label: LocalisedString }[];
}

/**
 * Everything the platform knows of one kind of interaction, declared once: scoring, checks, exports, simulation and
 * the studio's editors follow from it. `I` is the interaction as stored, `S` its scoring, `V` its response.
 */
export interface InteractionDeclaration<I extends Interaction, S, V extends ResponseValue> {
  kind: InteractionKind;
  name: LocalisedString;
  /** One sentence on when an author takes it. */
  summary: LocalisedString;
  interactionSchema: TSchema;
  scoringSchema: TSchema;
  /** A new item's interaction and scoring, valid, to start editing from. */
  starter(): { interaction: I; scoring: S; maxScore: number };
  /** What the schema cannot say of the interaction: two choices alike, a gap that the text lacks. */
  checkInteraction(interaction: I): ItemProblem[];
  /** What the schema cannot say of the scoring: a key that names no choice, a maximum score that no response reaches. */
  checkScoring(interaction: I, scoring: S, maxScore: number): ItemProblem[];
  /** Whether nothing has been given, so that omitted and answered can be told apart. */
  isEmpty(value: ResponseValue): boolean;
  /** Whether the value is one this interaction can give; the server refuses others. */
  fits(interaction: I, value: ResponseValue): boolean;
  /** The score of a non-empty response; never throws on a value that `fits`. */
  score(interaction: I, scoring: S, value: V, maxScore: number): Scored;
  /** The scores that some response gets, from low to high; 0 to `maxScore` where a coder gives them. */
  attainableScores(interaction: I, scoring: S, maxScore: number): number[];
  /** The ids of the parts that `Scored.parts` reports (statements, rows, gaps); none where the response is one whole. */
  partIds(interaction: I): string[];
  /**
   * A response that scores exactly `score`, drawn with `random`: for simulated test takers, load tests and recovery
   * studies. Throws a RangeError for a score that is not attainable.
   */
  simulate(interaction: I, scoring: S, score: number, maxScore: number, random: () => number): V;
  /**
   * A response given without regard to a key, as to a questionnaire: near category `category` (from 0) where the
   * interaction has a scale or an order of options, otherwise anything that `fits`.
   */
  answerAt(interaction: I, category: number, random: () => number): V;
  variables(interaction: I): Variable[];
  /** The response as values of those variables, in their order; null where nothing was given. */
  toVariables(interaction: I, value: ResponseValue): (string | number | null)[];
}

/** A declaration whose kind is not known when the code is written. */
export type AnyDeclaration = InteractionDeclaration<Interaction, unknown, ResponseValue>;
