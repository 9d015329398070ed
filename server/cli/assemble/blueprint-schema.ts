import { Type, type Static } from "@sinclair/typebox";
import { measures } from "../../../psychometrics/index.js";

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1 });
const Names = Type.Array(Name);
const Count = Type.Integer({ minimum: 0 });
const limits = { min: Type.Optional(Count), max: Type.Optional(Count) };
const Range = Type.Union([Count, Type.Object(limits, closed)]);
const Numbers = Type.Array(Type.Number());
const ByForm = Type.Union([Numbers, Type.Record(Name, Numbers)]);

const Requirement = Type.Object(
  {
    name: Type.Optional(Name),
    measure: Type.Optional(Type.Union(measures.map((word) => Type.Literal(word)))),
    attribute: Type.Optional(Name),
    theta: Type.Optional(Type.Number()),
    where: Type.Optional(Type.Record(Name, Type.Union([Type.String(), Type.Number(), Names]))),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    forms: Type.Optional(Names),
  },
  closed,
);

const Forced = Type.Object({ items: Names, forms: Type.Optional(Names) }, closed);

const Target = Type.Object(
  {
    kind: Type.Union([Type.Literal("information"), Type.Literal("expected-score"), Type.Literal("maximin")]),
    theta: Numbers,
    values: Type.Optional(ByForm),
    reference: Type.Optional(Names),
    weights: Type.Optional(ByForm),
  },
  closed,
);

/**
 * A blueprint as `khao assemble` reads it. Names and meanings are those of the library's `Blueprint`; a count stands for itself as
 * min and max, a number of forms for the names 1 to n, and a requirement without a measure counts items.
 */
export const BlueprintFile = Type.Object(
  {
    forms: Type.Union([Type.Integer({ minimum: 1, maximum: 100 }), Type.Array(Name, { minItems: 1 })]),
    length: Range,
    requirements: Type.Optional(Type.Array(Requirement)),
    itemsPerStimulus: Type.Optional(Range),
    enemies: Type.Optional(
      Type.Array(
        Type.Union([
          Names,
          Type.Object({ items: Names, isAcrossForms: Type.Optional(Type.Boolean()) }, closed),
        ]),
      ),
    ),
    exposure: Type.Optional(
      Type.Object({ formsMax: Count, items: Type.Optional(Type.Record(Name, Count)) }, closed),
    ),
    commonItems: Type.Optional(Range),
    overlap: Type.Optional(
      Type.Object(
        {
          ...limits,
          pairs: Type.Optional(
            Type.Array(
              Type.Object({ forms: Type.Array(Name, { minItems: 2, maxItems: 2 }), ...limits }, closed),
            ),
          ),
        },
        closed,
      ),
    ),
    forced: Type.Optional(Type.Array(Forced)),
    excluded: Type.Optional(Type.Array(Forced)),
    target: Type.Optional(Target),
  },
  closed,
);

/** One blueprint, as written. */
export type BlueprintFile = Static<typeof BlueprintFile>;
