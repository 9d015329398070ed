import type { ItemMetadata } from "../../item-bank/types.js";
import { ItemModel } from "./items.model.js";

/** The minutes that the author expects of each item, by id. */
export async function itemMinutes(): Promise<Map<string, number>> {
  const found = await ItemModel.find({}, { "content.metadata.minutes": 1 }).lean<
    { _id: string; content: { metadata: Pick<ItemMetadata, "minutes"> } }[]
  >();
  return new Map(found.map(({ _id, content }) => [_id, content.metadata.minutes]));
}
