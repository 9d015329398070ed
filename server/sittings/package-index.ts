import { declarationOf } from "../../item-bank/interactions/index.js";
import type { Block, Item, ResponseValue } from "../../item-bank/types.js";
import type { StudyPackage } from "../studies/package.js";

/** Where each item of a package stands; made once for a package, which never changes. */
interface PackageIndex {
  blockIdOfItem: Map<string, string>;
  itemIdsOfBlock: Map<string, string[]>;
}

const indexes = new WeakMap<StudyPackage, PackageIndex>();

function indexOf(pkg: StudyPackage): PackageIndex {
  let index = indexes.get(pkg);
  if (!index) {
    index = { blockIdOfItem: new Map(), itemIdsOfBlock: new Map() };
    for (const block of Object.values(pkg.blocks)) {
      const itemIds = block.unitIds.flatMap((unitId) => pkg.units[unitId]?.itemIds ?? []);
      index.itemIdsOfBlock.set(block.id, itemIds);
      for (const itemId of itemIds) index.blockIdOfItem.set(itemId, block.id);
    }
    indexes.set(pkg, index);
  }
  return index;
}

/** The block that an item stands in, or null for an item that the package does not have. */
export function blockIdOfItem(pkg: StudyPackage, itemId: string): string | null {
  return indexOf(pkg).blockIdOfItem.get(itemId) ?? null;
}

/** The block's items in the order in which they are shown. */
export function itemIdsOfBlock(pkg: StudyPackage, blockId: string): readonly string[] {
  return indexOf(pkg).itemIdsOfBlock.get(blockId) ?? [];
}

/** Whether the item's interaction can give this value. */
export function fitsItem(item: Item | undefined, value: ResponseValue): boolean {
  return item !== undefined && declarationOf(item.interaction.kind).fits(item.interaction, value);
}

/**
 * A block of the package.
 *
 * @throws {Error} for a block the package does not have, which a sealed package cannot name.
 */
export function blockOf(pkg: StudyPackage, blockId: string): Block {
  const block = pkg.blocks[blockId];
  if (!block) throw new Error(`the package of ${pkg.studyId} has no block ${blockId}`);
  return block;
}
