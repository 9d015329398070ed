import { model, Schema } from "mongoose";

/** A test taker under a pseudonymous id; the name is with the identities. */
export interface TestTakerRecord {
  _id: string;
  sessionId: string;
  studyId: string;
  /** Six characters without the hyphen of the card. */
  code: string;
  /** The place in the session's deal of booklets, from 0. */
  place: number;
  bookletId: string;
  createdAt: Date;
}

const testTakerSchema = new Schema<TestTakerRecord>(
  {
    _id: { type: String, required: true },
    sessionId: { type: String, required: true, index: true },
    studyId: { type: String, required: true, index: true },
    code: { type: String, required: true, unique: true },
    place: { type: Number, required: true },
    bookletId: { type: String, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: "testTakers", versionKey: false },
);

export const TestTakerModel = model("TestTaker", testTakerSchema);
