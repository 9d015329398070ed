import { Type } from "@sinclair/typebox";
import type { Server } from "socket.io";
import { event, type SocketConnection, type SocketEvent } from "../sockets/event.js";
import type { Starter } from "../starter.js";
import type { Caller } from "../caller.js";
import { notices } from "./notices.js";
import {
  closeOverdueBlocks,
  currentState,
  deviceArrived,
  notePosition,
  stateOf,
  type SittingRecord,
} from "./sittings.service.js";

/** Everyone who shows a sitting on the screen, and apart from them the device of one epoch. */
const roomOf = (sittingId: string): string => `sitting:${sittingId}`;

const PositionBody = Type.Object(
  { unitId: Type.String({ maxLength: 40 }), answeredCount: Type.Integer({ minimum: 0, maximum: 10_000 }) },
  { additionalProperties: false },
);

export const sittingsEvents: SocketEvent[] = [
  event(
    {
      namespace: "/sitting",
      name: "sitting:state",
      allow: "testTaker",
      summary: "The sitting's phase, blocks and times.",
    },
    async ({ testTaker }) => ({ state: await currentState(testTaker) }),
  ),
  event(
    {
      namespace: "/sitting",
      name: "sitting:position",
      allow: "testTaker",
      summary: "Which unit is on the screen; every ten seconds, for the room.",
      reads: PositionBody,
    },
    async ({ testTaker, body }) => notePosition(testTaker, body.unitId),
  ),
];

/** What is to be done when a socket that holds a sitting goes, or no longer holds it. */
const leaving = new Map<string, () => void>();

/**
 * A device comes. The one that holds the sitting joins its room and is told the state; a former one is told that the
 * sitting has moved, and stays connected, because it may still hand over the entries it has.
 */
export const sittingsConnections: SocketConnection[] = [
  {
    namespace: "/sitting",
    async connected({ socket, testTaker }) {
      const gone = await deviceArrived(testTaker);
      if (!gone) {
        socket.emit("sitting:moved");
        return;
      }
      leaving.set(socket.id, gone);
      // Joined before the state is read, so that no change falls in between.
      await socket.join(roomOf(testTaker.sittingId));
      socket.emit("sitting:state", await currentState(testTaker));
      return () => leave(socket.id);
    },
  },
];

function leave(socketId: string): void {
  leaving.get(socketId)?.();
  leaving.delete(socketId);
}

/** How often the server looks for blocks whose time is over, in milliseconds. */
const lookEveryMs = 1000;

/** Tells the devices what changes, and closes blocks whose time is over. */
export const startSittings: Starter = async ({ io, log }) => {
  const tell = (record: SittingRecord): void => {
    tellDevices(io, record).catch((error: unknown) =>
      log.error({ err: error }, "telling a device its state"),
    );
  };
  notices.on("changed", tell);
  let looking: Promise<void> | null = null;
  const timer = setInterval(() => {
    looking ??= closeOverdueBlocks()
      .catch((error: unknown) => log.error({ err: error }, "closing blocks whose time is over"))
      .finally(() => (looking = null));
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    notices.off("changed", tell);
    await looking;
  };
};

async function tellDevices(io: Server, record: SittingRecord): Promise<void> {
  const sockets = await io.of("/sitting").in(roomOf(record._id)).fetchSockets();
  if (sockets.length === 0) return;
  const state = await stateOf(record);
  for (const socket of sockets) {
    const { caller } = socket.data as { caller: Caller };
    if (caller.testTaker?.epoch === state.epoch) {
      socket.emit("sitting:state", state);
      continue;
    }
    socket.emit("sitting:moved");
    socket.leave(roomOf(record._id));
    leave(socket.id);
  }
}
