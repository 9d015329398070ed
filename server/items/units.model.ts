import { model, Schema } from "mongoose";
import type { Unit } from "../../item-bank/types.js";

/** A figure of a unit: its name in the unit's texts, and the address it is served at. */
export interface UnitAsset {
  name: string;
  address: string;
}

/** The newest version of a unit. */
export interface UnitRecord {
  _id: string;
  version: number;
  revision: number;
  isFrozen: boolean;
  content: Unit;
  assets: UnitAsset[];
  changedBy: string;
  changedAt: Date;
}

const assetSchema = new Schema<UnitAsset>(
  { name: { type: String, required: true }, address: { type: String, required: true } },
  { _id: false },
);

const unitSchema = new Schema<UnitRecord>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    revision: { type: Number, required: true },
    isFrozen: { type: Boolean, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    assets: { type: [assetSchema], required: true },
    changedBy: { type: String, required: true },
    changedAt: { type: Date, required: true },
  },
  { collection: "units", versionKey: false, minimize: false },
);

export const UnitModel = model("Unit", unitSchema);

/** A version that a study used, as it was; only ever added. */
export interface UnitVersionRecord {
  /** "KM101@1". */
  _id: string;
  unitId: string;
  version: number;
  content: Unit;
  assets: UnitAsset[];
  frozenAt: Date;
}

const unitVersionSchema = new Schema<UnitVersionRecord>(
  {
    _id: { type: String, required: true },
    unitId: { type: String, required: true, index: true },
    version: { type: Number, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    assets: { type: [assetSchema], required: true },
    frozenAt: { type: Date, required: true },
  },
  { collection: "unitVersions", versionKey: false, minimize: false },
);

export const UnitVersionModel = model("UnitVersion", unitVersionSchema);
