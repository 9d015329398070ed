import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readLibrary } from "../../../../item-bank/library.js";
import type { BlockContent } from "../../../../server/contract/sitting.js";
import { libraryFiles } from "../../../support/library-files.js";

const folder = join(import.meta.dirname, "../../../../item-bank/library");

/** A block of the seed library as the server delivers it, with its figures as data addresses. */
export function libraryBlock(blockId: string): BlockContent {
  const library = readLibrary(libraryFiles());
  const block = library.blocks.find(({ id }) => id === blockId);
  if (!block)
    throw new Error(`the library has no block ${blockId}: ${library.blocks.map(({ id }) => id).join(", ")}`);
  const units = block.unitIds.map((unitId) => {
    const unit = library.units.find(({ id }) => id === unitId);
    if (!unit) throw new Error(`the library has no unit ${unitId}`);
    const items = library.items.filter((item) => item.unitId === unitId);
    return {
      unit,
      items: items.map(({ id, stem, interaction }) => ({ id, unitId, stem, interaction })),
    };
  });
  const assets = Object.fromEntries(
    library.assets
      .filter(({ unitId }) => block.unitIds.includes(unitId))
      .map(({ unitId, name, text }) => [
        `${unitId}/${name}`,
        `data:image/svg+xml;base64,${Buffer.from(text).toString("base64")}`,
      ]),
  );
  return { blockId, kind: block.kind, title: block.title, units, assets, optionOrders: {} };
}

export const libraryFolder = folder;
export const readText = (path: string): string => readFileSync(join(folder, path), "utf8");
