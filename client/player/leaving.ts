import * as act from "./actions.js";
import { forgetSitting, ofSitting } from "./database.js";
import type { Player } from "./player.js";

/** The ways in which this tab and a sitting part: at its end, to another tab or computer, or to another code. */

/** Says, for this tab's life, that the person was asked "is this you?": a reload goes on without asking again. */
const confirmedKey = "khao-confirmed";

export const keepConfirmed = (sittingId: string): void => sessionStorage.setItem(confirmedKey, sittingId);
export const isConfirmed = (sittingId: string): boolean => sessionStorage.getItem(confirmedKey) === sittingId;

/** "No, this is not me": back to an empty code page. */
export function reject(player: Player): void {
  player.pending = null;
  sessionStorage.removeItem(confirmedKey);
  player.change((state) => {
    act.askForCode(state);
    state.code = "";
  });
}

/** After the end: make the computer ready for the next person. What is unsent stays until it is sent. */
export async function leave(player: Player): Promise<void> {
  const { link, database } = player;
  const sittingId = player.state.sitting?.sittingId ?? player.pending?.sittingId;
  await link?.outbox.close();
  await link?.sync.flush().catch(() => undefined);
  await link?.outbox.forgetAnswers();
  link?.close();
  player.link = null;
  if (sittingId && database) await forgetSitting(database, sittingId).catch(() => undefined);
  reject(player);
}

/** The server does not take the token any more: the code has to be typed again. */
export function needLogin(player: Player): void {
  player.link?.close();
  player.link = null;
  sessionStorage.removeItem(confirmedKey);
  player.change((state) => act.askForCode(state, { code: "log-in-again", message: "" }));
}

/** The sitting goes on at another computer. */
export function moveAway(player: Player): void {
  clearTimeout(player.timeUp);
  player.change(act.moveAway);
}

/** Another tab asked for the sitting: finish writing, stop sending, and say so. */
export async function letGo(player: Player): Promise<void> {
  player.change(act.giveToOtherTab);
  clearTimeout(player.timeUp);
  await player.link?.outbox.close();
  player.link?.close();
}

/**
 * Over and everything acknowledged: nothing of it stays on this computer. What the proctor ended may be opened again: its
 * items go, and come anew from the server then; who sat and what was answered stays until this screen is left.
 */
export async function tidyUp(player: Player): Promise<void> {
  const { link, database } = player;
  if (!link || !database) return;
  await link.sync.flush().catch(() => undefined);
  if (link.outbox.unsentCount > 0) return;
  const { sittingId } = link.api;
  const phase = player.state.sitting?.phase;
  if (phase === "submitted") {
    await link.outbox.forgetAnswers();
    await forgetSitting(database, sittingId).catch(() => undefined);
  }
  if (phase === "ended") {
    player.change(act.leaveBlock);
    await database.delete("contents", ofSitting(sittingId)).catch(() => undefined);
  }
}
