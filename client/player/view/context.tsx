import { createContext, useContext, useSyncExternalStore } from "react";
import type { Language } from "../../../item-bank/types.js";
import type { Player } from "../player.js";
import type { PlayerState } from "../state.js";
import { playerWords, type PlayerSay } from "../words.js";

const PlayerContext = createContext<Player | null>(null);
export const PlayerProvider = PlayerContext.Provider;

interface PlayerView {
  player: Player;
  state: PlayerState;
  say: PlayerSay;
  language: Language;
}

/** The player and its state, drawn anew at every change. */
export function usePlayer(): PlayerView {
  const player = useContext(PlayerContext);
  if (!player) throw new Error("a view of the player stands outside of PlayerProvider");
  useSyncExternalStore(player.subscribe, player.snapshot);
  const { language } = player.state.display;
  return { player, state: player.state, say: playerWords[language], language };
}
