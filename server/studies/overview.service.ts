import type { SessionRow, StudyDetail, StudyRow } from "../contract/studies.js";
import type { StaffCaller } from "../caller.js";
import { countsByStudy, sessionsFor, type Session } from "../sessions/sessions.service.js";
import { sittingCounts, type SittingCount } from "../sittings/counts.service.js";
import { itemsOfSitting } from "./package.js";
import { sealedBlocks } from "./sealed-blocks.js";
import { studies, study, studyPackage } from "./studies.service.js";

/** All studies with the counts of their sessions and sittings. */
export async function studyRows(): Promise<StudyRow[]> {
  const [rows, sessions, counts] = await Promise.all([studies(), countsByStudy(), sittingCounts()]);
  const submitted = submittedBy(counts, "studyId");
  return rows.map((row) => ({
    ...row,
    sessionCount: sessions.get(row.id)?.sessions ?? 0,
    testTakerCount: sessions.get(row.id)?.testTakers ?? 0,
    submittedCount: submitted.get(row.id) ?? 0,
  }));
}

/** One study with its design and the counts. @throws {Problem} `study-not-found`. */
export async function studyDetail(studyId: string): Promise<StudyDetail> {
  const [core, sessions, counts] = await Promise.all([
    study(studyId),
    countsByStudy(),
    sittingCounts(studyId),
  ]);
  return {
    ...core,
    sealedBlocks: core.packageHash === null ? null : sealedBlocks(await studyPackage(studyId)),
    sessionCount: sessions.get(studyId)?.sessions ?? 0,
    testTakerCount: sessions.get(studyId)?.testTakers ?? 0,
    submittedCount: counts.reduce((sum, { submitted }) => sum + submitted, 0),
  };
}

/** The sessions that a member of staff sees, with how many have submitted. */
export async function sessionRows(staff: StaffCaller, studyId?: string): Promise<SessionRow[]> {
  const [sessions, counts] = await Promise.all([sessionsFor(staff, studyId), sittingCounts(studyId)]);
  const submitted = submittedBy(counts, "sessionId");
  return sessions.map((session) => ({ ...session, submittedCount: submitted.get(session.id) ?? 0 }));
}

/** One session as a row. */
export async function sessionRow(session: Session): Promise<SessionRow> {
  const counts = await sittingCounts(session.studyId);
  return { ...session, submittedCount: submittedBy(counts, "sessionId").get(session.id) ?? 0 };
}

/** How many test takers have been given each item, whatever its version: those who began a booklet that holds it. */
export async function exposureCounts(): Promise<Map<string, number>> {
  const exposure = new Map<string, number>();
  for (const { studyId, bookletId, started } of await sittingCounts()) {
    const pkg = await studyPackage(studyId);
    for (const { item } of itemsOfSitting(pkg, bookletId)) {
      exposure.set(item.id, (exposure.get(item.id) ?? 0) + started);
    }
  }
  return exposure;
}

function submittedBy(counts: readonly SittingCount[], key: "studyId" | "sessionId"): Map<string, number> {
  const sums = new Map<string, number>();
  for (const count of counts) sums.set(count[key], (sums.get(count[key]) ?? 0) + count.submitted);
  return sums;
}
