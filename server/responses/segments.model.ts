import { Schema, model } from "mongoose";
import type { Segment } from "./segment.js";

/**
 * Entries as they are kept: one document for what was written together of one sitting, a link of its chain. The unique
 * position is what makes it safe for several server processes to take entries of one sitting: a process that did not
 * know the last segment cannot write the next one.
 */
const schema = new Schema<Segment>(
  {
    sittingId: { type: String, required: true },
    position: { type: Number, required: true },
    atMs: { type: Number, required: true },
    records: { type: Schema.Types.Mixed, required: true },
    hash: { type: String, required: true },
  },
  { collection: "entrySegments", versionKey: false, minimize: false },
);
schema.index({ sittingId: 1, position: 1 }, { unique: true });

export const SegmentModel = model<Segment>("EntrySegment", schema);
