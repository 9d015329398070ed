import { model, Schema } from "mongoose";
import type { Language, Role } from "../contract/common.js";

/** A member of staff. */
export interface AccountRecord {
  _id: string;
  login: string;
  name: string;
  roles: Role[];
  language: Language;
  passwordHash: string;
  isDemo: boolean;
  isActive: boolean;
  /** Counts changes of password, roles and state; tokens of an older version are refused. */
  version: number;
  lastLoginAt: Date | null;
}

const accountSchema = new Schema<AccountRecord>(
  {
    _id: { type: String, required: true },
    login: { type: String, required: true, unique: true },
    name: { type: String, required: true },
    roles: { type: [String], required: true },
    language: { type: String, required: true },
    passwordHash: { type: String, required: true },
    isDemo: { type: Boolean, required: true },
    isActive: { type: Boolean, required: true },
    version: { type: Number, required: true },
    lastLoginAt: { type: Date, default: null },
  },
  { collection: "accounts", versionKey: false },
);

export const AccountModel = model("Account", accountSchema);
