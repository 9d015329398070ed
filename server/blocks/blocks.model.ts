import { model, Schema } from "mongoose";
import type { Block } from "../../item-bank/types.js";

/** A block: units always given together. */
export interface BlockRecord {
  _id: string;
  content: Block;
  /** A study that was opened uses it; it can no longer change. */
  isUsed: boolean;
}

const blockSchema = new Schema<BlockRecord>(
  {
    _id: { type: String, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    isUsed: { type: Boolean, required: true },
  },
  { collection: "blocks", versionKey: false, minimize: false },
);

export const BlockModel = model("Block", blockSchema);
