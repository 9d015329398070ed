import { Schema, model } from "mongoose";
import type { ComparisonRow } from "../contract/comparisons.js";

/** A comparison of groups under a finished run: what was asked for, and how far it is. */
export interface ComparisonRecord extends Omit<ComparisonRow, "id" | "createdAt" | "finishedAt"> {
  _id: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  createdBy: string;
  /** How often it was begun; a server that ended in the middle begins again. */
  attempts: number;
}

/** Who is in which group, as when the comparison was asked for; what it made. Gzipped JSON. */
interface ComparisonFile {
  _id: string;
  json: Buffer;
}

const mixed = { type: Schema.Types.Mixed, required: true } as const;

const comparisonSchema = new Schema<ComparisonRecord>(
  {
    _id: { type: String, required: true },
    runId: { type: String, required: true, index: true },
    studyId: { type: String, required: true },
    state: { type: String, required: true, index: true },
    progress: { type: Number, required: true },
    step: mixed,
    createdAt: { type: Date, required: true },
    startedAt: { type: Date, default: null },
    finishedAt: { type: Date, default: null },
    seconds: { type: Number, default: null },
    programVersion: { type: String, required: true },
    error: { type: Schema.Types.Mixed, default: null },
    grouping: mixed,
    groups: mixed,
    ask: mixed,
    createdBy: { type: String, required: true },
    attempts: { type: Number, required: true },
  },
  { collection: "comparisons", versionKey: false, minimize: false },
);

const file = {
  _id: { type: String, required: true },
  json: { type: Schema.Types.Buffer, required: true },
} as const;

export const ComparisonModel = model<ComparisonRecord>("Comparison", comparisonSchema);
export const ComparisonInputModel = model<ComparisonFile>(
  "ComparisonInput",
  new Schema<ComparisonFile>(file, { collection: "comparisonInputs", versionKey: false }),
);
export const ComparisonOutputModel = model<ComparisonFile>(
  "ComparisonOutput",
  new Schema<ComparisonFile>(file, { collection: "comparisonOutputs", versionKey: false }),
);
