import { Schema, model } from "mongoose";
import type { AnalysisBody, RunRow } from "../contract/research.js";

/** A calibration: what was asked for, and how far it is. */
export interface RunRecord {
  _id: string;
  studyId: string;
  title: string;
  state: RunRow["state"];
  progress: number;
  step: RunRow["step"];
  options: AnalysisBody;
  /** In words, the group whose test takers were read; null for all, and not there in runs of earlier versions. */
  group?: RunRow["group"];
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  seconds: number | null;
  programVersion: string;
  dataHash: string;
  error: RunRow["error"];
  createdBy: string;
  /** How often it was begun; a server that ended in the middle begins again. */
  attempts: number;
}

/** What a run reads, as it was when the run was asked for: gzipped JSON of `AnalysisInput`. */
export interface RunInput {
  _id: string;
  json: Buffer;
}

/** What a run made: gzipped JSON of `AnalysisOutput`. */
export interface RunOutput {
  _id: string;
  json: Buffer;
}

const runSchema = new Schema<RunRecord>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true, index: true },
    title: { type: String, required: true },
    state: { type: String, required: true, index: true },
    progress: { type: Number, required: true },
    step: { type: Schema.Types.Mixed, required: true },
    options: { type: Schema.Types.Mixed, required: true },
    group: { type: Schema.Types.Mixed, default: null },
    createdAt: { type: Date, required: true },
    startedAt: { type: Date, default: null },
    finishedAt: { type: Date, default: null },
    seconds: { type: Number, default: null },
    programVersion: { type: String, required: true },
    dataHash: { type: String, required: true },
    error: { type: Schema.Types.Mixed, default: null },
    createdBy: { type: String, required: true },
    attempts: { type: Number, required: true },
  },
  { collection: "calibrationRuns", versionKey: false, minimize: false },
);

const file = {
  _id: { type: String, required: true },
  json: { type: Schema.Types.Buffer, required: true },
} as const;

export const RunModel = model<RunRecord>("CalibrationRun", runSchema);
export const RunInputModel = model<RunInput>(
  "CalibrationInput",
  new Schema<RunInput>(file, { collection: "calibrationInputs", versionKey: false }),
);
export const RunOutputModel = model<RunOutput>(
  "CalibrationOutput",
  new Schema<RunOutput>(file, { collection: "calibrationOutputs", versionKey: false }),
);
