import { Type, type Static, type TSchema } from "@sinclair/typebox";
import { estimators, modelNames } from "../../../psychometrics/index.js";
import { integrations } from "../multidimensional/integration.js";

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1 });
const oneOf = <const T extends string>(words: readonly T[]) =>
  Type.Union(words.map((word) => Type.Literal(word)));

const Prior = Type.Union([
  Type.Object(
    {
      kind: Type.Literal("beta"),
      alpha: Type.Number({ exclusiveMinimum: 0 }),
      beta: Type.Number({ exclusiveMinimum: 0 }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: oneOf(["normal-logit", "normal", "log-normal"]),
      mean: Type.Number(),
      standardDeviation: Type.Number({ exclusiveMinimum: 0 }),
    },
    closed,
  ),
]);

const ParameterValue = Type.Object(
  { item: Name, parameter: Name, value: Type.Number(), groups: Type.Optional(Type.Array(Name)) },
  closed,
);

const FreeOrHeld = <T extends TSchema>(value: T) => Type.Optional(Type.Union([value, Type.Literal("free")]));

/** A dimension of ability; its name makes column names. */
const Dimension = Type.Object(
  {
    name: Type.String({ pattern: "^[A-Za-z][A-Za-z0-9_]*$" }),
    items: Type.Array(Name, { minItems: 1 }),
    mean: FreeOrHeld(Type.Number()),
    variance: FreeOrHeld(Type.Number({ exclusiveMinimum: 0 })),
  },
  closed,
);

/** Partial invariance, found step by step; the groups are those of the column `group`. */
const Invariance = Type.Object(
  {
    threshold: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    freePerRound: Type.Optional(Type.Integer({ minimum: 1 })),
    roundsMax: Type.Optional(Type.Integer({ minimum: 1 })),
    tiedItemsMin: Type.Optional(Type.Integer({ minimum: 0 })),
    responsesMin: Type.Optional(Type.Number({ minimum: 0 })),
  },
  closed,
);

/** Differential item functioning between two groups of the column `group`. */
const Dif = Type.Object(
  {
    reference: Type.Optional(Name),
    focal: Type.Optional(Name),
    match: Type.Optional(oneOf(["score", "share"])),
    strataCount: Type.Optional(Type.Integer({ minimum: 2 })),
    purify: Type.Optional(Type.Boolean()),
    significance: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })),
    /** Logistic regression too. */
    logistic: Type.Optional(Type.Boolean()),
    /** Likelihood ratio tests of every item too: two calibrations for each. */
    likelihoodRatio: Type.Optional(Type.Boolean()),
    /** SIBTEST and crossing SIBTEST too; they match on the sum of the other items, whatever `match` says. */
    sibtest: Type.Optional(Type.Boolean()),
  },
  closed,
);

/**
 * An analysis as `khao analyse` reads it: what `khao calibrate` takes as options, and what it has no option for. Paths are
 * relative to the file. Names and meanings are those of `CalibrationOptions`, `MultidimensionalOptions`, `InvarianceOptions` and
 * `DifOptions`.
 */
export const Analysis = Type.Object(
  {
    responses: Name,
    model: oneOf(modelNames),
    key: Type.Optional(Name),
    /** A table with the columns item and model, or the models by item. */
    models: Type.Optional(Type.Union([Name, Type.Record(Name, oneOf(modelNames))])),
    /** With models by item: the rating scale of each item of the rating scale model. */
    ratingScales: Type.Optional(Type.Record(Name, Name)),
    anchor: Type.Optional(Name),
    id: Type.Optional(Name),
    group: Type.Optional(Name),
    /** The group whose mean ability is 0; the first by number or name without one. */
    reference: Type.Optional(Name),
    weight: Type.Optional(Name),
    senate: Type.Optional(Name),
    ignore: Type.Optional(Type.Array(Name)),
    unconnected: Type.Optional(Type.Boolean()),
    missing: Type.Optional(oneOf(["omit", "wrong"])),
    /** What stands in an item's cell for a missing response: not presented, whatever `missing` says. */
    missingCodes: Type.Optional(Type.Array(Type.Union([Name, Type.Number()]))),
    scores: Type.Optional(Type.Array(oneOf(estimators))),
    quadrature: Type.Optional(Type.Integer({ minimum: 3, maximum: 10_001 })),
    /** In several dimensions. */
    integration: Type.Optional(oneOf(integrations)),
    range: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    /** In one dimension: by default where neither `quadrature` nor `range` is given. */
    widensGrid: Type.Optional(Type.Boolean()),
    tolerance: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    cyclesMax: Type.Optional(Type.Integer({ minimum: 1 })),
    seed: Type.Optional(Type.Integer({ minimum: 0 })),
    threads: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
    covariance: Type.Optional(Type.Boolean()),
    diagnostics: Type.Optional(Type.Boolean()),
    /** Tables by booklet and information: at the abilities of the command's default, or at these. */
    tables: Type.Optional(
      Type.Union([
        Type.Boolean(),
        Type.Object(
          { from: Type.Number(), to: Type.Number(), count: Type.Integer({ minimum: 2, maximum: 10_001 }) },
          closed,
        ),
      ]),
    ),
    responseProbability: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })),
    booklet: Type.Optional(Name),
    units: Type.Optional(Name),
    standardErrors: Type.Optional(oneOf(["observed", "cross-product", "sandwich", "none"])),
    fixed: Type.Optional(Type.Array(ParameterValue)),
    start: Type.Optional(Type.Array(ParameterValue)),
    equal: Type.Optional(Type.Array(Type.Object({ parameter: Name, items: Type.Array(Name) }, closed))),
    priors: Type.Optional(
      Type.Array(
        Type.Object({ parameter: Name, prior: Prior, items: Type.Optional(Type.Array(Name)) }, closed),
      ),
    ),
    lowerAsymptotePrior: Type.Optional(Type.Union([Prior, Type.Null()])),
    unique: Type.Optional(
      Type.Array(
        Type.Object(
          { item: Name, groups: Type.Array(Name), parameters: Type.Optional(Type.Array(Name)) },
          closed,
        ),
      ),
    ),
    leftOut: Type.Optional(Type.Array(Type.Object({ item: Name, groups: Type.Array(Name) }, closed))),
    groups: Type.Optional(
      Type.Record(
        Name,
        Type.Object(
          {
            mean: FreeOrHeld(Type.Number()),
            variance: FreeOrHeld(Type.Number({ exclusiveMinimum: 0 })),
            shape: Type.Optional(oneOf(["normal", "histogram"])),
          },
          closed,
        ),
      ),
    ),
    /** Several dimensions: a table with the columns item and dimension, or each with its items. */
    dimensions: Type.Optional(Type.Union([Name, Type.Array(Dimension, { minItems: 1, maxItems: 4 })])),
    covariances: Type.Optional(
      Type.Array(
        Type.Object(
          { dimensions: Type.Array(Name, { minItems: 2, maxItems: 2 }), value: Type.Number() },
          closed,
        ),
      ),
    ),
    /** Columns of the responses with numbers that abilities are regressed on. */
    regressors: Type.Optional(Type.Array(Name, { minItems: 1, uniqueItems: true })),
    invariance: Type.Optional(Invariance),
    dif: Type.Optional(Dif),
  },
  closed,
);

/** One analysis, as written. */
export type Analysis = Static<typeof Analysis>;
