import { Type, type Static } from "@sinclair/typebox";

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1 });
const Names = Type.Array(Name, { minItems: 1 });
const Share = Type.Number({ minimum: 0, maximum: 1 });

const Cuts = Type.Union([
  Type.Object(
    {
      rule: Type.Literal("abilities"),
      low: Type.Number(),
      high: Type.Number(),
      scale: Type.Optional(Type.Object({ slope: Type.Number(), intercept: Type.Number() }, closed)),
    },
    closed,
  ),
  Type.Object({ rule: Type.Literal("information") }, closed),
  Type.Object({ rule: Type.Literal("proportions"), low: Share, high: Share }, closed),
]);

/** A multistage test as `khao route` reads it; the library's `MultistagePlan` with its testlets, cut rule and population. */
export const RouteFile = Type.Object(
  {
    /** The items of each testlet; by the column `testlet` of the items' table where it is left out. */
    testlets: Type.Optional(Type.Record(Name, Names)),
    humanCoded: Type.Optional(Type.Array(Name)),
    start: Names,
    steps: Type.Array(
      Type.Object(
        {
          after: Names,
          easy: Names,
          hard: Names,
          low: Type.Optional(Type.Integer()),
          high: Type.Optional(Type.Integer()),
        },
        closed,
      ),
      { minItems: 1 },
    ),
    cuts: Type.Optional(Cuts),
    /** Of the easy testlet at each level; PISA's by default. */
    probabilities: Type.Optional(Type.Object({ low: Share, medium: Share, high: Share }, closed)),
    population: Type.Optional(
      Type.Object({ mean: Type.Number(), sd: Type.Number({ exclusiveMinimum: 0 }) }, closed),
    ),
    /** Abilities of the tables, in logits. */
    theta: Type.Optional(Type.Array(Type.Number(), { minItems: 1 })),
  },
  closed,
);

/** One multistage test, as written. */
export type RouteFile = Static<typeof RouteFile>;
