// The socket: messages in, replies out.
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Connection, dispatch, type Reply } from "./dispatch.js";
import type { Engine } from "../engine.js";
import { asStoreError, errorReply, StoreError } from "../errors.js";
import { type Credentials, Scram } from "./scram.js";
import { Framer, readRequest, type Request, writeReply } from "./wire.js";

export type Listening = { path: string } | { port: number; credentials: Credentials };

/** Listens on a Unix socket, or on a port of the loopback address where a password is asked for. Gives the port. */
export async function listen(engine: Engine, where: Listening): Promise<number | undefined> {
  const isSocket = "path" in where;
  const port = () => (server.address() as AddressInfo).port;
  let connections = 0;
  const server = createServer((socket) => {
    const address = isSocket ? where.path : `127.0.0.1:${port()}`;
    const scram = isSocket ? undefined : new Scram(where.credentials);
    serve(engine, socket, { id: ++connections, address, scram });
  });
  server.listen(isSocket ? { path: where.path } : { port: where.port, host: "127.0.0.1" });
  await once(server, "listening");
  if (!isSocket) return port();
  chmodSync(where.path, 0o600);
  return undefined;
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
