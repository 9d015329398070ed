import type { Logger } from "pino";
import type { Server } from "socket.io";

/** What a feature may need while the server runs. */
export interface RunningParts {
  io: Server;
  log: Logger;
}

/**
 * Work that begins when the store is connected and before the first request: a queue, a timer, a bridge to the sockets.
 * What it gives back stops it.
 */
export type Starter = (parts: RunningParts) => Promise<() => Promise<void>>;
