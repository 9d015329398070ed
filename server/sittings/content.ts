import type { BlockContent } from "../contract/sitting.js";
import { toPlayerItem, toPlayerUnit } from "../../item-bank/player-item.js";
import type { PlayerItem, Unit } from "../../item-bank/types.js";
import type { StudyPackage } from "../studies/package.js";
import { blockOf } from "./package-index.js";
import type { ShownOrder } from "./sittings.model.js";

/** What the player shows of a block: without keys, scoring rules, rubrics and metadata, which stay on the server. */
export function contentOf(pkg: StudyPackage, blockId: string, orders: readonly ShownOrder[]): BlockContent {
  const block = blockOf(pkg, blockId);
  const units = block.unitIds.flatMap((unitId) => {
    const unit = pkg.units[unitId];
    return unit ? [{ unit: toPlayerUnit(unit), items: itemsOf(pkg, unit) }] : [];
  });
  const shown = new Set(units.flatMap(({ items }) => items.map(({ id }) => id)));
  return {
    blockId,
    kind: block.kind,
    title: block.title,
    units,
    assets: Object.fromEntries(
      Object.entries(pkg.assets).filter(([name]) => block.unitIds.includes(name.split("/")[0] ?? "")),
    ),
    optionOrders: Object.fromEntries(
      orders.filter(({ item }) => shown.has(itemOfOrder(item))).map(({ item, ids }) => [item, ids]),
    ),
  };
}

/** An order is kept by item, or by item and gap as "RD103Q02/gap1". */
function itemOfOrder(key: string): string {
  return key.split("/")[0] ?? key;
}

function itemsOf(pkg: StudyPackage, unit: Unit): PlayerItem[] {
  return unit.itemIds.flatMap((itemId) => {
    const item = pkg.items[itemId];
    return item ? [toPlayerItem(item)] : [];
  });
}
