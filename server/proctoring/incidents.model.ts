import { Schema, model } from "mongoose";
import type { IncidentBody } from "../contract/room.js";

export interface IncidentRecord extends IncidentBody {
  sessionId: string;
  at: Date;
  by: string;
}

const schema = new Schema<IncidentRecord>(
  {
    sessionId: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    category: { type: String, required: true },
    text: { type: String, required: true },
    testTakerIds: { type: [String], required: true },
  },
  { collection: "incidents", versionKey: false },
);
schema.index({ sessionId: 1, at: -1 });

export const IncidentModel = model<IncidentRecord>("Incident", schema);
