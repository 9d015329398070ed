import type { BlockContent } from "../../server/contract/sitting.js";
import { preloadInteractions } from "../shared/item-view/index.js";
import type { Api } from "./api.js";
import type { Database } from "./database.js";

function readAsDataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error("the picture could not be read"));
    reader.readAsDataURL(blob);
  });
}

/** The pictures inside the content itself, so that a unit not yet seen shows whole without a network. */
async function withPictures(content: BlockContent): Promise<BlockContent> {
  const assets = await Promise.all(
    Object.entries(content.assets).map(async ([path, address]): Promise<[string, string]> => {
      if (address.startsWith("data:")) return [path, address];
      try {
        const response = await fetch(address);
        return [path, response.ok ? await readAsDataAddress(await response.blob()) : address];
      } catch {
        // The browser may still get it later by its address.
        return [path, address];
      }
    }),
  );
  return { ...content, assets: Object.fromEntries(assets) };
}

/**
 * What a block shows, from the device where it is kept, else from the server; with pictures and the code of its interactions,
 * so that the rest of the block needs no network.
 */
export async function loadContent(database: Database, api: Api, blockId: string): Promise<BlockContent> {
  const { sittingId } = api;
  const kept = await database.get("contents", [sittingId, blockId]).catch(() => undefined);
  const content = kept ?? (await withPictures(await api.block(blockId)));
  await preloadInteractions(content.units.flatMap(({ items }) => items.map((item) => item.interaction.kind)));
  if (!kept) {
    // Not kept is not fatal: it is asked for again after a reload.
    await database.put("contents", { ...content, sittingId }).catch(() => undefined);
  }
  return content;
}
