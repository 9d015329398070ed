import { presentInteraction } from "../../item-bank/booklets/options.js";
import type { Interaction } from "../../item-bank/types.js";
import { itemsOfSitting, type StudyPackage } from "../studies/package.js";
import type { ShownOrder } from "./sittings.model.js";

/**
 * The order in which one test taker sees the choices of every item that shuffles them, drawn by the sitting's seed: by
 * item id, and by "item/gap" for the choices of a gap. Written down with the sitting, so that what was shown is known even
 * if the way of drawing changes one day.
 */
export function drawOptionOrders(pkg: StudyPackage, bookletId: string, seed: string): ShownOrder[] {
  return itemsOfSitting(pkg, bookletId).flatMap(({ item }) =>
    ordersOf(presentInteraction(item.interaction, seed, item.id), item.id),
  );
}

function ordersOf(shown: Interaction, itemId: string): ShownOrder[] {
  if (!("shuffle" in shown) || !shown.shuffle) return [];
  if (shown.kind === "inlineChoice") {
    return shown.gaps.map(({ id, choices }) => ({ item: `${itemId}/${id}`, ids: choices.map((c) => c.id) }));
  }
  return [{ item: itemId, ids: shown.choices.map(({ id }) => id) }];
}
