// MongoDB's driver, mended at one place: there it can wait for ever.
import type { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import type { Socket } from "node:net";

type Once = (emitter: EventEmitter, name: string, options?: object) => Promise<unknown>;

const isMended = Symbol("isMended");

/**
 * Mends the driver that Mongoose brings, for every connection of this process; doing it again changes nothing.
 *
 * A connection that the other side has ended is destroyed a moment before it says so ("close"). What the driver (7.8.0, and
 * 7.9.0) sends in that moment is not written, and it waits for "drain" or "error", of which neither comes any more: the
 * operation is never settled, and no time limit on sockets applies, because a destroyed socket keeps no time. Where the
 * write itself fails it passes the socket's bare error (EPIPE) on, after which nothing is sent again. Here both ends of a
 * socket end the waiting; the driver then looks whether its connection still stands, and does as for any lost connection.
 *
 * @throws {Error} when the driver has been rebuilt, so that this mends nothing: look whether it is still needed.
 */
export function mendDriver(): void {
  const mongoose = createRequire(import.meta.url).resolve("mongoose");
  const utilities = createRequire(mongoose)("mongodb/lib/utils") as { once?: Once };
  const { once } = utilities;
  if (!once) throw new Error("the driver no longer waits with utils.once; see server/store/driver.ts");
  if (isMended in once) return;
  const mended: Once = (emitter, name, options) =>
    name === "drain"
      ? drained(emitter as Socket, () => once(emitter, name, options))
      : once(emitter, name, options);
  utilities.once = Object.assign(mended, { [isMended]: true });
}

/** Waits as the driver does, but no longer than the socket lives. */
async function drained(socket: Socket, wait: () => Promise<unknown>): Promise<unknown> {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  socket.once("error", end).once("close", end);
  try {
    return await Promise.race([ended, wait()]);
  } finally {
    socket.off("error", end).off("close", end);
  }
}
