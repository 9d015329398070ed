import type { BlockContent, SittingResponses, SittingState } from "../../server/contract/sitting.js";
import type { ResponseValue } from "../../item-bank/types.js";
import { unitOfItem } from "./select.js";
import type { Display, Person, PlayerState, Trouble } from "./state.js";

export function askForCode(state: PlayerState, trouble: Trouble | null = null): void {
  state.stage = "code";
  state.isBusy = false;
  state.isReturning = false;
  state.trouble = trouble;
  state.person = null;
  state.sitting = null;
  leaveBlock(state);
  state.responses = {};
  state.marked = new Set();
  state.hasMoved = false;
  state.isInOtherTab = false;
  state.timeOverBlockId = null;
  state.dismissedMessageId = null;
}

export function askIsThisYou(state: PlayerState, person: Person, isReturning: boolean): void {
  state.stage = "confirm";
  state.person = person;
  state.isReturning = isReturning;
  state.isBusy = false;
  state.trouble = null;
  if (!person.languages.includes(state.display.language)) {
    state.display.language = person.languages[0] ?? "vi";
  }
}

export function enter(state: PlayerState): void {
  state.stage = "in";
  state.isBusy = false;
  state.trouble = null;
}

export function waitFor(state: PlayerState): void {
  state.isBusy = true;
  state.trouble = null;
}

export function meetTrouble(state: PlayerState, trouble: Trouble | null): void {
  state.isBusy = false;
  state.trouble = trouble;
}

/**
 * Take the server's state; a newer `version` wins, and an older one that comes late changes nothing. A block with a limit
 * that is closed without the test taker's asking has run out of time.
 *
 * @returns whether the state was taken.
 */
export function takeSitting(state: PlayerState, sitting: SittingState): boolean {
  const before = state.sitting;
  if (before && before.sittingId === sitting.sittingId && sitting.version < before.version) return false;
  const wasRunning = before?.phase === "running" ? before.blocks[before.blockIndex] : undefined;
  const isNow = sitting.blocks.find((block) => block.blockId === wasRunning?.blockId);
  if (isNow?.state === "done" && isNow.timeLimitMs !== null && state.leavingBlockId !== isNow.blockId) {
    state.timeOverBlockId = isNow.blockId;
  }
  if (isNow?.state === "running" && (isNow.remainingMs ?? 0) > 0 && state.timeOverBlockId === isNow.blockId) {
    // Minutes were added after the time had run out.
    state.timeOverBlockId = null;
  }
  state.sitting = sitting;
  const open = sitting.blocks[sitting.blockIndex];
  if (state.content && (open?.blockId !== state.content.blockId || open.state !== "running"))
    leaveBlock(state);
  return true;
}

export function leaveBlock(state: PlayerState): void {
  state.content = null;
  state.unitIndex = 0;
  state.seenUnits = new Set();
  state.view = "items";
}

export function openBlock(
  state: PlayerState,
  content: BlockContent,
  unitIndex: number,
  seen: string[],
): void {
  state.content = content;
  state.seenUnits = new Set(seen);
  state.view = "items";
  state.trouble = null;
  showUnit(state, unitIndex);
}

export function showUnit(state: PlayerState, unitIndex: number): void {
  const units = state.content?.units ?? [];
  state.unitIndex = Math.max(0, Math.min(units.length - 1, unitIndex));
  state.leavingBlockId = null;
  state.view = "items";
  const shown = units[state.unitIndex];
  if (shown) state.seenUnits.add(shown.unit.id);
}

export function showReview(state: PlayerState): void {
  state.view = "review";
  state.trouble = null;
}

export function askToClose(state: PlayerState, blockId: string): void {
  state.leavingBlockId = blockId;
}

export function takeResponses(state: PlayerState, kept: SittingResponses): void {
  state.responses = { ...kept.responses };
  state.marked = new Set(kept.marked);
}

export function answer(state: PlayerState, itemId: string, value: ResponseValue): void {
  if (value === null) delete state.responses[itemId];
  else state.responses[itemId] = value;
}

export function mark(state: PlayerState, itemId: string, isMarked: boolean): void {
  if (isMarked) state.marked.add(itemId);
  else state.marked.delete(itemId);
}

export function endTime(state: PlayerState): void {
  const open = state.sitting?.blocks[state.sitting.blockIndex];
  if (open?.state === "running") state.timeOverBlockId = open.blockId;
}

export function goOnAfterTime(state: PlayerState): void {
  state.timeOverBlockId = null;
}

export function moveAway(state: PlayerState): void {
  state.hasMoved = true;
}

export function giveToOtherTab(state: PlayerState): void {
  state.isInOtherTab = true;
}

export function dismissMessage(state: PlayerState): void {
  state.dismissedMessageId = state.sitting?.message?.id ?? null;
}

export function setDisplay(state: PlayerState, change: Partial<Display>): void {
  state.display = { ...state.display, ...change };
}

export function showHelp(state: PlayerState, isOpen: boolean): void {
  state.isHelpOpen = isOpen;
}

/** The unit with this item comes onto the screen; an item of another block changes nothing. */
export function showItem(state: PlayerState, itemId: string): void {
  const index = unitOfItem(state.content, itemId);
  if (index >= 0) showUnit(state, index);
}
