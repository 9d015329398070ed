import { createHash, randomBytes } from "node:crypto";
import { Problem } from "../problem.js";
import { RefreshModel, type RefreshRecord } from "./logins.model.js";

/** A login ends this long after the password was given; in milliseconds. */
export const loginLastsMs = 12 * 3600 * 1000;

/** Two pages that open at once send the same token; within this time the second one is let through too. */
const togetherMs = 10_000;

/** A fresh refresh token and the time it ends. */
export interface RefreshToken {
  token: string;
  expiresAt: Date;
}

/** Begin a family of refresh tokens for someone who has just given the right password. */
export async function beginLogin(accountId: string): Promise<RefreshToken> {
  const familyId = randomBytes(16).toString("hex");
  return add({ familyId, accountId, generation: 0, expiresAt: new Date(Date.now() + loginLastsMs) });
}

/**
 * Exchange a refresh token for the next one. A token that was exchanged before is a copy in other hands: then the whole
 * family ends, and whoever holds it must give the password again.
 *
 * @throws {Problem} `login-needed` for an unknown token, `login-expired` for one that has ended or is used again.
 */
export async function refreshLogin(token: string): Promise<RefreshToken & { accountId: string }> {
  const now = new Date();
  const id = hashOf(token);
  const fresh = await RefreshModel.findOneAndUpdate(
    { _id: id, usedAt: null },
    { $set: { usedAt: now } },
    { returnDocument: "after" },
  ).lean();
  const record = fresh ?? (await RefreshModel.findById(id).lean());
  if (!record) throw new Problem("login-needed");
  if (record.expiresAt <= now) throw new Problem("login-expired");
  if (!fresh && !(await isTogether(record, now))) {
    await RefreshModel.deleteMany({ familyId: record.familyId });
    throw new Problem("login-expired");
  }
  const { familyId, accountId, expiresAt } = record;
  const next = await add({ familyId, accountId, generation: record.generation + 1, expiresAt });
  return { ...next, accountId };
}

/** End the login that a token belongs to; an unknown token ends nothing. */
export async function endLogin(token: string): Promise<void> {
  const record = await RefreshModel.findById(hashOf(token)).lean();
  if (record) await RefreshModel.deleteMany({ familyId: record.familyId });
}

/** End every login of an account, at all its devices. */
export async function endLoginsOf(accountId: string): Promise<void> {
  await RefreshModel.deleteMany({ accountId });
}

/** Used a moment ago, and nothing that came of it was used since. */
async function isTogether(record: RefreshRecord, now: Date): Promise<boolean> {
  if (!record.usedAt || now.getTime() - record.usedAt.getTime() > togetherMs) return false;
  const later = await RefreshModel.findOne({
    familyId: record.familyId,
    generation: { $gt: record.generation },
    usedAt: { $ne: null },
  }).lean();
  return later === null;
}

async function add(record: Omit<RefreshRecord, "_id" | "usedAt">): Promise<RefreshToken> {
  const token = randomBytes(32).toString("base64url");
  await RefreshModel.create({ ...record, _id: hashOf(token), usedAt: null });
  return { token, expiresAt: record.expiresAt };
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
