import { isCompleteResponse, isEmptyResponse } from "../../item-bank/interactions/empty.js";
import type { PlayerItem } from "../../item-bank/types.js";
import type { BlockContent, SittingBlock } from "../../server/contract/sitting.js";
import { partCount } from "../shared/item-view/interaction-view.js";
import type { PlayerState, Saving } from "./state.js";

export type Screen =
  | "opening"
  | "otherTab"
  | "moved"
  | "code"
  | "confirm"
  | "waiting"
  | "paused"
  | "ended"
  | "submitted"
  | "timeOver"
  | "blockStart"
  | "handIn"
  | "loading"
  | "block"
  | "review";

/** The one screen that this state shows. */
export function screenOf(state: PlayerState): Screen {
  if (state.stage === "opening") return "opening";
  if (state.stage === "code") return "code";
  if (state.isInOtherTab) return "otherTab";
  if (state.hasMoved) return "moved";
  if (state.stage === "confirm") return "confirm";
  const { sitting } = state;
  if (!sitting) return "opening";
  switch (sitting.phase) {
    case "waiting":
    case "paused":
    case "submitted":
    case "ended":
      return sitting.phase;
    case "ready":
      if (state.timeOverBlockId) return "timeOver";
      return sitting.blockIndex >= sitting.blocks.length ? "handIn" : "blockStart";
    case "running":
      if (state.timeOverBlockId) return "timeOver";
      return state.content ? (state.view === "review" ? "review" : "block") : "loading";
  }
}

/** The block under way or next, or null when all are done. */
export const currentBlock = (state: PlayerState): SittingBlock | null =>
  state.sitting?.blocks[state.sitting.blockIndex] ?? null;

/** Whether answers are taken now: the running block is on the screen and nothing stands in its way. */
export function mayAnswer(state: PlayerState): boolean {
  const screen = screenOf(state);
  return (screen === "block" || screen === "review") && !state.isBusy;
}

export type Answered = "none" | "part" | "all";

/** Whether an item has no response, one for some of its parts, or a full one. */
export function answeredOf(item: PlayerItem, state: PlayerState): Answered {
  const value = state.responses[item.id] ?? null;
  if (isEmptyResponse(value)) return "none";
  return isCompleteResponse(value, partCount(item.interaction)) ? "all" : "part";
}

/** An item's place in its block: its number as the test taker reads it, and the unit it is in. */
export interface PlacedItem {
  item: PlayerItem;
  number: number;
  unitIndex: number;
}

/** The items of the block in order, numbered from 1 through the whole block. */
export function placedItems(content: BlockContent): PlacedItem[] {
  let number = 0;
  return content.units.flatMap(({ items }, unitIndex) =>
    items.map((item) => ({ item, number: ++number, unitIndex })),
  );
}

export interface UnitMark {
  unitIndex: number;
  title: BlockContent["units"][number]["unit"]["title"];
  /** Numbers of the first and the last of its items. */
  first: number;
  last: number;
  answered: Answered;
  isMarked: boolean;
  isSeen: boolean;
}

/** One mark per unit, for the bar at the bottom. A unit counts as answered when every one of its items is. */
export function unitMarks(content: BlockContent, state: PlayerState): UnitMark[] {
  const placed = placedItems(content);
  return content.units.map(({ unit }, unitIndex) => {
    const items = placed.filter((each) => each.unitIndex === unitIndex);
    const answers = items.map(({ item }) => answeredOf(item, state));
    return {
      unitIndex,
      title: unit.title,
      first: items[0]?.number ?? 0,
      last: items[items.length - 1]?.number ?? 0,
      answered: answers.every((each) => each === "all")
        ? "all"
        : answers.every((each) => each === "none")
          ? "none"
          : "part",
      isMarked: items.some(({ item }) => state.marked.has(item.id)),
      isSeen: state.seenUnits.has(unit.id),
    };
  });
}

/** Index of the unit with this item, or -1. */
export const unitOfItem = (content: BlockContent | null, itemId: string): number =>
  content?.units.findIndex(({ items }) => items.some((item) => item.id === itemId)) ?? -1;

/** How many items of the open block have a response, for the room. */
export const answeredCount = (state: PlayerState): number =>
  state.content
    ? placedItems(state.content).filter(({ item }) => answeredOf(item, state) !== "none").length
    : 0;

/** The unit's assets by file name, out of the block's by "UNIT/file". */
export function assetsOfUnit(content: BlockContent, unitId: string): Record<string, string> {
  const start = `${unitId}/`;
  return Object.fromEntries(
    Object.entries(content.assets)
      .filter(([path]) => path.startsWith(start))
      .map(([path, address]) => [path.slice(start.length), address]),
  );
}

export type SavingWord =
  "saved" | "onDevice" | "storing" | "offline" | "serverStuck" | "storageFailed" | "refused";

/** Which words say where the answers are; the first that holds, the most serious first. */
export function savingWord(saving: Saving): SavingWord {
  if (saving.hasStorageFailed) return "storageFailed";
  if (saving.isRefused) return "refused";
  if (!saving.isOnline) return "offline";
  if (saving.isServerStuck) return "serverStuck";
  if (!saving.isStored) return "storing";
  return saving.unsentCount > 0 ? "onDevice" : "saved";
}
