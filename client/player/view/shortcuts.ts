import { useEffect } from "react";
import { showHelp } from "../display.js";
import { goTo, showReview } from "../moving.js";
import type { Player } from "../player.js";
import { screenOf } from "../select.js";

/**
 * Keys that work on the screens of a block. They take Alt and the letter's place on the keyboard, and never act while
 * a Vietnamese keyboard is composing a letter.
 */
export function useShortcuts(player: Player): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing || event.keyCode === 229)
        return;
      const { state } = player;
      const { unitIndex } = state;
      const isLast = unitIndex === (state.content?.units.length ?? 0) - 1;
      const inBlock = screenOf(state) === "block";
      const acts: Record<string, (() => void) | undefined> = {
        KeyN: inBlock ? () => (isLast ? showReview(player) : goTo(player, unitIndex + 1)) : undefined,
        KeyP: inBlock ? () => goTo(player, unitIndex - 1) : undefined,
        KeyR: inBlock ? () => showReview(player) : undefined,
        KeyK: () => showHelp(player, true),
      };
      const act = acts[event.code];
      if (!act || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [player]);
}
