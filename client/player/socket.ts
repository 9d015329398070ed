import type { Socket } from "socket.io-client";
import type { Answer, PlayerToServer, ServerToPlayer } from "../../server/contract/events.js";
import type { SaveEntriesAnswer, SaveEntriesBody, SittingState } from "../../server/contract/sitting.js";
import { Refusal } from "./api.js";

/** After this long without an acknowledgement the same is asked over HTTP. */
const ackTimeoutMs = 8_000;

interface Handlers {
  onState: (state: SittingState) => void;
  onMoved: () => void;
  onConnected: () => void;
  onDisconnected: () => void;
}

function granted<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Refusal(400, answer.code, answer.message);
  return answer;
}

/** The live line to the server. Everything it does can be done over HTTP too, so a room that blocks sockets still works. */
export class SittingSocket {
  private readonly socket: Socket<ServerToPlayer, PlayerToServer>;

  private constructor(socket: Socket<ServerToPlayer, PlayerToServer>) {
    this.socket = socket;
  }

  static async connect(token: string, handlers: Handlers): Promise<SittingSocket> {
    const { io } = await import("socket.io-client");
    const socket: Socket<ServerToPlayer, PlayerToServer> = io("/sitting", {
      auth: { token },
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      // A reload must not wait for the old connection to be given up.
      closeOnBeforeunload: true,
    });
    socket.on("sitting:state", handlers.onState);
    socket.on("sitting:moved", handlers.onMoved);
    socket.on("connect", handlers.onConnected);
    socket.on("disconnect", handlers.onDisconnected);
    return new SittingSocket(socket);
  }

  get isConnected(): boolean {
    return this.socket.connected;
  }

  async save(body: SaveEntriesBody): Promise<SaveEntriesAnswer> {
    const answer = (await this.socket
      .timeout(ackTimeoutMs)
      .emitWithAck("entries:save", body)) as Answer<SaveEntriesAnswer>;
    return granted(answer);
  }

  async state(): Promise<SittingState> {
    const answer = (await this.socket.timeout(ackTimeoutMs).emitWithAck("sitting:state")) as Answer<{
      state: SittingState;
    }>;
    return granted(answer).state;
  }

  /** Where the test taker is; nothing depends on its arriving. */
  tellPosition(unitId: string, answeredCount: number): void {
    if (this.isConnected) this.socket.emit("sitting:position", { unitId, answeredCount }, () => undefined);
  }

  close(): void {
    this.socket.removeAllListeners();
    this.socket.disconnect();
  }
}
