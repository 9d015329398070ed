import type { ItemDetail } from "../contract/bank.js";
import { HistoryModel, type HistoryRecord } from "./history.model.js";

/** What happened to an item, newest first. */
export async function history(itemId: string): Promise<ItemDetail["history"]> {
  const found = await HistoryModel.find({ itemId }).sort({ at: -1, _id: -1 }).lean();
  return found.map(({ version, status, at, by, act, comment }) => ({
    version,
    status,
    at: at.toISOString(),
    by,
    act,
    comment,
  }));
}

/** Note what happened to items. */
export async function noteHistory(entries: Omit<HistoryRecord, "at">[]): Promise<void> {
  const at = new Date();
  await HistoryModel.insertMany(entries.map((entry) => ({ ...entry, at })));
}
