import type { Interaction, Item, PlayerItem, PlayerUnit, Unit } from "./types.js";

/**
 * What the browser may see of an item. The key, the rubric, the metadata and everything that says how a response is
 * used (a scale's name, reversed statements) stay behind. The order in which the choices of an `order` interaction are
 * stored is not the key's: `checkScoring` refuses such an item.
 *
 * Properties are named one by one, so that one added to the schema later stays on the server until someone decides.
 */
export function toPlayerItem(item: Item): PlayerItem {
  return {
    id: item.id,
    unitId: item.unitId,
    stem: item.stem,
    interaction: withoutAnalysis(item.interaction),
  };
}

function withoutAnalysis(interaction: Interaction): Interaction {
  if (interaction.kind !== "likert") return interaction;
  return { kind: "likert", statements: interaction.statements, options: interaction.options };
}

/** What the browser may see of a unit. */
export function toPlayerUnit(unit: Unit): PlayerUnit {
  return {
    id: unit.id,
    title: unit.title,
    ...(unit.stimulus ? { stimulus: unit.stimulus } : {}),
    itemIds: unit.itemIds,
  };
}
