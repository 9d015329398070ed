import { Type } from "@sinclair/typebox";
import type { Incident } from "../contract/room.js";
import type { Starter } from "../starter.js";
import { notices } from "../sittings/notices.js";
import { event, type SocketEvent } from "../sockets/event.js";
import { makeRoomHub, type RoomHub } from "./room-hub.js";
import { sessionFor, sessionNotices, type SessionStatus } from "../sessions/sessions.service.js";
import { endSittingsOfSession } from "./commands.service.js";
import { roomRows, roomState } from "./room.service.js";
import { roomNotices } from "./tell.js";

const proctors = ["proctor", "admin"] as const;
const SessionId = Type.String({ maxLength: 60 });
const roomName = (sessionId: string): string => `room:${sessionId}`;

/** The rooms of this process; there while the server runs. */
let hub: RoomHub | null = null;

export const proctoringEvents: SocketEvent[] = [
  event(
    {
      namespace: "/staff",
      name: "room:join",
      allow: proctors,
      summary: "Watch a room: the whole of it now, then every change.",
      reads: SessionId,
    },
    async ({ body: sessionId, staff, socket }) => {
      await sessionFor(staff, sessionId);
      // Joined first, and the number taken before the rows are read: a change in between then shows as a gap.
      await socket.join(roomName(sessionId));
      const version = hub?.version(sessionId) ?? 0;
      return { state: await roomState(sessionId, version) };
    },
  ),
  event(
    {
      namespace: "/staff",
      name: "room:leave",
      allow: proctors,
      summary: "Stop watching a room.",
      reads: SessionId,
    },
    async ({ body: sessionId, socket }) => {
      await socket.leave(roomName(sessionId));
    },
  ),
];

/** How often watched rooms are looked at for what nobody announces: lost connections, idleness, another server's doings. */
const lookEveryMs = 5_000;

/** Sends the rooms to those who watch them. */
export const startProctoring: Starter = async ({ io, log }) => {
  const namespace = io.of("/staff");
  const rooms = makeRoomHub({
    isWatched: (sessionId) => (namespace.adapter.rooms.get(roomName(sessionId))?.size ?? 0) > 0,
    rows: roomRows,
    send: (change) => namespace.to(roomName(change.sessionId)).emit("room:change", change),
    failed: (error) => log.error({ err: error }, "sending a room"),
  });
  hub = rooms;
  const touch = ({ sessionId }: { sessionId: string }): void => rooms.touch(sessionId);
  const tell = (sessionId: string, incident: Incident): void => {
    namespace.to(roomName(sessionId)).emit("room:incident", sessionId, incident);
  };
  const closed = (sessionId: string, status: SessionStatus): void => {
    rooms.renew(sessionId);
    rooms.touch(sessionId);
    if (status !== "closed") return;
    endSittingsOfSession(sessionId).catch((error: unknown) => {
      log.error({ err: error }, "ending the sittings of a closed session");
    });
  };
  const planned = (sessionId: string): void => rooms.renew(sessionId);
  sessionNotices.on("status", closed);
  sessionNotices.on("planned", planned);
  notices.on("changed", touch);
  notices.on("seen", touch);
  roomNotices.on("incident", tell);
  const timer = setInterval(() => rooms.touchAll(), lookEveryMs);
  return async () => {
    clearInterval(timer);
    sessionNotices.off("status", closed);
    sessionNotices.off("planned", planned);
    notices.off("changed", touch);
    notices.off("seen", touch);
    roomNotices.off("incident", tell);
    hub = null;
    await rooms.stop();
  };
};
