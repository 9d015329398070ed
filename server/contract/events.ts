import type { Incident, RoomChange, RoomState } from "./room.js";
import type { RunRow } from "./research.js";
import type { SaveEntriesAnswer, SaveEntriesBody, SittingState } from "./sitting.js";

/** Every acknowledgement says either what was asked for or which problem was met. */
export type Answer<T> = ({ ok: true } & T) | { ok: false; code: string; message: string };
export type Ack<T> = (answer: Answer<T>) => void;

/**
 * Socket namespace `/sitting`, path /socket.io: `auth: { token }` is the test taker's token. A device whose sitting
 * has moved to another one is told `sitting:moved`; its unsent entries are still taken by HTTP.
 */
export interface PlayerToServer {
  "entries:save": (body: SaveEntriesBody, ack: Ack<SaveEntriesAnswer>) => void;
  "sitting:state": (ack: Ack<{ state: SittingState }>) => void;
  /** Every 10 seconds while the page is visible: where the test taker is, for the room. */
  "sitting:position": (body: { unitId: string; answeredCount: number }, ack: Ack<object>) => void;
}
export interface ServerToPlayer {
  "sitting:state": (state: SittingState) => void;
  "sitting:moved": () => void;
}

/** Socket namespace `/staff`: `auth: { token }` is a staff access token. */
export interface StaffToServer {
  "room:join": (sessionId: string, ack: Ack<{ state: RoomState }>) => void;
  "room:leave": (sessionId: string) => void;
  "runs:join": (studyId: string, ack: Ack<{ runs: RunRow[] }>) => void;
}
export interface ServerToStaff {
  "room:change": (change: RoomChange) => void;
  "room:incident": (sessionId: string, incident: Incident) => void;
  "run:progress": (studyId: string, run: RunRow) => void;
}
