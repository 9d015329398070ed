import { readLibrary, type Library } from "../../item-bank/library.js";
import { insertBlocks } from "../blocks/blocks.service.js";
import { checkAsset, saveAssets } from "../items/assets.service.js";
import { noteHistory } from "../items/history.service.js";
import { insertItems, recordOf } from "../items/items.service.js";
import { insertUnits, units } from "../items/units.service.js";
import { inTransaction } from "../transaction.js";
import { libraryFiles } from "./library-files.js";

/** Who stands in the history of what came with the program. */
const importer = "library";

/** Put the library that comes with the program into an empty bank: everything approved, version 1. A bank with units is left alone. */
export async function importLibrary(): Promise<Library> {
  const library = readLibrary(libraryFiles());
  if ((await units()).length > 0) return library;
  const figures = library.assets.map(({ unitId, name, text }) => ({
    unitId,
    name,
    ...checkAsset(name, Buffer.from(text, "utf8")),
  }));
  const changedAt = new Date();
  await inTransaction(async () => {
    await saveAssets(figures);
    await insertUnits(
      library.units.map((unit) => ({
        _id: unit.id,
        version: 1,
        revision: 1,
        isFrozen: false,
        content: unit,
        assets: figures
          .filter(({ unitId }) => unitId === unit.id)
          .map(({ name, address }) => ({ name, address })),
        changedBy: importer,
        changedAt,
      })),
    );
    await insertItems(
      library.items.map((item) => recordOf({ problems: [] }, item, { status: "approved", by: importer })),
    );
    await noteHistory(
      library.items.map(({ id }) => ({
        itemId: id,
        version: 1,
        status: "approved" as const,
        by: importer,
        act: "imported",
        comment: "",
      })),
    );
    await insertBlocks(library.blocks);
  });
  return library;
}
