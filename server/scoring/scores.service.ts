import { fold } from "../responses/fold.js";
import { entriesIn, segmentsOf } from "../responses/ledgers.service.js";
import type { Segment } from "../responses/segment.js";
import { segmentCountsOf } from "../responses/segment-counts.service.js";
import { findRecords, recordsOfStudy, type SittingRecord } from "../sittings/records.service.js";

import type { StudyPackage } from "../studies/package.js";
import { studyPackage } from "../studies/studies.service.js";
import { ScoredSittingModel, type ScoredSitting } from "./scores.model.js";
import { scoreSitting } from "./score-sitting.js";

export type { ItemScore, ScoredSitting } from "./scores.model.js";

/** Goes up when the rules of scoring change, so that everything is scored again. */
export const scoringVersion = 1;

/** So many sittings are read and scored at once, which bounds the memory that their entries take. */
const batchSize = 50;

const duplicateKeyCode = 11000;

/** Scoring of a study that is under way: whoever asks meanwhile gets the same. */
const underWay = new Map<string, Promise<ScoredSitting[]>>();

/**
 * The scores of all finished sittings of a study, by the test taker's pseudonymous id. What is not scored yet, or was
 * made from fewer entries than there are now, is scored first; so nothing that happened between a submission and its
 * scoring, a restart of the server included, can lose a score, and asking twice changes nothing.
 */
export function scoresOfStudy(studyId: string): Promise<ScoredSitting[]> {
  let scoring = underWay.get(studyId);
  if (!scoring) {
    scoring = scoreStudy(studyId).finally(() => underWay.delete(studyId));
    underWay.set(studyId, scoring);
  }
  return scoring;
}

/** Score these sittings, as far as they are finished. Called after submissions. */
export async function scoreSittings(sittingIds: readonly string[]): Promise<void> {
  const records = [...(await findRecords(sittingIds)).values()];
  const studyIds = new Set(records.map(({ studyId }) => studyId));
  for (const studyId of studyIds) {
    const pkg = await studyPackage(studyId);
    const ended = records.filter((record) => record.studyId === studyId && record.state.end !== null);
    await scoreRecords(pkg, ended);
  }
}

async function scoreStudy(studyId: string): Promise<ScoredSitting[]> {
  const records = (await recordsOfStudy(studyId)).filter(({ state }) => state.end !== null);
  if (records.length === 0) return [];
  const pkg = await studyPackage(studyId);
  const stored = await ScoredSittingModel.find({ studyId }).lean<ScoredSitting[]>();
  const byId = new Map(stored.map((scored) => [scored._id, scored]));
  const counts = await segmentCountsOf(records.map(({ _id }) => _id));
  const stale = records.filter((record) => !isCurrent(byId.get(record._id), record, counts, pkg));
  for (const scored of await scoreRecords(pkg, stale)) byId.set(scored._id, scored);
  return records
    .flatMap(({ _id }) => byId.get(_id) ?? [])
    .sort((a, b) => (a.testTakerId < b.testTakerId ? -1 : 1));
}

function isCurrent(
  scored: ScoredSitting | undefined,
  record: SittingRecord,
  counts: ReadonlyMap<string, number>,
  pkg: StudyPackage,
): boolean {
  return (
    scored !== undefined &&
    scored.scoringVersion === scoringVersion &&
    scored.packageHash === pkg.hash &&
    scored.segmentCount === (counts.get(record._id) ?? 0) &&
    scored.endKind === record.state.end?.kind &&
    scored.endAtMs === record.state.end.atMs
  );
}

async function scoreRecords(pkg: StudyPackage, records: readonly SittingRecord[]): Promise<ScoredSitting[]> {
  const made: ScoredSitting[] = [];
  for (let first = 0; first < records.length; first += batchSize) {
    const batch = records.slice(first, first + batchSize);
    const segments = await segmentsOf(batch.map(({ _id }) => _id));
    const bySitting = new Map<string, Segment[]>(batch.map(({ _id }) => [_id, []]));
    for (const segment of segments) bySitting.get(segment.sittingId)?.push(segment);
    const scored = batch.map((record) => scoreRecord(pkg, record, bySitting.get(record._id) ?? []));
    await keep(scored);
    made.push(...scored);
  }
  return made;
}

function scoreRecord(pkg: StudyPackage, record: SittingRecord, segments: Segment[]): ScoredSitting {
  const { items } = fold(entriesIn(segments));
  return {
    _id: record._id,
    studyId: record.studyId,
    testTakerId: record.testTakerId,
    sessionId: record.sessionId,
    bookletId: record.bookletId,
    packageHash: pkg.hash,
    endKind: record.state.end?.kind ?? "ended",
    endAtMs: record.state.end?.atMs ?? 0,
    segmentCount: segments.length,
    scoringVersion,
    items: scoreSitting(pkg, record.bookletId, items),
  };
}

async function keep(scored: readonly ScoredSitting[]): Promise<void> {
  const writes = scored.map((replacement) => ({
    replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
  }));
  try {
    await ScoredSittingModel.bulkWrite(writes, { ordered: false });
  } catch (error) {
    // Somebody else scored the same sitting at the same time, and came to the same.
    if ((error as { code?: unknown }).code !== duplicateKeyCode) throw error;
  }
}
