// The socket: messages in, replies out.
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { chmodSync } from "node:fs";
import { dispatch } from "./dispatch.js";
import type { Connection } from "./dispatch.js";
import type { Engine } from "../engine.js";
import { asStoreError, errorReply, StoreError } from "../errors.js";
import { Scram } from "./scram.js";
import type { Credentials } from "./scram.js";
import { Framer, readRequest, writeReply } from "./wire.js";
import type { Request } from "./wire.js";

type Reply = Awaited<ReturnType<typeof dispatch>>;

export type Listening = { path: string } | { port: number; credentials: Credentials };

export interface StoreServer {
  /** The port that was given, on TCP. */
  port: number | undefined;
  close(): Promise<void>;
}

/** Listens on a Unix socket, or on a port of the loopback address where a password is asked for. */
export async function listen(engine: Engine, where: Listening): Promise<StoreServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    const scram = "credentials" in where ? new Scram(where.credentials) : undefined;
    serve(engine, socket, { id: ++connections, address: addressOf(server, where), scram });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if ("path" in where) server.listen(where.path, resolve);
    else server.listen(where.port, "127.0.0.1", resolve);
  });
  if ("path" in where) chmodSync(where.path, 0o600);
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The bytes of a reply, or of the error that it is too large to be one. */
function replyBytes(request: Request, reply: Reply, id: number): Buffer {
  try {
    return writeReply(request, reply, id);
  } catch (error) {
    const message = `the reply cannot be written: ${(error as Error).message}`;
    return writeReply(request, errorReply(new StoreError(10334, message)), id);
  }
}

function addressOf(server: Server, where: Listening): string {
  if ("path" in where) return where.path;
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" && address ? address.port : where.port}`;
}

function serve(engine: Engine, socket: Socket, connection: Connection): void {
  const framer = new Framer();
  let replyId = 0;
  socket.setNoDelay(true);
  // A client that goes away is no error of the store.
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    try {
      for (const message of framer.push(chunk)) {
        const request = readRequest(message);
        void dispatch(engine, connection, request.command).then((reply) => {
          if (request.wantsReply && !socket.destroyed) socket.write(replyBytes(request, reply, ++replyId));
        });
      }
    } catch (error) {
      // What cannot be read cannot be answered either: the stream has lost its way.
      socket.destroy(asStoreError(error));
    }
  });
}
