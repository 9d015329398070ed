import { model, Schema } from "mongoose";
import type { ItemStatus } from "../../item-bank/types.js";

/** One thing that happened to an item; only ever added. */
export interface HistoryRecord {
  itemId: string;
  version: number;
  status: ItemStatus;
  at: Date;
  by: string;
  /** "made", "imported", "changed", "status", "frozen". */
  act: string;
  comment: string;
}

const historySchema = new Schema<HistoryRecord>(
  {
    itemId: { type: String, required: true, index: true },
    version: { type: Number, required: true },
    status: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    act: { type: String, required: true },
    comment: { type: String, default: "" },
  },
  { collection: "itemHistory", versionKey: false },
);

export const HistoryModel = model("ItemHistory", historySchema);

/** A remark on an item, for those who write and review it. */
export interface CommentRecord {
  itemId: string;
  at: Date;
  by: string;
  text: string;
}

const commentSchema = new Schema<CommentRecord>(
  {
    itemId: { type: String, required: true, index: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    text: { type: String, required: true },
  },
  { collection: "itemComments", versionKey: false },
);

export const CommentModel = model("ItemComment", commentSchema);
