import type { Static, TSchema } from "@sinclair/typebox";
import type { Server, Socket } from "socket.io";
import type { Language } from "../contract/common.js";
import { Problem } from "../problem.js";
import type { Allow, Caller, StaffCaller, TestTakerCaller } from "../caller.js";

/** The two doors for sockets: the player's and the staff's. */
export type NamespaceName = "/sitting" | "/staff";

/** A socket event is data like a route: it names who may send it and what it reads. */
export interface SocketEvent {
  namespace: NamespaceName;
  name: string;
  allow: Allow;
  summary: string;
  reads?: TSchema;
  handle: (call: EventCall<unknown>) => Promise<object | void>;
}

/** One event, read and checked. */
export interface EventCall<Body> {
  body: Body;
  language: Language;
  caller: Caller;
  staff: StaffCaller;
  testTaker: TestTakerCaller;
  socket: Socket;
  io: Server;
}

/**
 * Declare a socket event. What the handler gives back goes into the acknowledgement, with `ok: true`; a Problem goes
 * back as `{ ok: false, code, message }`.
 */
export function event<Schema extends TSchema = TSchema>(
  declaration: Omit<SocketEvent, "handle" | "reads"> & { reads?: Schema },
  handle: (call: EventCall<Static<Schema>>) => Promise<object | void>,
): SocketEvent {
  return { ...declaration, handle: handle };
}

/** What a feature does when a socket of a namespace connects; what it gives back is done when the socket goes. */
export interface SocketConnection {
  namespace: NamespaceName;
  connected: (call: EventCall<undefined>) => Promise<(() => void | Promise<void>) | void>;
}

/** The call that a handler sees. */
export function makeEventCall<Body>(
  io: Server,
  socket: Socket,
  caller: Caller,
  language: Language,
  body: Body,
): EventCall<Body> {
  return {
    body,
    language,
    caller,
    get staff(): StaffCaller {
      if (!caller.staff) throw new Problem("not-allowed");
      return caller.staff;
    },
    get testTaker(): TestTakerCaller {
      if (!caller.testTaker) throw new Problem("not-allowed");
      return caller.testTaker;
    },
    socket,
    io,
  };
}
