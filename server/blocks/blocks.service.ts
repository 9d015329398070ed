import { countDomains } from "../../item-bank/frameworks/index.js";
import type { Block } from "../../item-bank/types.js";
import { readBlock } from "../../item-bank/validate.js";
import type { BlockRow } from "../contract/studies.js";
import { contentProblem } from "../items/content-problem.js";
import { itemRows } from "../items/items.service.js";
import { itemMinutes } from "../items/minutes.service.js";
import { units, unitsById } from "../items/units.service.js";
import { Problem } from "../problem.js";
import { BlockModel, type BlockRecord } from "./blocks.model.js";

/** All blocks by id, with the counts that a designer weighs. */
export async function blocks(): Promise<BlockRow[]> {
  const [records, ofUnits, rows, minutes] = await Promise.all([
    BlockModel.find().sort({ _id: 1 }).lean(),
    units(),
    itemRows(),
    itemMinutes(),
  ]);
  const itemIdsOf = new Map(ofUnits.map(({ id, itemIds }) => [id, itemIds]));
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return records.map(({ content, isUsed }) => {
    const itemIds = content.unitIds.flatMap((id) => itemIdsOf.get(id) ?? []);
    const items = itemIds.flatMap((id) => rowOf.get(id) ?? []);
    return {
      block: content,
      itemCount: items.length,
      scorePoints: items.reduce((sum, { maxScore }) => sum + maxScore, 0),
      itemMinutes: itemIds.reduce((sum, id) => sum + (minutes.get(id) ?? 0), 0),
      domains: countDomains(items.map(({ domain }) => domain)),
      isUsed,
    };
  });
}

/** These blocks in this order. @throws {Problem} `block-not-found` for the first that does not exist. */
export async function blocksById(blockIds: string[]): Promise<Block[]> {
  const found = await BlockModel.find({ _id: { $in: blockIds } }).lean();
  const byId = new Map(found.map(({ _id, content }) => [_id, content]));
  return blockIds.map((blockId) => {
    const block = byId.get(blockId);
    if (!block) throw new Problem("block-not-found", { blockId });
    return block;
  });
}

/**
 * Make a block, or change one that no opened study uses.
 *
 * @throws {Problem} `content-invalid`, `id-fixed`, `unit-not-found`, `block-used`.
 */
export async function putBlock(blockId: string, wire: unknown): Promise<Block> {
  const { value, problems } = readBlock(wire);
  if (!value) throw contentProblem(problems);
  if (value.id !== blockId) throw new Problem("id-fixed", { id: blockId });
  await unitsById(value.unitIds);
  try {
    // A block in use does not match the filter; the upsert then meets its key.
    await BlockModel.updateOne(
      { _id: blockId, isUsed: false },
      { $set: { content: value } },
      { upsert: true },
    );
  } catch (error) {
    if ((error as { code?: number }).code === 11000) throw new Problem("block-used", { blockId });
    throw error;
  }
  return value;
}

/** Put blocks into the bank as they are. */
export async function insertBlocks(contents: Block[]): Promise<void> {
  await BlockModel.insertMany(
    contents.map((content): BlockRecord => ({ _id: content.id, content, isUsed: false })),
  );
}

/** These blocks belong to an opened study from now on. Call it in a transaction. */
export async function markUsed(blockIds: string[]): Promise<void> {
  await BlockModel.updateMany({ _id: { $in: blockIds } }, { $set: { isUsed: true } });
}
