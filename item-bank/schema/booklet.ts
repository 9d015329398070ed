import { Type, type Static } from "@sinclair/typebox";
import { ItemId } from "./item.js";
import { LocalisedString } from "./text.js";

const closed = { additionalProperties: false };

/** Units always given together under one time limit. A questionnaire or practice block has no limit and no score. */
export const Block = Type.Object(
  {
    id: ItemId,
    title: LocalisedString,
    kind: Type.Union([Type.Literal("test"), Type.Literal("questionnaire"), Type.Literal("practice")]),
    unitIds: Type.Array(ItemId, { minItems: 1, maxItems: 60, uniqueItems: true }),
    /** Null for no time limit. */
    timeLimitMinutes: Type.Union([Type.Number({ exclusiveMinimum: 0, maximum: 300 }), Type.Null()]),
  },
  closed,
);
export type Block = Static<typeof Block>;

/** Blocks in the order one test taker meets them. */
export const Booklet = Type.Object(
  { id: ItemId, title: LocalisedString, blockIds: Type.Array(ItemId, { minItems: 1, maxItems: 20 }) },
  closed,
);
export type Booklet = Static<typeof Booklet>;

/**
 * Which blocks stand where in which booklets. `fixed`: everyone gets the one booklet. `balancedIncompleteBlocks`:
 * 7 blocks in 7 booklets of 3, every block once in every position, every pair of blocks together once.
 */
export const Design = Type.Object(
  {
    kind: Type.Union([Type.Literal("fixed"), Type.Literal("balancedIncompleteBlocks")]),
    booklets: Type.Array(Booklet, { minItems: 1, maxItems: 60 }),
  },
  closed,
);
export type Design = Static<typeof Design>;
