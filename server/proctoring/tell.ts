import { EventEmitter } from "node:events";
import type { Incident } from "../contract/room.js";

/** From the route that takes an incident to the sockets that show it. */
export const roomNotices = new EventEmitter<{ incident: [sessionId: string, incident: Incident] }>();

/** Tell everyone who watches the room. */
export function tellIncident(sessionId: string, incident: Incident): void {
  roomNotices.emit("incident", sessionId, incident);
}
