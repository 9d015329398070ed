import { model, Schema } from "mongoose";

/** Who a test taker is. Kept apart from responses: of this collection a researcher meets nothing but the names of large classes. */
export interface IdentityRecord {
  /** The test taker's pseudonymous id. */
  _id: string;
  name: string;
  schoolNumber: string;
  group: string;
}

const identitySchema = new Schema<IdentityRecord>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    schoolNumber: { type: String, default: "" },
    group: { type: String, default: "" },
  },
  { collection: "identities", versionKey: false },
);

export const IdentityModel = model("Identity", identitySchema);
