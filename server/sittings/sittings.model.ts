import { Schema, model } from "mongoose";
import type { Sitting, SittingEventKind } from "./state.js";

/** A sitting as it is stored: its state, and beside it what was given, so that it can be made again. */
export interface SittingRecord {
  _id: string;
  testTakerId: string;
  sessionId: string;
  studyId: string;
  bookletId: string;
  /** Of the sealed package that was shown. */
  packageHash: string;
  /** The seed of this sitting's option orders. */
  seed: string;
  createdAtMs: number;
  /** Goes up with every change; a change against an older version is done again. */
  version: number;
  state: Sitting;
  phase: string;
  /** When the running block's time is over, or null. */
  deadlineAtMs: number | null;
}

/** What happened to a sitting: kept with it, and each one's hash follows from the one before. */
export interface SittingLogEntry {
  version: number;
  atMs: number;
  kind: SittingEventKind;
  /** Login of the member of staff, "testTaker", or "server" for a clock that ran out. */
  by: string;
  reason: string;
  commandId: string;
  details: Record<string, string | number | boolean | null>;
  hash: string;
}

/** The orders in which choices were shown, by item (and gap). */
export interface ShownOrder {
  item: string;
  ids: string[];
}

export type SittingDocument = SittingRecord & { events: SittingLogEntry[]; optionOrders: ShownOrder[] };

const schema = new Schema<SittingDocument>(
  {
    _id: { type: String, required: true },
    testTakerId: { type: String, required: true, unique: true },
    sessionId: { type: String, required: true, index: true },
    studyId: { type: String, required: true, index: true },
    bookletId: { type: String, required: true },
    packageHash: { type: String, required: true },
    seed: { type: String, required: true },
    createdAtMs: { type: Number, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
    phase: { type: String, required: true },
    deadlineAtMs: { type: Number, default: null, index: true },
    events: { type: Schema.Types.Mixed, required: true },
    optionOrders: { type: Schema.Types.Mixed, required: true },
  },
  { collection: "sittings", versionKey: false, minimize: false },
);

export const SittingModel = model<SittingDocument>("Sitting", schema);
