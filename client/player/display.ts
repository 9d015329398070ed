import * as act from "./actions.js";
import { keepChange, log } from "./journal.js";
import type { Player } from "./player.js";
import type { Display } from "./state.js";

/** How the screen is wanted, and what is opened over it and put away. */

export function setDisplay(player: Player, change: Partial<Display>): void {
  const before = player.state.display.language;
  player.change((state) => act.setDisplay(state, change));
  const { display } = player.state;
  if (player.link) player.link.api.language = display.language;
  if (display.language !== before) log(player, { kind: "language", value: display.language });
  void player.database?.put("device", { ...display }, "display").catch(() => undefined);
}

export const showHelp = (player: Player, isOpen: boolean): void =>
  player.change((state) => act.showHelp(state, isOpen));

export function dismissMessage(player: Player): void {
  player.change(act.dismissMessage);
  const { sitting, dismissedMessageId } = player.state;
  if (sitting) void keepChange(player, { dismissedMessageId });
}
