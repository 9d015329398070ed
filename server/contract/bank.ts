import { Type, type Static } from "@sinclair/typebox";
import type { ItemTerm } from "../../item-bank/frameworks/index.js";
import type { ItemProblem } from "../../item-bank/problems.js";
import type {
  Item,
  ItemStatus,
  Language,
  Localised,
  ResponseValue,
  Scored,
  Subject,
  Unit,
} from "../../item-bank/types.js";

const closed = { additionalProperties: false };

/** A row of GET /api/items (author, designer, researcher, admin): the whole bank, filtered in the browser. */
export interface ItemRow {
  id: string;
  unitId: string;
  unitTitle: Localised<string>;
  /** The stem's first words as plain text. */
  summary: Localised<string>;
  kind: Item["interaction"]["kind"];
  subject: Subject;
  grade: number;
  /** Codes with their names in both languages. */
  framework: ItemTerm;
  domain: ItemTerm;
  process: ItemTerm;
  expectedDifficulty: Item["metadata"]["expectedDifficulty"];
  maxScore: number;
  status: ItemStatus;
  version: number;
  /** This version was used in a study and can no longer change; editing makes the next version. */
  isFrozen: boolean;
  languages: Language[];
  /** How many test takers have been given any version of it. */
  exposureCount: number;
  /** From the newest calibration or classical analysis, where there is one. */
  statistics: {
    proportionCorrect: number | null;
    itemRestCorrelation: number | null;
    difficulty: number | null;
  } | null;
  problemCount: number;
  changedAt: string;
}

/** GET /api/items/:itemId[?version=n] (author, designer, admin; a coder sees rubric and stem through the coding desk). */
export interface ItemDetail {
  item: Item;
  version: number;
  /** Send it back with a change: a change against an older revision is refused with `item-changed-meanwhile`. */
  revision: number;
  status: ItemStatus;
  isFrozen: boolean;
  /** The login of the one who changed it last: someone else approves it. */
  changedBy: string;
  problems: ItemProblem[];
  unit: Unit;
  unitRevision: number;
  /** The unit's assets by file name, as addresses made from their content: an <img> sends no token, and nobody can guess them. */
  assets: Record<string, string>;
  history: { version: number; status: ItemStatus; at: string; by: string; act: string; comment: string }[];
  comments: { id: string; at: string; by: string; text: string }[];
}

/** PUT /api/items/:itemId (author, admin): a frozen version is left as it is and version + 1 is made as a draft. */
export const ChangeItemBody = Type.Object({ revision: Type.Integer(), item: Type.Unknown() }, closed);
export type ChangeItemBody = { revision: number; item: Item };

/**
 * POST /api/items (author, admin): a new draft from the interaction's starter. With `newUnit` its unit is made with it,
 * of the item's subject and grade: both are made or neither.
 */
export const NewItemBody = Type.Object(
  {
    id: Type.String(),
    unitId: Type.String(),
    kind: Type.String(),
    subject: Type.String(),
    grade: Type.Integer(),
    newUnit: Type.Optional(Type.Object({ title: Type.Unknown() }, closed)),
  },
  closed,
);
export type NewItemBody = Static<typeof NewItemBody>;

/** POST /api/items/:itemId/status: draft → review (author), review → approved or back to draft (another author or admin), approved → retired. */
export const ItemStatusBody = Type.Object(
  {
    to: Type.Union([
      Type.Literal("draft"),
      Type.Literal("review"),
      Type.Literal("approved"),
      Type.Literal("retired"),
    ]),
    comment: Type.String({ maxLength: 2000 }),
  },
  closed,
);
export type ItemStatusBody = Static<typeof ItemStatusBody>;

/** POST /api/items/:itemId/comments. */
export const ItemCommentBody = Type.Object({ text: Type.String({ minLength: 1, maxLength: 2000 }) }, closed);
export type ItemCommentBody = Static<typeof ItemCommentBody>;

/**
 * POST /api/items/check (author): problems of an unsaved item, as the author types, beside the unit as it is typed; left
 * out, the unit as it is stored. Answer: { problems: ItemProblem[] }.
 */
export const CheckItemBody = Type.Object(
  { item: Type.Unknown(), unit: Type.Optional(Type.Unknown()) },
  closed,
);

/** POST /api/items/try (author): score a response against an unsaved item, for the studio's try-out. */
export const TryItemBody = Type.Object({ item: Type.Unknown(), value: Type.Unknown() }, closed);
export interface TryItemAnswer {
  scored: Scored;
}
export type TryItemBody = { item: Item; value: ResponseValue };

/** POST /api/text (author): the bank's markup as rich text, with LaTeX turned into MathML. Answer: { text: RichText } or a Problem naming the line. */
export const ReadMarkupBody = Type.Object({ markup: Type.String({ maxLength: 50000 }) }, closed);

/** GET /api/units, GET /api/units/:unitId → UnitDetail; PUT /api/units/:unitId { revision, unit }; POST /api/units { id, title, subject, grade }. */
export interface UnitRow {
  id: string;
  title: Localised<string>;
  subject: Subject;
  grade: number;
  itemIds: string[];
  version: number;
  isFrozen: boolean;
}
export interface UnitDetail {
  unit: Unit;
  version: number;
  revision: number;
  isFrozen: boolean;
  assets: Record<string, string>;
}
export const ChangeUnitBody = Type.Object({ revision: Type.Integer(), unit: Type.Unknown() }, closed);
export const NewUnitBody = Type.Object(
  { id: Type.String(), title: Type.Unknown(), subject: Type.String(), grade: Type.Integer() },
  closed,
);

/** PUT /api/units/:unitId/assets/:fileName (author): an SVG (cleaned), PNG or JPEG, at most 1 MB, as the raw body. Answer: { address }. */
export const assetBytesMax = 1_000_000;
