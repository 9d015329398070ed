import { Type, type Static } from "@sinclair/typebox";
import { adaptiveEstimators } from "../../../psychometrics/index.js";

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1 });
const Names = Type.Array(Name, { minItems: 1 });

/** An adaptive test as `khao simulate-adaptive` reads it; the library's `AdaptiveOptions` with its population. */
export const AdaptiveFile = Type.Object(
  {
    stop: Type.Object(
      {
        itemsMax: Type.Integer({ minimum: 1 }),
        itemsMin: Type.Optional(Type.Integer({ minimum: 0 })),
        standardErrorMax: Type.Optional(Type.Number()),
        informationMin: Type.Optional(Type.Number()),
      },
      closed,
    ),
    estimator: Type.Optional(Type.Union(adaptiveEstimators.map((name) => Type.Literal(name)))),
    prior: Type.Optional(
      Type.Object({ mean: Type.Number(), sd: Type.Number({ exclusiveMinimum: 0 }) }, closed),
    ),
    /** The items of each content area; by the column `area` of the items' table where it is left out. */
    areas: Type.Optional(Type.Record(Name, Names)),
    /** The share of the test that each area should have. */
    content: Type.Optional(Type.Record(Name, Type.Number())),
    /** Items of which no two may be in one test. */
    enemies: Type.Optional(Type.Array(Type.Array(Name, { minItems: 2 }))),
    exposure: Type.Optional(
      Type.Union([
        Type.Object({ method: Type.Literal("randomesque"), count: Type.Integer({ minimum: 1 }) }, closed),
        Type.Object(
          {
            method: Type.Literal("sympson-hetter"),
            /** The share of test takers that an item may be given to; parameters are found by simulation. */
            rateMax: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
            rounds: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
          },
          closed,
        ),
      ]),
    ),
    population: Type.Optional(
      Type.Object({ mean: Type.Number(), sd: Type.Number({ exclusiveMinimum: 0 }) }, closed),
    ),
  },
  closed,
);

/** One adaptive test, as written. */
export type AdaptiveFile = Static<typeof AdaptiveFile>;
