import * as act from "./actions.js";
import { keepChange, log } from "./journal.js";
import type { Player } from "./player.js";
import { mayAnswer, unitOfItem } from "./select.js";

/** From unit to unit within a block, and to its review page. */

export function goTo(player: Player, unitIndex: number): void {
  if (!mayAnswer(player.state)) return;
  logLeave(player);
  player.change((state) => act.showUnit(state, unitIndex));
  logVisit(player);
}

export function goToItem(player: Player, itemId: string): void {
  goTo(player, unitOfItem(player.state.content, itemId));
}

export function showReview(player: Player): void {
  if (!mayAnswer(player.state)) return;
  logLeave(player);
  player.change(act.showReview);
}

/** The unit on the screen is there from now on; a reload comes back to it. */
export function logVisit(player: Player): void {
  const { content, unitIndex, seenUnits } = player.state;
  const shown = content?.units[unitIndex];
  if (!content || !shown) return;
  log(player, { kind: "visit", itemId: shown.items[0]?.id ?? "", value: shown.unit.id });
  void keepChange(player, { blockId: content.blockId, unitIndex, seenUnits: [...seenUnits] });
}

export function logLeave(player: Player): void {
  const { content, unitIndex, view } = player.state;
  const shown = content?.units[unitIndex];
  if (shown && view === "items")
    log(player, { kind: "leave", itemId: shown.items[0]?.id ?? "", value: shown.unit.id });
}
