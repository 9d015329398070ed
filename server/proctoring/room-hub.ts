import type { RoomChange, RoomSitting } from "../contract/room.js";

/**
 * The rooms that are being watched: gathers what happens within a moment into one change, sends only the rows that
 * differ from what was sent before, and counts the changes so that a watcher who missed one notices.
 */
export interface RoomHub {
  /** The number of the last change; a whole state taken now goes with it. */
  version: (sessionId: string) => number;
  /** Something happened in the room; it is sent within `gatherMs` if somebody watches. */
  touch: (sessionId: string) => void;
  /** Something changed that a change does not carry (the plan, the status): whoever watches asks for the whole room. */
  renew: (sessionId: string) => void;
  /** Look at every watched room: time passes, connections are lost without a word. */
  touchAll: () => void;
  stop: () => Promise<void>;
}

interface Parts {
  isWatched: (sessionId: string) => boolean;
  rows: (sessionId: string, nowMs: number) => Promise<RoomSitting[]>;
  send: (change: RoomChange) => void;
  failed: (error: unknown) => void;
  gatherMs?: number;
}

interface Room {
  version: number;
  sent: Map<string, string>;
  timer: NodeJS.Timeout | null;
  isTouchedAgain: boolean;
  sending: Promise<void> | null;
}

/** A hub for one server process. */
export function makeRoomHub(parts: Parts): RoomHub {
  const { gatherMs = 300 } = parts;
  const rooms = new Map<string, Room>();

  function roomOf(sessionId: string): Room {
    let room = rooms.get(sessionId);
    if (!room) {
      room = { version: 1, sent: new Map(), timer: null, isTouchedAgain: false, sending: null };
      rooms.set(sessionId, room);
    }
    return room;
  }

  async function send(sessionId: string, room: Room): Promise<void> {
    const nowMs = Date.now();
    const rows = await parts.rows(sessionId, nowMs);
    const changed = rows.filter((row) => room.sent.get(row.testTakerId) !== fingerprint(row, nowMs));
    if (changed.length === 0) return;
    for (const row of changed) room.sent.set(row.testTakerId, fingerprint(row, nowMs));
    room.version += 1;
    const serverTime = new Date(nowMs).toISOString();
    parts.send({ sessionId, version: room.version, serverTime, sittings: changed });
  }

  function touch(sessionId: string): void {
    if (!parts.isWatched(sessionId)) return;
    const room = roomOf(sessionId);
    if (room.sending) room.isTouchedAgain = true;
    if (room.timer || room.sending) return;
    room.timer = setTimeout(() => {
      room.timer = null;
      room.sending = send(sessionId, room)
        .catch(parts.failed)
        .finally(() => {
          room.sending = null;
          if (room.isTouchedAgain) {
            room.isTouchedAgain = false;
            touch(sessionId);
          }
        });
    }, gatherMs);
  }

  return {
    version: (sessionId) => roomOf(sessionId).version,
    touch,
    renew(sessionId) {
      if (!parts.isWatched(sessionId)) return;
      const room = roomOf(sessionId);
      // A number left out is what a watcher takes for a missed change.
      room.version += 2;
      const serverTime = new Date().toISOString();
      parts.send({ sessionId, version: room.version, serverTime, sittings: [] });
    },
    touchAll() {
      for (const sessionId of rooms.keys()) {
        if (parts.isWatched(sessionId)) touch(sessionId);
        else rooms.delete(sessionId);
      }
    },
    async stop() {
      const rest = [...rooms.values()];
      rooms.clear();
      for (const { timer } of rest) if (timer) clearTimeout(timer);
      await Promise.all(rest.flatMap(({ sending }) => sending ?? []));
    },
  };
}

/** Time left changes all the time; the moment at which it will be over does not, as long as nobody changes it. */
function fingerprint({ remainingMs, ...row }: RoomSitting, nowMs: number): string {
  const time =
    row.isClockRunning && remainingMs !== null ? Math.round((nowMs + remainingMs) / 1000) : remainingMs;
  return JSON.stringify([row, time]);
}
