import { Type, type Static } from "@sinclair/typebox";
import { LocalisedRichText, LocalisedString, Localised } from "./text.js";

/**
 * What the test taker sees and acts on (`interaction`), and apart from it how a response becomes a score (`scoring`):
 * the first goes to the browser, the second never leaves the server.
 */

const closed = { additionalProperties: false };
const Id = Type.String({ pattern: "^[A-Za-z0-9_-]{1,32}$" });

/** One thing that can be chosen, placed or ordered. `fixed` keeps its place when the others are shuffled. */
export const Choice = Type.Object(
  { id: Id, content: LocalisedRichText, fixed: Type.Optional(Type.Boolean()) },
  closed,
);
export type Choice = Static<typeof Choice>;

/** A row of a matrix or cluster. */
export const Statement = Type.Object({ id: Id, content: LocalisedRichText }, closed);
export type Statement = Static<typeof Statement>;

export const ChoiceInteraction = Type.Object(
  {
    kind: Type.Literal("choice"),
    choices: Type.Array(Choice, { minItems: 2, maxItems: 12 }),
    maxChoices: Type.Integer({ minimum: 1, maximum: 12, default: 1 }),
    shuffle: Type.Boolean({ default: false }),
  },
  closed,
);
/** `allOrNothing`: full score only for exactly the key. `partial`: share of right ones taken less share of wrong ones taken; `interactions/selection.ts` has the formula. */
export const ChoiceScoring = Type.Object(
  {
    key: Type.Array(Id, { minItems: 1 }),
    rule: Type.Union([Type.Literal("allOrNothing"), Type.Literal("partial")], { default: "allOrNothing" }),
  },
  closed,
);

/** Four statements, each true or false; Viet Nam's graduation exam since 2025. */
export const TrueFalseClusterInteraction = Type.Object(
  { kind: Type.Literal("trueFalseCluster"), statements: Type.Array(Statement, { minItems: 4, maxItems: 4 }) },
  closed,
);
/** `key` by statement. `points[k]` are the exam's points for k right statements; the item's score is k itself, 0 to 4. */
export const TrueFalseClusterScoring = Type.Object(
  {
    key: Type.Record(Id, Type.Boolean()),
    points: Type.Array(Type.Number({ minimum: 0 }), {
      minItems: 5,
      maxItems: 5,
      default: [0, 0.1, 0.25, 0.5, 1],
    }),
  },
  closed,
);

