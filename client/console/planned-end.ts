import type { RoomSitting } from "../../server/contract/room.js";
import { remainingNow, type RoomView } from "./state.js";

/** What the planned end of a session means for those who sit in it. It ends nothing: the proctor decides. */

/** Seconds past the end are no news. */
const worthTellingMs = 30_000;

/** So long after its planned end a session is over or was planned anew elsewhere: the plan is history, and foretells nothing. */
const longPastMs = 12 * 3_600_000;

export const isLongPast = (untilEndMs: number): boolean => untilEndMs < -longPastMs;

/** Milliseconds until the planned end by the server's clock, below zero after it; null where none is planned. */
export function untilEndMs(view: RoomView, nowMs: number): number | null {
  if (!view.room?.endsAt) return null;
  return Date.parse(view.room.endsAt) - (nowMs + view.serverOffsetMs);
}

/**
 * By how much a sitting goes past the planned end if all the time it still has is used, in milliseconds; 0 where it does
 * not, has no limits, has not begun or is over, and where the end was half a day ago or longer.
 *
 * @param extraMs minutes that are about to be given.
 */
export function pastEndMs(view: RoomView, sitting: RoomSitting, nowMs: number, extraMs = 0): number {
  const untilEnd = untilEndMs(view, nowMs);
  const isUnderWay = ["waiting", "ready", "running", "paused"].includes(sitting.phase);
  if (untilEnd === null || !isUnderWay || isLongPast(untilEnd)) return 0;
  const toCome = (remainingNow(view, sitting, nowMs) ?? 0) + sitting.laterLimitMs;
  // Without any limit there is no time to add to, and nothing to foretell.
  if (toCome === 0) return 0;
  const past = toCome + extraMs - untilEnd;
  return past < worthTellingMs ? 0 : past;
}
