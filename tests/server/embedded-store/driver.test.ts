// What the driver does with a connection whose other side has gone, in the moments in which it left operations waiting
// for ever, or failed them though it could have sent them again.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectStore, type ConnectedStore } from "../../../server/store/connect.js";

describe.skipIf(process.env.MONGODB_URI !== undefined)("an operation that meets a lost connection", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "khao-driver-"));
  /** The driver's sockets that have not said that they are closed. */
  const sockets = new Set<Socket>();
  const see = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  };
  let store: ConnectedStore;

  beforeAll(async () => {
    subscribe("net.client.socket", see);
    store = await connectStore({ dataDir });
  }, 60_000);
  afterAll(async () => {
    unsubscribe("net.client.socket", see);
    await store.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    // A connection that is idle, from which the next operation is sent.
    await rows().countDocuments({});
  });

  const rows = () => mongoose.connection.collection<{ _id: string }>("rows");

  it("is sent again when the socket is destroyed and has not said so yet", { timeout: 60_000 }, async () => {
    for (const socket of sockets) socket.destroy();
    expect(sockets.size).toBeGreaterThan(0);
    await rows().insertOne({ _id: "destroyed" });
    expect(await rows().countDocuments({ _id: "destroyed" })).toBe(1);
  });

  it("is sent again when the store has died and nobody has noticed", { timeout: 60_000 }, async () => {
    const pid = store.pid() as number;
    process.kill(pid, "SIGKILL");
    // Nothing that the sockets have to say is heard meanwhile.
    const until = Date.now() + 300;
    while (Date.now() < until);
    await rows().insertOne({ _id: "killed" });
    expect(await rows().countDocuments({ _id: "killed" })).toBe(1);
    expect(store.pid()).not.toBe(pid);
  });
});