/** Gaps in `text`, each with a list to choose from. */
export const InlineChoiceInteraction = Type.Object(
  {
    kind: Type.Literal("inlineChoice"),
    text: LocalisedRichText,
    gaps: Type.Array(
      Type.Object(
        {
          id: Id,
          choices: Type.Array(Type.Object({ id: Id, content: LocalisedString }, closed), { minItems: 2 }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 12 },
    ),
    shuffle: Type.Boolean({ default: false }),
  },
  closed,
);
export const InlineChoiceScoring = Type.Object(
  {
    key: Type.Record(Id, Id),
    rule: Type.Union([Type.Literal("allOrNothing"), Type.Literal("perGap")], { default: "allOrNothing" }),
  },
  closed,
);

/** Short text or a number, typed into gaps of `text`; without `text` there is one field, gap "response", below the stem. */
export const TextEntryInteraction = Type.Object(
  {
    kind: Type.Literal("textEntry"),
    text: Type.Optional(LocalisedRichText),
    gaps: Type.Array(
      Type.Object(
        {
          id: Id,
          input: Type.Union([Type.Literal("text"), Type.Literal("number")]),
          widthCharacters: Type.Integer({ minimum: 1, maximum: 60, default: 10 }),
          label: Type.Optional(LocalisedString),
          unitAfter: Type.Optional(LocalisedString),
        },
        closed,
      ),
      { minItems: 1, maxItems: 8 },
    ),
  },
  closed,
);
/** A number matches within `tolerance` of `value` (both ends belong to it); a text matches one of `accepted` after trimming, NFC and, unless `caseSensitive`, lower case. */
export const GapKey = Type.Union([
  Type.Object(
    {
      type: Type.Literal("number"),
      value: Type.Number(),
      tolerance: Type.Number({ minimum: 0, default: 0 }),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal("text"),
      accepted: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
      caseSensitive: Type.Boolean({ default: false }),
      ignoreMarks: Type.Boolean({ default: false }),
    },
    closed,
  ),
]);
export const TextEntryScoring = Type.Object(
  {
    key: Type.Record(Id, GapKey),
    rule: Type.Union([Type.Literal("allOrNothing"), Type.Literal("perGap")], { default: "allOrNothing" }),
  },
  closed,
);

/** An open response that a coder reads with the item's rubric. */
export const ExtendedTextInteraction = Type.Object(
  {
    kind: Type.Literal("extendedText"),
    lines: Type.Integer({ minimum: 1, maximum: 30, default: 6 }),
    maxCharacters: Type.Integer({ minimum: 1, maximum: 20000, default: 4000 }),
  },
  closed,
);
export const ExtendedTextScoring = Type.Object({ rule: Type.Literal("humanCoded") }, closed);

/** A matrix: for each row one column (or several) is ticked. */
export const MatchInteraction = Type.Object(
  {
    kind: Type.Literal("match"),
    rows: Type.Array(Statement, { minItems: 1, maxItems: 12 }),
    columns: Type.Array(Statement, { minItems: 2, maxItems: 8 }),
    maxPerRow: Type.Integer({ minimum: 1, maximum: 8, default: 1 }),
  },
  closed,
);
/** `perRow`: a point a row. `thresholds`: score k from the number of right rows, e.g. [0,0,1,2] gives 1 for two right and 2 for three. */
export const MatchScoring = Type.Object(
  {
    key: Type.Record(Id, Type.Array(Id)),
    rule: Type.Union([Type.Literal("allOrNothing"), Type.Literal("perRow"), Type.Literal("thresholds")], {
      default: "allOrNothing",
    }),
    thresholds: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }))),
  },
  closed,
);

/** Things to put in order. The response is null until the test taker has moved or confirmed something. */
export const OrderInteraction = Type.Object(
  {
    kind: Type.Literal("order"),
    choices: Type.Array(Choice, { minItems: 2, maxItems: 10 }),
    shuffle: Type.Boolean({ default: true }),
  },
  closed,
);
export const OrderScoring = Type.Object(
  {
    key: Type.Array(Id, { minItems: 2 }),
    rule: Type.Union([Type.Literal("allOrNothing"), Type.Literal("partial")], { default: "allOrNothing" }),
  },
  closed,
);

/** Pieces to put into the gaps of `text`. */
export const GapMatchInteraction = Type.Object(
  {
    kind: Type.Literal("gapMatch"),
    text: LocalisedRichText,
    choices: Type.Array(
      Type.Object(
        { id: Id, content: LocalisedString, maxUses: Type.Integer({ minimum: 0, default: 1 }) },
        closed,
      ),
      {
        minItems: 2,
        maxItems: 16,
      },
    ),
    gapIds: Type.Array(Id, { minItems: 1, maxItems: 12 }),
    shuffle: Type.Boolean({ default: false }),
  },
  closed,
);
export const GapMatchScoring = Type.Object(
  {
    key: Type.Record(Id, Id),
    rule: Type.Union([Type.Literal("allOrNothing"), Type.Literal("perGap")], { default: "allOrNothing" }),
  },
  closed,
);

/** Areas of a figure. Coordinates are in per cent of the picture's width and height. */
export const HotspotArea = Type.Object(
  {
    id: Id,
    label: LocalisedString,
    shape: Type.Union([
      Type.Object(
        {
          type: Type.Literal("rectangle"),
          x: Type.Number(),
          y: Type.Number(),
          width: Type.Number(),
          height: Type.Number(),
        },
        closed,
      ),
      Type.Object(
        { type: Type.Literal("circle"), x: Type.Number(), y: Type.Number(), radius: Type.Number() },
        closed,
      ),
    ]),
  },
  closed,
);
export const HotspotInteraction = Type.Object(
  {
    kind: Type.Literal("hotspot"),
    asset: Localised(Type.String({ pattern: "^[a-z0-9][a-z0-9._-]{0,99}$" })),
    alt: LocalisedString,
    areas: Type.Array(HotspotArea, { minItems: 2, maxItems: 30 }),
    maxChoices: Type.Integer({ minimum: 1, maximum: 30, default: 1 }),
  },
  closed,
);
export const HotspotScoring = Type.Object(
  {
    key: Type.Array(Id, { minItems: 1 }),
    rule: Type.Union([Type.Literal("allOrNothing"), Type.Literal("partial")], { default: "allOrNothing" }),
  },
  closed,
);

