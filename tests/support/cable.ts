import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A network cable between a browser and a server, which can be pulled out. */
export interface Cable {
  /** The server's address at the browser's end. */
  url: string;
  /** Every connection breaks, and new ones are refused. */
  pull: () => Promise<void>;
  /** Nothing happens where it is plugged in. */
  plugIn: () => Promise<void>;
  remove: () => Promise<void>;
}

/**
 * What a browser's own "offline" switch leaves open, its service workers, is cut off too.
 *
 * @param url of the server.
 */
export async function layCable(url: string): Promise<Cable> {
  const { hostname, port: serverPort } = new URL(url);
  const open = new Set<Socket>();
  const wire = createServer((near) => {
    const far = connect(Number(serverPort), hostname);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(end);
      end.on("error", () => other.destroy());
      end.on("close", () => {
        open.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  });
  const listen = (port: number): Promise<void> =>
    new Promise((listening, failed) => {
      wire.once("error", failed);
      wire.listen(port, "127.0.0.1", listening);
    });
  await listen(0);
  const { port } = wire.address() as AddressInfo;
  const pull = async (): Promise<void> => {
    if (!wire.listening) return;
    const closed = new Promise((done) => wire.close(done));
    for (const socket of open) socket.destroy();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    pull,
    plugIn: async () => (wire.listening ? undefined : listen(port)),
    remove: pull,
  };
}
