/**
 * Who is there: the connections of this process, and the last sign of life of each sitting. It is nobody's record: what
 * must survive a restart is in the sitting and its entries.
 */
interface Presence {
  connectionCount: number;
  lastSeenAtMs: number;
  unitId: string | null;
}

const presences = new Map<string, Presence>();

/** After so long without a socket or a request a test taker counts as away. */
const awayAfterMs = 25_000;

function presenceOf(sittingId: string): Presence {
  let presence = presences.get(sittingId);
  if (!presence) {
    presence = { connectionCount: 0, lastSeenAtMs: 0, unitId: null };
    presences.set(sittingId, presence);
  }
  return presence;
}

/** A sign of life: a request, a batch of entries, a position. */
export function seen(sittingId: string, nowMs: number, unitId?: string): void {
  const presence = presenceOf(sittingId);
  presence.lastSeenAtMs = nowMs;
  if (unitId !== undefined) presence.unitId = unitId;
}

/** A socket of the device that holds the sitting came; the function that is given back is for when it goes. */
export function arrived(sittingId: string, nowMs: number): () => void {
  const presence = presenceOf(sittingId);
  presence.connectionCount += 1;
  presence.lastSeenAtMs = nowMs;
  let isHere = true;
  return () => {
    if (!isHere) return;
    isHere = false;
    presence.connectionCount -= 1;
  };
}

/** Whether the test taker can be reached: by a socket, or has asked something just now. */
export function isConnected(sittingId: string, nowMs: number): boolean {
  const presence = presences.get(sittingId);
  if (!presence) return false;
  return presence.connectionCount > 0 || nowMs - presence.lastSeenAtMs < awayAfterMs;
}

/**
 * The last thing heard since this process started; null for nothing. An open socket alone is no sign of life: that of a
 * computer without power stays open until its heartbeat is missed.
 */
export function lastSeenAtMs(sittingId: string): number | null {
  return presences.get(sittingId)?.lastSeenAtMs || null;
}

/** The unit that the test taker was last said to be at, or null. */
export function unitOf(sittingId: string): string | null {
  return presences.get(sittingId)?.unitId ?? null;
}
