import { SittingModel } from "./sittings.model.js";

/** So many test takers of a study began with this booklet, and so many have submitted. */
export interface SittingCount {
  studyId: string;
  sessionId: string;
  bookletId: string;
  started: number;
  submitted: number;
}

/** Counts of sittings by session and booklet, for lists; of one study, or of all. */
export async function sittingCounts(studyId?: string): Promise<SittingCount[]> {
  return SittingModel.aggregate<SittingCount>([
    ...(studyId === undefined ? [] : [{ $match: { studyId } }]),
    {
      $group: {
        _id: { studyId: "$studyId", sessionId: "$sessionId", bookletId: "$bookletId" },
        started: { $sum: 1 },
        submitted: { $sum: { $cond: [{ $eq: ["$phase", "submitted"] }, 1, 0] } },
      },
    },
    {
      $project: {
        _id: 0,
        studyId: "$_id.studyId",
        sessionId: "$_id.sessionId",
        bookletId: "$_id.bookletId",
        started: 1,
        submitted: 1,
      },
    },
  ]);
}
