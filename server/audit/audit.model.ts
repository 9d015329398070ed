import { model, Schema } from "mongoose";

/** One act of staff; only ever added. */
export interface AuditRecord {
  at: Date;
  accountLogin: string;
  act: string;
  subject: string;
  details: Record<string, unknown>;
}

const auditSchema = new Schema<AuditRecord>(
  {
    at: { type: Date, required: true, index: true },
    accountLogin: { type: String, required: true },
    act: { type: String, required: true },
    subject: { type: String, required: true },
    details: { type: Schema.Types.Mixed, required: true },
  },
  { collection: "audit", versionKey: false, minimize: false },
);

export const AuditModel = model("Audit", auditSchema);
