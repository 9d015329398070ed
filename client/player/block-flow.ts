import type { SittingState } from "../../server/contract/sitting.js";
import * as act from "./actions.js";
import { Refusal, troubleOf, type Api } from "./api.js";
import { loadContent } from "./content.js";
import { keepChange } from "./journal.js";
import { moveAway, tidyUp } from "./leaving.js";
import { logLeave, logVisit } from "./moving.js";
import type { Player } from "./player.js";
import { setOnline } from "./saving.js";
import { currentBlock, unitOfItem } from "./select.js";

/** The sitting from block to block, as the server says that it stands. */

/** How soon a step that the network prevented is tried again. */
const retryMs = 3_000;
/** Longer waits overflow the timer; the state is asked for long before. */
const waitMsMax = 86_400_000;

/** The server's word on the sitting: what is running, how much time is left, whether it is over. */
export function takeState(player: Player, sitting: SittingState): void {
  const { epoch } = player.state.sitting ?? sitting;
  if (sitting.epoch !== epoch) return moveAway(player);
  let wasTaken = false;
  player.change((state) => {
    wasTaken = act.takeSitting(state, sitting);
  });
  if (!wasTaken) return;
  const { phase } = sitting;
  const block = currentBlock(player.state);
  player.clock.set(block?.remainingMs ?? null, phase === "running" && (block?.isClockRunning ?? false));
  awaitTimeUp(player);
  void keepChange(player, { state: sitting, stateAt: Date.now() });
  if (phase === "running" && !player.state.content && !player.state.timeOverBlockId) void loadBlock(player);
  if (phase === "submitted" || phase === "ended") void tidyUp(player);
}

export async function startBlock(player: Player): Promise<void> {
  const block = currentBlock(player.state);
  if (block) await step(player, (api) => api.startBlock(block.blockId));
}

/** Close the block for good, once the server has every answer. */
export async function finishBlock(player: Player): Promise<void> {
  const block = currentBlock(player.state);
  if (!block) return;
  player.change((state) => act.askToClose(state, block.blockId));
  await step(player, (api) => api.finishBlock(block.blockId), true);
}

export async function submit(player: Player): Promise<void> {
  const { link } = player;
  const epoch = player.state.sitting?.epoch ?? 0;
  await step(player, (api) => api.submit({ epoch, lastSequence: link?.outbox.lastSequence ?? -1 }), true);
}

export function goOnAfterTime(player: Player): void {
  player.change(act.goOnAfterTime);
  if (player.state.sitting) takeState(player, player.state.sitting);
}

/** A step of the sitting that the server decides; `needsAll` where it must have every answer first. */
async function step(
  player: Player,
  ask: (api: Api) => Promise<SittingState>,
  needsAll = false,
): Promise<void> {
  const { link } = player;
  if (!link || player.state.isBusy) return;
  logLeave(player);
  player.change(act.waitFor);
  try {
    if (needsAll) await link.sync.flush();
    const sitting = await ask(link.api);
    setOnline(player, true);
    player.change((state) => act.meetTrouble(state, null));
    takeState(player, sitting);
  } catch (problem) {
    if (problem instanceof Refusal) link.meet(problem);
    player.change((state) => act.meetTrouble(state, troubleOf(problem)));
    // The server may be ahead of this screen: then its state tells more than the refusal.
    if (problem instanceof Refusal && !problem.isPassing) await link.askState();
  }
}

async function loadBlock(player: Player): Promise<void> {
  const block = currentBlock(player.state);
  const { link, database } = player;
  if (!block || !link || !database || player.isLoading) return;
  player.isLoading = true;
  try {
    const content = await loadContent(database, link.api, block.blockId);
    if (currentBlock(player.state)?.blockId !== block.blockId) return;
    const kept = await database.get("sittings", link.api.sittingId);
    const isSame = kept?.blockId === block.blockId;
    const { startItemId } = player;
    const start = startItemId === null ? 0 : Math.max(0, unitOfItem(content, startItemId));
    player.change((state) =>
      act.openBlock(state, content, isSame ? kept.unitIndex : start, isSame ? kept.seenUnits : []),
    );
    logVisit(player);
  } catch (problem) {
    if (problem instanceof Refusal) link.meet(problem);
    player.change((state) => act.meetTrouble(state, troubleOf(problem)));
    setTimeout(() => player.state.sitting && takeState(player, player.state.sitting), retryMs);
  } finally {
    player.isLoading = false;
  }
}

function awaitTimeUp(player: Player): void {
  clearTimeout(player.timeUp);
  const left = player.clock.left();
  if (left === null || !player.clock.isTicking) return;
  player.timeUp = setTimeout(() => void endTime(player), Math.min(left, waitMsMax));
}

/** The clock has run out: what was answered is sent, and the server asked to close the block, until it has. */
async function endTime(player: Player): Promise<void> {
  if (player.state.sitting?.phase !== "running") return;
  if ((player.clock.left() ?? 1) > 0) return awaitTimeUp(player);
  const block = currentBlock(player.state);
  logLeave(player);
  player.change(act.endTime);
  await player.link?.sync.flush().catch(() => undefined);
  try {
    if (block && player.link) takeState(player, await player.link.api.finishBlock(block.blockId));
  } catch {
    await player.link?.askState();
  }
  if (player.state.sitting.phase === "running" && currentBlock(player.state)?.blockId === block?.blockId) {
    clearTimeout(player.timeUp);
    player.timeUp = setTimeout(() => void endTime(player), retryMs);
  }
}
