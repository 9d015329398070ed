import { model, Schema } from "mongoose";

/** One refresh token; all that came from one login with a password are a family. */
export interface RefreshRecord {
  /** SHA-256 of the token; the token itself is only in the cookie. */
  _id: string;
  familyId: string;
  accountId: string;
  /** Counts the refreshes since the login. */
  generation: number;
  usedAt: Date | null;
  /** The same for the whole family: a login ends at a fixed time, however often it is refreshed. */
  expiresAt: Date;
}

const refreshSchema = new Schema<RefreshRecord>(
  {
    _id: { type: String, required: true },
    familyId: { type: String, required: true, index: true },
    accountId: { type: String, required: true, index: true },
    generation: { type: Number, required: true },
    usedAt: { type: Date, default: null },
    expiresAt: { type: Date, required: true, index: { expireAfterSeconds: 0 } },
  },
  { collection: "refreshTokens", versionKey: false },
);

export const RefreshModel = model("RefreshToken", refreshSchema);
