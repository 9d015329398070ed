import { Type, type Static } from "@sinclair/typebox";
import { modelNames } from "../../../psychometrics/index.js";

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1 });
const Names = Type.Array(Name, { minItems: 1 });
const Model = Type.Union(modelNames.map((name) => Type.Literal(name)));
const Numbers = Type.Array(Type.Number(), { minItems: 1 });
/** One number where there is one dimension. */
const ByDimension = Type.Union([Type.Number(), Numbers]);
const Count = Type.Integer({ minimum: 1 });

/** An item that is known, as `khao calibrate` reports one. */
const KnownItem = Type.Object(
  {
    item: Name,
    model: Model,
    slope: Type.Optional(Type.Number()),
    difficulties: Numbers,
    lowerAsymptote: Type.Optional(Type.Number()),
    categorySlopes: Type.Optional(Numbers),
    dimension: Type.Optional(Name),
  },
  closed,
);

/** The items of a calibration: its folder, or a table in the form of items.csv. */
const ItemFile = Type.Object(
  { file: Name, model: Type.Optional(Model), group: Type.Optional(Name), dimension: Type.Optional(Name) },
  closed,
);

/** Items to be made up; the library's `ItemSet`. */
const MadeItems = Type.Object(
  {
    model: Model,
    count: Count,
    prefix: Name,
    categories: Type.Optional(Type.Integer({ minimum: 2 })),
    dimension: Type.Optional(Name),
    difficulty: Type.Optional(Type.Object({ mean: Type.Number(), sd: Type.Number() }, closed)),
    slope: Type.Optional(Type.Object({ median: Type.Number(), sdLog: Type.Number() }, closed)),
    lowerAsymptote: Type.Optional(Type.Object({ min: Type.Number(), max: Type.Number() }, closed)),
  },
  closed,
);

const Sample = Type.Object(
  {
    strata: Type.Array(
      Type.Object({ name: Name, schools: Count, sampled: Count, shift: Type.Optional(ByDimension) }, closed),
      { minItems: 1 },
    ),
    schoolSize: Type.Object({ min: Count, max: Count }, closed),
    perSchool: Count,
    intraclassCorrelation: Type.Number(),
  },
  closed,
);

/** A study to simulate as `khao simulate-responses` reads it; the library's `StudyPlan`, with paths relative to the file. */
export const SimulationFile = Type.Object(
  {
    dimensions: Type.Optional(Names),
    items: Type.Array(Type.Union([KnownItem, ItemFile, MadeItems]), { minItems: 1 }),
    differs: Type.Optional(
      Type.Array(
        Type.Object(
          {
            items: Names,
            groups: Names,
            shift: Type.Optional(Type.Number()),
            slopeFactor: Type.Optional(Type.Number()),
          },
          closed,
        ),
      ),
    ),
    groups: Type.Array(
      Type.Object(
        {
          name: Name,
          mean: Type.Optional(ByDimension),
          covariance: Type.Optional(Type.Union([Type.Number(), Type.Array(Numbers, { minItems: 1 })])),
          testTakers: Type.Optional(Count),
          sample: Type.Optional(Sample),
        },
        closed,
      ),
      { minItems: 1 },
    ),
    blocks: Type.Optional(Type.Record(Name, Names)),
    booklets: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Name,
            items: Type.Optional(Names),
            blocks: Type.Optional(Names),
            groups: Type.Optional(Names),
          },
          closed,
        ),
        { minItems: 1 },
      ),
    ),
    regressors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Name,
            kind: Type.Union([Type.Literal("normal"), Type.Literal("binary")]),
            share: Type.Optional(Type.Number()),
            coefficients: ByDimension,
          },
          closed,
        ),
      ),
    ),
  },
  closed,
);

/** One study to simulate, as written. */
export type SimulationFile = Static<typeof SimulationFile>;
