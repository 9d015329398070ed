import type { DifItem } from "../../../server/contract/comparisons.js";
import { inOrder, normal975, type Effect, type EffectScale, type EffectWords } from "./effects.js";
import type { PlotTable } from "./plot-table.js";

/** Bounds of the ETS classes on the delta scale (Zieky, 1993). */
export const deltaScale: EffectScale = { moderate: 1, large: 1.5, least: 2.2, decimals: 1 };

/** Bounds of Roussos and Stout (1996) for SIBTEST's beta, in shares of the highest score. */
export const betaScale: EffectScale = { moderate: 0.059, large: 0.088, least: 0.15, decimals: 2 };

/** The items with an effect on the delta scale. */
export function deltaEffects(items: readonly DifItem[]): Effect[] {
  return items.flatMap(({ itemId, delta, deltaSe, effectClass }) =>
    delta === null ? [] : [{ itemId, size: delta, se: deltaSe, effectClass }],
  );
}

/** The items with a SIBTEST: beta over the item's highest score, so that items of several points stand on one scale with the others. */
export function betaEffects(items: readonly DifItem[]): Effect[] {
  return items.flatMap(({ itemId, maxScore, sibtest }) =>
    typeof sibtest?.beta !== "number"
      ? []
      : [
          {
            itemId,
            size: sibtest.beta / maxScore,
            se: sibtest.se === null ? null : sibtest.se / maxScore,
            effectClass: sibtest.effectClass,
          },
        ],
  );
}

/** The effects with their intervals, the largest first. */
export function effectTable(effects: readonly Effect[], { effect }: EffectWords, classes: string): PlotTable {
  return {
    columns: ["item", effect, "SE", "95 % −", "95 % +", classes],
    rows: inOrder(effects).map(({ itemId, size, se, effectClass }) => [
      itemId,
      size,
      se,
      se === null ? null : size - normal975 * se,
      se === null ? null : size + normal975 * se,
      effectClass,
    ]),
  };
}
