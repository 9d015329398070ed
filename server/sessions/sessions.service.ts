import { EventEmitter } from "node:events";
import { randomBytes } from "node:crypto";
import { proctorsAmong } from "../accounts/accounts.service.js";
import type { Role } from "../contract/common.js";
import type { SessionBody, SessionRow } from "../contract/studies.js";
import type { StaffCaller } from "../caller.js";
import { Problem } from "../problem.js";
import { findStudy, studiesById } from "../studies/studies.service.js";
import { SessionModel, type SessionRecord } from "./sessions.model.js";

/** A session as other features see it: a row without the count of submitted sittings, which the sittings know. */
export type Session = Omit<SessionRow, "submittedCount">;
export type SessionStatus = Session["status"];

/**
 * Told to the rest of the server: `status` with the session's id and its new status when it opens or closes, `planned`
 * when its plan was changed.
 */
export const sessionNotices = new EventEmitter<{
  status: [sessionId: string, status: SessionStatus];
  planned: [sessionId: string];
}>();

/** The most test takers a session can have. */
export const testTakersMax = 1000;

/** One session. @throws {Problem} `session-not-found`. */
export async function session(sessionId: string): Promise<Session> {
  const record = await SessionModel.findById(sessionId).lean();
  if (!record) throw new Problem("session-not-found");
  const [whole] = await withStudies([record]);
  if (!whole) throw new Problem("session-not-found");
  return whole;
}

/**
 * A session that this member of staff may act on: an administrator, a proctor of the session, or someone of the further roles.
 *
 * @throws {Problem} `session-not-found`, `session-not-yours`.
 */
export async function sessionFor(
  staff: StaffCaller,
  sessionId: string,
  furtherRoles: readonly Role[] = [],
): Promise<Session> {
  const found = await session(sessionId);
  const isProctor = staff.roles.includes("proctor") && found.proctorLogins.includes(staff.login);
  const isFurther = staff.roles.some((role) => role === "admin" || furtherRoles.includes(role));
  if (!isProctor && !isFurther) throw new Problem("session-not-yours");
  return found;
}

/** The sessions that this member of staff sees: a proctor the own ones, administrators and designers all. */
export async function sessionsFor(staff: StaffCaller, studyId?: string): Promise<Session[]> {
  const seesAll = staff.roles.includes("admin") || staff.roles.includes("designer");
  const records = await SessionModel.find({
    ...(studyId === undefined ? {} : { studyId }),
    ...(seesAll ? {} : { proctorLogins: staff.login }),
  })
    .sort({ startsAt: 1, title: 1 })
    .lean();
  return withStudies(records);
}

/** Every session of a study. */
export async function sessionsOfStudy(studyId: string): Promise<Session[]> {
  return withStudies(await SessionModel.find({ studyId }).sort({ title: 1 }).lean());
}

/** How many sessions and test takers each study has. */
export async function countsByStudy(): Promise<Map<string, { sessions: number; testTakers: number }>> {
  const counts = new Map<string, { sessions: number; testTakers: number }>();
  const records = await SessionModel.find().lean();
  for (const { studyId, testTakerCount } of records) {
    const before = counts.get(studyId) ?? { sessions: 0, testTakers: 0 };
    counts.set(studyId, {
      sessions: before.sessions + 1,
      testTakers: before.testTakers + testTakerCount,
    });
  }
  return counts;
}

/**
 * Plan a session.
 *
 * @param id for the demo; else a random one is made.
 * @throws {Problem} `study-not-found`, `proctors-unknown`, `session-ends-first`.
 */
export async function addSession(body: SessionBody, id = randomId()): Promise<Session> {
  await findStudy(body.studyId);
  await requireProctors(body.proctorLogins);
  const record: SessionRecord = {
    ...body,
    ...plannedTimes(body),
    _id: id,
    status: "planned",
    testTakerCount: 0,
    createdAt: new Date(),
  };
  await SessionModel.create(record);
  return session(id);
}

/** Change a session's plan. @throws {Problem} `session-not-found`, `session-study-fixed`, `proctors-unknown`, `session-ends-first`. */
export async function changeSession(sessionId: string, body: SessionBody): Promise<Session> {
  const before = await session(sessionId);
  await requireProctors(body.proctorLogins);
  if (body.studyId !== before.studyId) {
    if (before.testTakerCount > 0) throw new Problem("session-study-fixed");
    await findStudy(body.studyId);
  }
  await SessionModel.updateOne({ _id: sessionId }, { $set: { ...body, ...plannedTimes(body) } });
  sessionNotices.emit("planned", sessionId);
  return session(sessionId);
}

/** Open, close or reopen a session. @throws {Problem} `session-not-found`, `session-step-refused` unless the study is open. */
export async function setSessionStatus(sessionId: string, to: SessionStatus): Promise<Session> {
  const { studyId } = await session(sessionId);
  if (to === "open" && (await findStudy(studyId)).status !== "open") {
    throw new Problem("session-step-refused");
  }
  await SessionModel.updateOne({ _id: sessionId }, { $set: { status: to } });
  sessionNotices.emit("status", sessionId, to);
  return session(sessionId);
}

/**
 * Take places in the deal of booklets for new test takers.
 *
 * @returns the first of the places, from 0.
 * @throws {Problem} `session-not-found`, `session-full`.
 */
export async function reservePlaces(sessionId: string, count: number): Promise<number> {
  const before = await SessionModel.findOneAndUpdate(
    { _id: sessionId, testTakerCount: { $lte: testTakersMax - count } },
    { $inc: { testTakerCount: count } },
  ).lean();
  if (before) return before.testTakerCount;
  await session(sessionId);
  throw new Problem("session-full", { max: testTakersMax });
}

/** @throws {Problem} `session-ends-first`. */
function plannedTimes(body: SessionBody): Pick<SessionRecord, "startsAt" | "endsAt"> {
  const startsAt = body.startsAt === null ? null : new Date(body.startsAt);
  const endsAt = body.endsAt ? new Date(body.endsAt) : null;
  if (startsAt && endsAt && endsAt <= startsAt) throw new Problem("session-ends-first");
  return { startsAt, endsAt };
}

async function requireProctors(logins: string[]): Promise<void> {
  const known = await proctorsAmong(logins);
  const unknown = logins.filter((login) => !known.includes(login));
  if (unknown.length > 0) throw new Problem("proctors-unknown", { logins: unknown.join(", ") });
}

const randomId = (): string => `S${randomBytes(6).toString("hex")}`;

async function withStudies(records: SessionRecord[]): Promise<Session[]> {
  const studies = await studiesById([...new Set(records.map(({ studyId }) => studyId))]);
  return records.map(({ _id, startsAt, endsAt, createdAt: _createdAt, ...rest }) => ({
    ...rest,
    id: _id,
    studyTitle: studies.get(rest.studyId)?.title ?? {},
    startsAt: startsAt?.toISOString() ?? null,
    // Sessions that were planned by an earlier version have none.
    endsAt: (endsAt as Date | null | undefined)?.toISOString() ?? null,
  }));
}
