import { SegmentModel } from "./segments.model.js";

/**
 * How many links the chain of entries of each of these sittings has; none for a sitting without entries. It goes up with
 * everything that is written, so that what was made from the entries knows when to be made again.
 */
export async function segmentCountsOf(sittingIds: readonly string[]): Promise<Map<string, number>> {
  const found = await SegmentModel.aggregate<{ _id: string; count: number }>([
    { $match: { sittingId: { $in: [...sittingIds] } } },
    { $group: { _id: "$sittingId", count: { $sum: 1 } } },
  ]);
  return new Map(found.map(({ _id, count }) => [_id, count]));
}
