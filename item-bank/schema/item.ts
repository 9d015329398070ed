import { Type, type Static } from "@sinclair/typebox";
import { Interaction } from "./interactions.js";
import { LocalisedRichText, LocalisedString } from "./text.js";

const closed = { additionalProperties: false };

/** Upper-case letters, digits and hyphens; becomes a variable's name in exports, where hyphens turn into underscores. */
export const ItemId = Type.String({ pattern: "^[A-Z][A-Z0-9-]{2,23}$" });

export const ItemStatus = Type.Union([
  Type.Literal("draft"),
  Type.Literal("review"),
  Type.Literal("approved"),
  Type.Literal("retired"),
]);
export type ItemStatus = Static<typeof ItemStatus>;

export const Subject = Type.Union([
  Type.Literal("mathematics"),
  Type.Literal("reading"),
  Type.Literal("science"),
  Type.Literal("questionnaire"),
  Type.Literal("practice"),
]);
export type Subject = Static<typeof Subject>;

export const ItemMetadata = Type.Object(
  {
    subject: Subject,
    grade: Type.Integer({ minimum: 1, maximum: 12 }),
    /**
     * The assessment framework the item was written for, its content domain and its process, as codes of `frameworks/`
     * such as "pisa-2022", "change-and-relationships", "employ"; what no list has stands in the item's own words.
     */
    framework: Type.String({ maxLength: 60 }),
    domain: Type.String({ maxLength: 80 }),
    process: Type.String({ maxLength: 80 }),
    /** The author's expectation, before any data. */
    expectedDifficulty: Type.Union([Type.Literal("easy"), Type.Literal("medium"), Type.Literal("hard")]),
    minutes: Type.Number({ exclusiveMinimum: 0, maximum: 60 }),
    author: Type.String({ maxLength: 120 }),
    source: Type.String({ maxLength: 400 }),
    keywords: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 12 })),
  },
  closed,
);
export type ItemMetadata = Static<typeof ItemMetadata>;

/** A code a coder may give, with the guide's words and samples. Codes are strings, so that "01" and "1" differ. */
export const RubricCode = Type.Object(
  {
    code: Type.String({ pattern: "^[0-9]{1,2}$" }),
    score: Type.Integer({ minimum: 0 }),
    label: LocalisedString,
    description: LocalisedRichText,
    samples: Type.Array(LocalisedString),
  },
  closed,
);
export const Rubric = Type.Object({ codes: Type.Array(RubricCode, { minItems: 2, maxItems: 12 }) }, closed);
export type RubricCode = Static<typeof RubricCode>;
export type Rubric = Static<typeof Rubric>;

/**
 * The smallest thing that gets a score. `scoring` is checked against the schema that the interaction's
 * declaration names (`interactions/*.ts`), because each kind of interaction has its own.
 */
export const Item = Type.Object(
  {
    id: ItemId,
    unitId: ItemId,
    stem: LocalisedRichText,
    interaction: Interaction,
    scoring: Type.Record(Type.String(), Type.Unknown()),
    /** Score categories are 0 to maxScore; 0 for a questionnaire's question. */
    maxScore: Type.Integer({ minimum: 0, maximum: 20 }),
    rubric: Type.Optional(Rubric),
    metadata: ItemMetadata,
  },
  closed,
);
export type Item = Static<typeof Item>;

/** A stimulus with its items, always given together. `stimulus` is left out where the items stand alone. */
export const Unit = Type.Object(
  {
    id: ItemId,
    title: LocalisedString,
    stimulus: Type.Optional(LocalisedRichText),
    itemIds: Type.Array(ItemId, { minItems: 1, maxItems: 40, uniqueItems: true }),
    subject: Subject,
    grade: Type.Integer({ minimum: 1, maximum: 12 }),
    source: Type.String({ maxLength: 400 }),
  },
  closed,
);
export type Unit = Static<typeof Unit>;

/** What the browser may see of an item: no key, no rubric, no metadata. */
export type PlayerItem = Pick<Item, "id" | "unitId" | "stem" | "interaction">;
export type PlayerUnit = Pick<Unit, "id" | "title" | "stimulus" | "itemIds">;
