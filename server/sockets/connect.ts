import type { Server, Socket } from "socket.io";
import type { Logger } from "pino";
import { currentStaff } from "../accounts/accounts.service.js";
import type { Language } from "../contract/common.js";
import { requireAllowed } from "../http/allow.js";
import { callerOfToken } from "../http/authenticate.js";
import type { Allow, Caller } from "../caller.js";
import { asProblem } from "../http/errors.js";
import { reader } from "../reader.js";
import { answer } from "./answer.js";
import { makeEventCall, type NamespaceName, type SocketConnection, type SocketEvent } from "./event.js";

/** Who may connect to each namespace at all; each event may ask for more. */
const doors: Record<NamespaceName, Allow> = { "/sitting": "testTaker", "/staff": "staff" };

/**
 * Open the namespaces. Who is asking is settled when the socket connects, from `auth: { token, language }`, and asked
 * again at each event of the staff, because an account can be switched off while its socket is open.
 */
export function connectSockets(
  io: Server,
  events: readonly SocketEvent[],
  connections: readonly SocketConnection[],
  log: Logger,
): void {
  for (const name of Object.keys(doors) as NamespaceName[]) {
    const namespace = io.of(name);
    const readers = new Map(events.map((event) => [event, event.reads ? reader(event.reads) : null]));
    namespace.use((socket, next) => {
      const language = languageOf(socket);
      admit(socket, doors[name]).then(
        () => next(),
        (error: unknown) => next(refusal(error, language, log)),
      );
    });
    namespace.on("connection", (socket) => {
      for (const event of events) {
        if (event.namespace === name) listen(io, socket, event, readers.get(event) ?? null, log);
      }
      for (const connection of connections) {
        if (connection.namespace === name) void welcome(io, socket, connection, log);
      }
    });
  }
}

const tokenOf = (socket: Socket): string | null => {
  const token: unknown = (socket.handshake.auth as Record<string, unknown>).token;
  return typeof token === "string" && token.length <= 4096 ? token : null;
};

const languageOf = (socket: Socket): Language =>
  (socket.handshake.auth as Record<string, unknown>).language === "en" ? "en" : "vi";

const callerOf = (socket: Socket): Caller => (socket.data as { caller: Caller }).caller;

async function admit(socket: Socket, allow: Allow): Promise<void> {
  const caller = await callerOfToken(tokenOf(socket));
  requireAllowed(allow, caller);
  (socket.data as { caller: Caller }).caller = caller;
}

/** Socket.IO hands `data` of a refusal to the client's `connect_error`. */
function refusal(error: unknown, language: Language, log: Logger): Error {
  const problem = asProblem(error);
  if (!problem) log.error({ err: error }, "unexpected error while a socket connected");
  const refused: Error & { data?: unknown } = new Error(problem?.code ?? "internal-error");
  refused.data = problem?.body(language) ?? { code: "internal-error", message: "" };
  return refused;
}

function listen(
  io: Server,
  socket: Socket,
  event: SocketEvent,
  read: ((wire: unknown) => unknown) | null,
  log: Logger,
): void {
  socket.on(event.name, (...wire: unknown[]) => {
    const last = wire.at(-1);
    const acknowledge = typeof last === "function" ? (last as (answer: object) => void) : null;
    const language = languageOf(socket);
    void answer(acknowledge, language, log, async () => {
      const caller = callerOf(socket);
      if (caller.staff) caller.staff = await currentStaff(caller.staff.accountId);
      requireAllowed(event.allow, caller);
      const body = read ? read(acknowledge === wire[0] ? undefined : wire[0]) : undefined;
      return event.handle(makeEventCall(io, socket, caller, language, body));
    });
  });
}

async function welcome(io: Server, socket: Socket, connection: SocketConnection, log: Logger): Promise<void> {
  try {
    const call = makeEventCall(io, socket, callerOf(socket), languageOf(socket), undefined);
    const left = await connection.connected(call);
    const goodbye = (): void => {
      void (async () => left?.())().catch((error: unknown) => log.error({ err: error }, "socket left"));
    };
    // The socket may have gone while the greeting was under way.
    if (socket.connected) socket.on("disconnect", goodbye);
    else goodbye();
  } catch (error) {
    log.error({ err: error }, "unexpected error while greeting a socket");
    socket.disconnect();
  }
}
