import type { ClassicalRow } from "../../../server/contract/classical.js";
import type { PlotTable } from "./plot-table.js";
import { drawScatter, type ScatterPoint } from "./scatter.js";

interface ItemMapWords {
  proportion: string;
  itemRest: string;
}

/** Item-rest correlations below this are commonly looked into; such items are marked and named. */
const itemRestMin = 0.2;

/** Proportion correct against item-rest correlation: weak items stand at the bottom. */
export function drawItemMap(items: ClassicalRow[], width: number, words: ItemMapWords) {
  const points = items.flatMap(({ itemId, proportionCorrect, itemRest }): ScatterPoint[] =>
    proportionCorrect === null || itemRest === null
      ? []
      : [{ name: itemId, x: proportionCorrect, y: itemRest, isMarked: itemRest < itemRestMin }],
  );
  return drawScatter(points, width, {
    x: { label: words.proportion, least: { low: 0, high: 1 } },
    y: { label: words.itemRest, least: { low: 0, high: 0.5 } },
    bounds: [itemRestMin],
  });
}

export function itemMapTable(items: ClassicalRow[], words: ItemMapWords): PlotTable {
  return {
    columns: ["item", words.proportion, words.itemRest],
    rows: items.map((item) => [item.itemId, item.proportionCorrect, item.itemRest]),
  };
}
