import { Type, type Static, type TSchema } from "@sinclair/typebox";

/** The languages an item can stand in. Both stand side by side in one item, so scoring is the same in each. */
export const languages = ["vi", "en"] as const;
export type Language = (typeof languages)[number];

/** A value in one or more languages: `{ "vi": …, "en": … }`; at least one must be there. */
export const Localised = <T extends TSchema>(schema: T, title?: string) =>
  Type.Object(
    { vi: Type.Optional(schema), en: Type.Optional(schema) },
    { additionalProperties: false, minProperties: 1, ...(title ? { title } : {}) },
  );
export type Localised<T> = { vi?: T; en?: T };

// By these titles walk.ts finds the texts of an item, whatever its kind.
export const LocalisedString = Localised(Type.String({ maxLength: 2000 }), "LocalisedString");
export type LocalisedString = Localised<string>;

const Mark = Type.Union([
  Type.Literal("bold"),
  Type.Literal("italic"),
  Type.Literal("underline"),
  Type.Literal("superscript"),
  Type.Literal("subscript"),
]);
export type Mark = Static<typeof Mark>;

const closed = { additionalProperties: false };

/** A run of text, a formula, a line break, or the place of a gap that an interaction fills. */
export const Inline = Type.Union([
  Type.Object(
    { type: Type.Literal("text"), text: Type.String(), marks: Type.Optional(Type.Array(Mark)) },
    closed,
  ),
  // The LaTeX is what the author typed; the MathML is made from it on the way in and is what the player shows.
  Type.Object({ type: Type.Literal("math"), latex: Type.String(), mathml: Type.String() }, closed),
  Type.Object({ type: Type.Literal("lineBreak") }, closed),
  Type.Object({ type: Type.Literal("gap"), id: Type.String({ pattern: "^[A-Za-z0-9_-]{1,32}$" }) }, closed),
]);
export type Inline = Static<typeof Inline>;

const Inlines = Type.Array(Inline);
const Cell = Inlines;

export const Block = Type.Union([
  Type.Object({ type: Type.Literal("paragraph"), children: Inlines }, closed),
  Type.Object({ type: Type.Literal("heading"), children: Inlines }, closed),
  Type.Object({ type: Type.Literal("list"), ordered: Type.Boolean(), items: Type.Array(Inlines) }, closed),
  Type.Object({ type: Type.Literal("quote"), children: Inlines }, closed),
  Type.Object({ type: Type.Literal("math"), latex: Type.String(), mathml: Type.String() }, closed),
  Type.Object(
    {
      type: Type.Literal("table"),
      caption: Type.Optional(Inlines),
      header: Type.Array(Cell),
      rows: Type.Array(Type.Array(Cell)),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal("figure"),
      // The file name of an asset of the same unit, such as "tank.vi.svg".
      asset: Type.String({ pattern: "^[a-z0-9][a-z0-9._-]{0,99}$" }),
      alt: Type.String({ minLength: 1 }),
      caption: Type.Optional(Inlines),
    },
    closed,
  ),
]);
export type RichBlock = Static<typeof Block>;

/** Formatted text as data: no HTML is stored or shown, so nothing in an item can run in a browser. */
export const RichText = Type.Array(Block);
export type RichText = RichBlock[];

export const LocalisedRichText = Localised(RichText, "LocalisedRichText");
export type LocalisedRichText = Localised<RichText>;
