import type { ResponseValue } from "../../item-bank/types.js";
import * as act from "./actions.js";
import { normalised } from "./entry-values.js";
import { logAnswer } from "./journal.js";
import type { Player } from "./player.js";
import { mayAnswer } from "./select.js";

/** Answering an item, and marking it for review. */

export function answer(player: Player, itemId: string, value: ResponseValue): void {
  if (!mayAnswer(player.state)) return;
  const item = player.state.content?.units.flatMap(({ items }) => items).find(({ id }) => id === itemId);
  const isTyped = ["extendedText", "textEntry", "slider"].includes(item?.interaction.kind ?? "");
  player.change((state) => act.answer(state, itemId, value));
  logAnswer(player, itemId, { kind: "response", itemId, value: normalised(value) }, isTyped);
}

export function mark(player: Player, itemId: string, isMarked: boolean): void {
  if (!mayAnswer(player.state)) return;
  player.change((state) => act.mark(state, itemId, isMarked));
  logAnswer(player, itemId, { kind: "mark", itemId, value: isMarked }, false);
}
