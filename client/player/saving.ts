import { log } from "./journal.js";
import type { Player } from "./player.js";
import type { Saving } from "./state.js";

/** Where the answers are and whether they can be sent, kept in the state for the words of the top bar. */

type Fact = "isOnline" | "isServerStuck" | "isRefused" | "mayReload";

/** @returns whether this is news. */
function setFact(player: Player, fact: Fact, holds: boolean): boolean {
  const isNews = player.state.saving[fact] !== holds;
  if (isNews) player.change(({ saving }) => (saving[fact] = holds));
  return isNews;
}

export const setStuck = (player: Player, isStuck: boolean) => setFact(player, "isServerStuck", isStuck);
export const setRefused = (player: Player, isRefused: boolean) => setFact(player, "isRefused", isRefused);
/** A reload needs no network from now on. */
export const setMayReload = (player: Player) => setFact(player, "mayReload", true);

/** The network or the server came or went. */
export function setOnline(player: Player, isOnline: boolean): void {
  if (!setFact(player, "isOnline", isOnline)) return;
  log(player, { kind: "connection", value: isOnline ? "back" : "lost" });
  if (isOnline) player.link?.sync.nudge(0, true);
}

/** Read from the outbox what is stored here and what is still to be sent. */
export function readSaving(player: Player): void {
  const outbox = player.link?.outbox;
  if (!outbox) return;
  const { isStored, hasStorageFailed, unsentCount } = outbox;
  player.change(({ saving }) =>
    Object.assign(saving, { isStored, hasStorageFailed, unsentCount } satisfies Partial<Saving>),
  );
}
