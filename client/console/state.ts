import type { RoomChange, RoomSitting, RoomState } from "../../server/contract/room.js";

/** What the proctor's screen knows of a room. */
export interface RoomView {
  /** The room as the server last told it; null until the first message. */
  room: RoomState | null;
  /** `performance.now()` when each sitting was last told, by test taker; remaining times count down from there. */
  toldAtMs: Record<string, number>;
  /** Milliseconds to add to `performance.now()` for the server's time since 1970. */
  serverOffsetMs: number;
  /** Test takers that the next command is for. */
  selected: ReadonlySet<string>;
  /** Whose history stands at the side, or null. */
  opened: string | null;
  /** Whether the connection to the server stands; what is shown may be old when it does not. */
  isConnected: boolean;
  /** A version was missed: the whole state must be asked for again. */
  isStale: boolean;
}

export function defaults(): RoomView {
  return {
    room: null,
    toldAtMs: {},
    serverOffsetMs: 0,
    selected: new Set(),
    opened: null,
    isConnected: false,
    isStale: false,
  };
}

/** The whole room replaces what was known. */
export function takeState(view: RoomView, room: RoomState, nowMs: number): RoomView {
  // An answer that was overtaken by a newer one says nothing new.
  if (view.room && view.room.sessionId === room.sessionId && room.version < view.room.version) return view;
  const known = new Set(room.sittings.map((sitting) => sitting.testTakerId));
  return {
    ...view,
    room,
    serverOffsetMs: Date.parse(room.serverTime) - nowMs,
    toldAtMs: Object.fromEntries(room.sittings.map((sitting) => [sitting.testTakerId, nowMs])),
    selected: new Set([...view.selected].filter((id) => known.has(id))),
    isStale: false,
  };
}

/** Merge the sittings that changed; a gap in the versions marks the view as stale. */
export function takeChange(view: RoomView, change: RoomChange, nowMs: number): RoomView {
  if (!view.room || change.sessionId !== view.room.sessionId || change.version <= view.room.version)
    return view;
  if (change.version !== view.room.version + 1) return { ...view, isStale: true };
  const changed = new Map(change.sittings.map((sitting) => [sitting.testTakerId, sitting]));
  const sittings = view.room.sittings.map((sitting) => changed.get(sitting.testTakerId) ?? sitting);
  for (const sitting of change.sittings) {
    if (!view.room.sittings.some((known) => known.testTakerId === sitting.testTakerId))
      sittings.push(sitting);
  }
  return {
    ...view,
    room: { ...view.room, version: change.version, serverTime: change.serverTime, sittings },
    toldAtMs: {
      ...view.toldAtMs,
      ...Object.fromEntries(change.sittings.map((sitting) => [sitting.testTakerId, nowMs])),
    },
  };
}

/**
 * The line is there or gone. A new line may lead to a server that was started again, or that stopped counting a room which
 * nobody watched: its numbers begin anew, and whatever it tells of the room first is taken.
 */
export function setConnected(view: RoomView, isConnected: boolean): RoomView {
  return { ...view, isConnected, room: view.room && isConnected ? { ...view.room, version: 0 } : view.room };
}

export function toggle(view: RoomView, testTakerId: string): RoomView {
  const selected = new Set(view.selected);
  if (!selected.delete(testTakerId)) selected.add(testTakerId);
  return { ...view, selected };
}

export function select(view: RoomView, testTakerIds: string[]): RoomView {
  return { ...view, selected: new Set(testTakerIds) };
}

export function openHistory(view: RoomView, testTakerId: string | null): RoomView {
  return { ...view, opened: testTakerId };
}

/** Milliseconds left now, never below zero; null without a limit and once the sitting is over. */
export function remainingNow(view: RoomView, sitting: RoomSitting, nowMs: number): number | null {
  if (sitting.remainingMs === null || sitting.phase === "submitted" || sitting.phase === "ended") return null;
  if (!sitting.isClockRunning) return Math.max(0, sitting.remainingMs);
  return Math.max(0, sitting.remainingMs - (nowMs - (view.toldAtMs[sitting.testTakerId] ?? nowMs)));
}

/** Those that need a hand first, each group by school number and name, so that seats do not jump about. */
export function inOrder(sittings: RoomSitting[]): RoomSitting[] {
  const collator = new Intl.Collator("vi", { numeric: true });
  const urgency = (sitting: RoomSitting) => (sitting.needs.length > 0 ? 0 : 1);
  return [...sittings].sort(
    (a, b) =>
      urgency(a) - urgency(b) ||
      collator.compare(a.schoolNumber, b.schoolNumber) ||
      collator.compare(a.name, b.name),
  );
}

/** How many sittings are in each phase, for the line of counts above the room. */
export function countPhases(sittings: RoomSitting[]): Record<RoomSitting["phase"], number> {
  const counts = { notStarted: 0, waiting: 0, ready: 0, running: 0, paused: 0, submitted: 0, ended: 0 };
  for (const sitting of sittings) counts[sitting.phase]++;
  return counts;
}
