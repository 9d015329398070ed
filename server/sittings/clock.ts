/**
 * The time of one block, kept by the server. A limit is used up only while the clock runs: a pause stops it, and every
 * change of it (extra minutes, a credit for a change of computer) is a grant that the sitting's log explains.
 * All times are milliseconds; `…AtMs` are milliseconds since 1970 by the server's clock.
 */
export interface BlockClock {
  /** Null for no limit. */
  limitMs: number | null;
  /** Minutes added or taken away by the proctor, and credits. */
  grantedMs: number;
  /** Used up before the clock last started. */
  usedMs: number;
  /** When the clock last started; null while it stands. */
  runningSinceMs: number | null;
}

/** A clock that has not started. */
export function newClock(limitMs: number | null): BlockClock {
  return { limitMs, grantedMs: 0, usedMs: 0, runningSinceMs: null };
}

/** How long the block has been worked on until `nowMs`; a server clock set back gives no negative time. */
export function usedMs(clock: BlockClock, nowMs: number): number {
  return clock.usedMs + (clock.runningSinceMs === null ? 0 : Math.max(0, nowMs - clock.runningSinceMs));
}

/** What is left, never below 0; null without a limit. */
export function remainingMs(clock: BlockClock, nowMs: number): number | null {
  if (clock.limitMs === null) return null;
  return Math.max(0, clock.limitMs + clock.grantedMs - usedMs(clock, nowMs));
}

/** When the time will be over if nothing changes; null while the clock stands or without a limit. */
export function deadlineMs(clock: BlockClock): number | null {
  if (clock.limitMs === null || clock.runningSinceMs === null) return null;
  return clock.runningSinceMs + Math.max(0, clock.limitMs + clock.grantedMs - clock.usedMs);
}

/** The clock running from now; one that runs already is left as it is. */
export function started(clock: BlockClock, nowMs: number): BlockClock {
  return clock.runningSinceMs === null ? { ...clock, runningSinceMs: nowMs } : clock;
}

/** The clock standing; what was used until now is kept. */
export function stopped(clock: BlockClock, nowMs: number): BlockClock {
  return { ...clock, usedMs: usedMs(clock, nowMs), runningSinceMs: null };
}

/** The clock with more time, or with less: never less than what is used up already. */
export function granted(clock: BlockClock, ms: number, nowMs: number): BlockClock {
  if (clock.limitMs === null) return clock;
  const left = remainingMs(clock, nowMs) ?? 0;
  return { ...clock, grantedMs: clock.grantedMs + Math.max(ms, -left) };
}