/** A number on a line. The response is null until the handle was moved. */
export const SliderInteraction = Type.Object(
  {
    kind: Type.Literal("slider"),
    minimum: Type.Number(),
    maximum: Type.Number(),
    step: Type.Number({ exclusiveMinimum: 0 }),
    unit: Type.Optional(LocalisedString),
    minimumLabel: Type.Optional(LocalisedString),
    maximumLabel: Type.Optional(LocalisedString),
  },
  closed,
);
/** Right from `from` to `to`, both included; a questionnaire's slider has no key and gives its value. */
export const SliderScoring = Type.Object(
  { key: Type.Object({ from: Type.Number(), to: Type.Number() }, closed) },
  closed,
);

/** Statements answered on one scale; a questionnaire's interaction, without a key. */
export const LikertInteraction = Type.Object(
  {
    kind: Type.Literal("likert"),
    statements: Type.Array(Statement, { minItems: 1, maxItems: 12 }),
    options: Type.Array(Type.Object({ id: Id, label: LocalisedString, value: Type.Integer() }, closed), {
      minItems: 2,
      maxItems: 7,
    }),
    scale: Type.Optional(Type.String({ maxLength: 60 })),
    reversed: Type.Optional(Type.Array(Id)),
  },
  closed,
);

/** For questions of a questionnaire: nothing is right or wrong. */
export const NoScoring = Type.Object({ rule: Type.Literal("none") }, closed);

export type ChoiceInteraction = Static<typeof ChoiceInteraction>;
export type ChoiceScoring = Static<typeof ChoiceScoring>;
export type TrueFalseClusterInteraction = Static<typeof TrueFalseClusterInteraction>;
export type TrueFalseClusterScoring = Static<typeof TrueFalseClusterScoring>;
export type InlineChoiceInteraction = Static<typeof InlineChoiceInteraction>;
export type InlineChoiceScoring = Static<typeof InlineChoiceScoring>;
export type TextEntryInteraction = Static<typeof TextEntryInteraction>;
export type TextEntryScoring = Static<typeof TextEntryScoring>;
export type ExtendedTextInteraction = Static<typeof ExtendedTextInteraction>;
export type ExtendedTextScoring = Static<typeof ExtendedTextScoring>;
export type MatchInteraction = Static<typeof MatchInteraction>;
export type MatchScoring = Static<typeof MatchScoring>;
export type OrderInteraction = Static<typeof OrderInteraction>;
export type OrderScoring = Static<typeof OrderScoring>;
export type GapMatchInteraction = Static<typeof GapMatchInteraction>;
export type GapMatchScoring = Static<typeof GapMatchScoring>;
export type HotspotInteraction = Static<typeof HotspotInteraction>;
export type HotspotScoring = Static<typeof HotspotScoring>;
export type SliderInteraction = Static<typeof SliderInteraction>;
export type SliderScoring = Static<typeof SliderScoring>;
export type LikertInteraction = Static<typeof LikertInteraction>;
export type NoScoring = Static<typeof NoScoring>;

export const Interaction = Type.Union([
  ChoiceInteraction,
  TrueFalseClusterInteraction,
  InlineChoiceInteraction,
  TextEntryInteraction,
  ExtendedTextInteraction,
  MatchInteraction,
  OrderInteraction,
  GapMatchInteraction,
  HotspotInteraction,
  SliderInteraction,
  LikertInteraction,
]);
export type Interaction = Static<typeof Interaction>;
export type InteractionKind = Interaction["kind"];
