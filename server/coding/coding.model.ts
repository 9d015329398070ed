import { Schema, model } from "mongoose";

/** A code as one coder gave it. */
export interface GivenCode {
  accountId: string;
  code: string;
  comment: string;
  at: Date;
}

/** A coder has the response before them until then; nobody else is given it meanwhile. */
export interface CodingLease {
  accountId: string;
  until: Date;
}

/** One open response with its codes. Its random id is all that a coder sees of whose it is. */
export interface CodedResponse {
  _id: string;
  studyId: string;
  itemId: string;
  sittingId: string;
  text: string;
  /** Whether a second coder reads it. */
  isDouble: boolean;
  /** Responses are handed out in this order, which has nothing to do with who gave them; from 0 to below 1. */
  order: number;
  /** False once the response is no longer there, as when a sitting is opened again. */
  isCurrent: boolean;
  first: GivenCode | null;
  second: GivenCode | null;
  firstLease: CodingLease | null;
  secondLease: CodingLease | null;
  /** What was decided where two coders differ. */
  resolved: GivenCode | null;
}

const given = { type: Schema.Types.Mixed, default: null };

const schema = new Schema<CodedResponse>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true },
    itemId: { type: String, required: true },
    sittingId: { type: String, required: true },
    text: { type: String, required: true },
    isDouble: { type: Boolean, required: true },
    order: { type: Number, required: true },
    isCurrent: { type: Boolean, required: true },
    first: given,
    second: given,
    firstLease: given,
    secondLease: given,
    resolved: given,
  },
  { collection: "codedResponses", versionKey: false, minimize: false },
);
schema.index({ sittingId: 1, itemId: 1 }, { unique: true });
schema.index({ studyId: 1, itemId: 1, order: 1 });

export const CodedResponseModel = model<CodedResponse>("CodedResponse", schema);
