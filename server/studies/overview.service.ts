import type { SessionRow, StudyDetail, StudyRow } from "../contract/studies.js";
import type { StaffCaller } from "../http/caller.js";
import { countsByStudy, sessionsFor, type Session } from "../sessions/sessions.service.js";
import { sittingCounts } from "../sittings/counts.service.js";
import { itemsOfSitting } from "./package.js";
import { studies, study, studyPackage } from "./studies.service.js";

/** All studies with the counts of their sessions and sittings. */
export async function studyRows(): Promise<StudyRow[]> {
  const [rows, sessions, counts] = await Promise.all([studies(), countsByStudy(), sittingCounts()]);
  const submitted = sumBy(counts, "studyId", "submitted");
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
    sessionCount: sessions.get(studyId)?.sessions ?? 0,
    testTakerCount: sessions.get(studyId)?.testTakers ?? 0,
    submittedCount: counts.reduce((sum, { submitted }) => sum + submitted, 0),
  };
}

/** The sessions that a member of staff sees, with how many have submitted. */
export async function sessionRows(staff: StaffCaller, studyId?: string): Promise<SessionRow[]> {
  const [sessions, counts] = await Promise.all([sessionsFor(staff, studyId), sittingCounts(studyId)]);
  const submitted = sumBy(counts, "sessionId", "submitted");
  return sessions.map((session) => ({ ...session, submittedCount: submitted.get(session.id) ?? 0 }));
}

/** One session as a row. */
export async function sessionRow(session: Session): Promise<SessionRow> {
  const counts = await sittingCounts(session.studyId);
  return { ...session, submittedCount: sumBy(counts, "sessionId", "submitted").get(session.id) ?? 0 };
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

function sumBy<Key extends string, Value extends string>(
  rows: readonly ({ [key in Key]: string } & { [key in Value]: number })[],
  key: Key,
  value: Value,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row[key], (sums.get(row[key]) ?? 0) + row[value]);
  return sums;
}
