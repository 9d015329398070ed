import { SittingModel } from "./sittings.model.js";

/** So many test takers of a study began with this booklet, and so many have submitted. */
export interface SittingCount {
  studyId: string;
  sessionId: string;
  bookletId: string;
  started: number;
  submitted: number;
}

interface PhaseCount {
  _id: { studyId: string; sessionId: string; bookletId: string; phase: string };
  count: number;
}

/** Counts of sittings by session and booklet, for lists; of one study, or of all. */
export async function sittingCounts(studyId?: string): Promise<SittingCount[]> {
  const found = await SittingModel.aggregate<PhaseCount>([
    { $match: studyId === undefined ? {} : { studyId } },
    {
      $group: {
        _id: { studyId: "$studyId", sessionId: "$sessionId", bookletId: "$bookletId", phase: "$phase" },
        count: { $sum: 1 },
      },
    },
  ]);
  const counts = new Map<string, SittingCount>();
  for (const { _id, count } of found) {
    const { phase, ...place } = _id;
    const key = JSON.stringify([place.studyId, place.sessionId, place.bookletId]);
    const known = counts.get(key) ?? { ...place, started: 0, submitted: 0 };
    known.started += count;
    if (phase === "submitted") known.submitted += count;
    counts.set(key, known);
  }
  return [...counts.values()];
}
