import { model, Schema } from "mongoose";
import type { Design, Language, Localised } from "../../item-bank/types.js";

/** A data collection: what is given, by which design. */
export interface StudyRecord {
  _id: string;
  title: Localised<string>;
  languages: Language[];
  design: Design;
  practiceBlockId: string | null;
  questionnaireBlockId: string | null;
  seed: string;
  status: "preparing" | "open" | "closed";
  isDemo: boolean;
  packageHash: string | null;
  createdAt: Date;
  openedAt: Date | null;
  closedAt: Date | null;
}

const studySchema = new Schema<StudyRecord>(
  {
    _id: { type: String, required: true },
    title: { type: Schema.Types.Mixed, required: true },
    languages: { type: [String], required: true },
    design: { type: Schema.Types.Mixed, required: true },
    practiceBlockId: { type: String, default: null },
    questionnaireBlockId: { type: String, default: null },
    seed: { type: String, required: true },
    status: { type: String, required: true },
    isDemo: { type: Boolean, required: true },
    packageHash: { type: String, default: null },
    createdAt: { type: Date, required: true },
    openedAt: { type: Date, default: null },
    closedAt: { type: Date, default: null },
  },
  { collection: "studies", versionKey: false, minimize: false },
);

export const StudyModel = model("Study", studySchema);

/** What a study gives to its test takers, sealed when it opened. */
export interface PackageRecord {
  /** The study's id. */
  _id: string;
  hash: string;
  /** The package as canonical JSON: the text that the hash is of, whatever the store does with field names. */
  json: string;
  sealedAt: Date;
}

const packageSchema = new Schema<PackageRecord>(
  {
    _id: { type: String, required: true },
    hash: { type: String, required: true },
    json: { type: String, required: true },
    sealedAt: { type: Date, required: true },
  },
  { collection: "packages", versionKey: false },
);

export const PackageModel = model("Package", packageSchema);
