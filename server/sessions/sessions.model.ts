import { model, Schema } from "mongoose";

/** One group, one place, one time, under a proctor. */
export interface SessionRecord {
  _id: string;
  studyId: string;
  title: string;
  place: string;
  startsAt: Date | null;
  endsAt: Date | null;
  status: "planned" | "open" | "closed";
  mustAuthorise: boolean;
  proctorLogins: string[];
  /** How many test takers were ever added: the next one's place in the deal of booklets. */
  testTakerCount: number;
  createdAt: Date;
}

const sessionSchema = new Schema<SessionRecord>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true, index: true },
    title: { type: String, required: true },
    place: { type: String, default: "" },
    startsAt: { type: Date, default: null },
    endsAt: { type: Date, default: null },
    status: { type: String, required: true },
    mustAuthorise: { type: Boolean, required: true },
    proctorLogins: { type: [String], required: true, index: true },
    testTakerCount: { type: Number, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: "sessions", versionKey: false },
);

export const SessionModel = model("Session", sessionSchema);
