import type { ItemDetail } from "../contract/bank.js";
import { CommentModel } from "./history.model.js";

/** The remarks on an item, oldest first. */
export async function comments(itemId: string): Promise<ItemDetail["comments"]> {
  const found = await CommentModel.find({ itemId }).sort({ at: 1 }).lean();
  return found.map(({ _id, at, by, text }) => ({ id: _id.toString(), at: at.toISOString(), by, text }));
}

/** Add a remark to an item. */
export async function addComment(itemId: string, by: string, text: string): Promise<void> {
  await CommentModel.create({ itemId, by, text, at: new Date() });
}
