import { model, Schema } from "mongoose";

/** A figure's bytes under the name of their content; never changed, only added. */
export interface AssetRecord {
  /** SHA-256 of the bytes and the ending, such as "3f…a1.svg". */
  _id: string;
  bytes: Buffer;
}

const assetSchema = new Schema<AssetRecord>(
  { _id: { type: String, required: true }, bytes: { type: Buffer, required: true } },
  { collection: "assets", versionKey: false },
);

export const AssetModel = model("Asset", assetSchema);
