import type { AuditEntry } from "../contract/accounts.js";
import { AuditModel } from "./audit.model.js";

/** The most entries given at once. */
const limitMax = 500;

/**
 * Note what a member of staff did. Passwords, codes and names of test takers have no place in `details`.
 *
 * @param act a word such as "study-opened".
 * @param subject the id of what it was done to.
 */
export async function record(
  accountLogin: string,
  act: string,
  subject: string,
  details: Record<string, unknown> = {},
): Promise<void> {
  await AuditModel.create({ at: new Date(), accountLogin, act, subject, details });
}

/** The acts before a moment, newest first. */
export async function auditEntries(before: Date, limit: number): Promise<AuditEntry[]> {
  const found = await AuditModel.find({ at: { $lt: before } })
    .sort({ at: -1 })
    .limit(Math.min(Math.max(limit, 1), limitMax))
    .lean();
  return found.map(({ _id, at, accountLogin, act, subject, details }) => ({
    id: _id.toString(),
    at: at.toISOString(),
    accountLogin,
    act,
    subject,
    details,
  }));
}
