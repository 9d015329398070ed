import { model, Schema } from "mongoose";
import type { Item, ItemStatus } from "../../item-bank/types.js";

/** The newest version of an item. */
export interface ItemRecord {
  _id: string;
  unitId: string;
  version: number;
  /** Counts every change, for noticing that someone else was faster. */
  revision: number;
  status: ItemStatus;
  /** This version was used in a study; a change makes the next one. */
  isFrozen: boolean;
  problemCount: number;
  content: Item;
  /** The login of the one who changed it last: someone else has to approve it. */
  changedBy: string;
  changedAt: Date;
}

const itemSchema = new Schema<ItemRecord>(
  {
    _id: { type: String, required: true },
    unitId: { type: String, required: true, index: true },
    version: { type: Number, required: true },
    revision: { type: Number, required: true },
    status: { type: String, required: true },
    isFrozen: { type: Boolean, required: true },
    problemCount: { type: Number, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    changedBy: { type: String, required: true },
    changedAt: { type: Date, required: true },
  },
  { collection: "items", versionKey: false, minimize: false },
);

export const ItemModel = model("Item", itemSchema);

/** A version that a study used, as it was; only ever added. */
export interface ItemVersionRecord {
  /** "KM101Q01@1". */
  _id: string;
  itemId: string;
  version: number;
  content: Item;
  frozenAt: Date;
}

const itemVersionSchema = new Schema<ItemVersionRecord>(
  {
    _id: { type: String, required: true },
    itemId: { type: String, required: true, index: true },
    version: { type: Number, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    frozenAt: { type: Date, required: true },
  },
  { collection: "itemVersions", versionKey: false, minimize: false },
);

export const ItemVersionModel = model("ItemVersion", itemVersionSchema);
