import type { SaveEntriesAnswer, SittingState } from "../../server/contract/sitting.js";
import type { Api } from "./api.js";
import { Refusal } from "./api.js";
import type { Database, KeptSitting } from "./database.js";
import { Outbox, type Batch } from "./outbox.js";
import { SittingSocket } from "./socket.js";
import { Sync } from "./sync.js";

/** What the link tells of. */
export interface LinkListener {
  onState: (state: SittingState) => void;
  /** The sitting goes on at another computer. */
  onMoved: () => void;
  /** Another tab has taken the sitting. */
  onFenced: () => void;
  /** The token is not taken any more: the code has to be typed again. */
  onLoginNeeded: () => void;
  onOnline: (isOnline: boolean) => void;
  /** The server answers but cannot save now, or can again. */
  onStuck: (isStuck: boolean) => void;
  onRefused: (isRefused: boolean) => void;
  /** Something changed in what is stored or sent. */
  onSaving: () => void;
}

/** How often the state is asked for over HTTP while the socket is away, and the position told while it is there. */
export const beatMs = 10_000;

/** A sitting's way to the server: the outbox, what empties it, and the two doors, socket and HTTP. */
export class Link {
  readonly api: Api;
  readonly outbox: Outbox;
  readonly sync: Sync;
  private readonly listener: LinkListener;
  private socket: SittingSocket | null = null;
  private isClosed = false;

  private constructor(api: Api, outbox: Outbox, listener: LinkListener) {
    this.api = api;
    this.outbox = outbox;
    this.listener = listener;
    this.sync = new Sync({
      outbox,
      send: (batch) => this.send(batch),
      onOnline: listener.onOnline,
      onStuck: listener.onStuck,
      onRefused: (refusal) => {
        if (refusal) this.meet(refusal);
        listener.onRefused(refusal !== null);
      },
    });
  }

  static async open(
    database: Database,
    kept: KeptSitting,
    firstFree: number,
    tabId: string,
    api: Api,
    listener: LinkListener,
  ): Promise<Link> {
    const outbox = await Outbox.open(database, {
      sittingId: kept.sittingId,
      epoch: kept.epoch,
      firstFree,
      tabId,
      onChange: listener.onSaving,
      onFenced: listener.onFenced,
    });
    const link = new Link(api, outbox, listener);
    link.connect(kept.token);
    link.sync.nudge(0);
    return link;
  }

  /** Ask how the sitting stands, over whichever door is open. */
  async askState(): Promise<void> {
    try {
      const state = this.socket?.isConnected
        ? await this.socket.state().catch(() => this.api.state())
        : await this.api.state();
      this.listener.onOnline(true);
      this.listener.onState(state);
    } catch (problem) {
      if (problem instanceof Refusal) this.meet(problem);
    }
  }

  /** Every few seconds: tell the room where the test taker is, or, without a socket, ask whether anything is new. */
  async beat(position: { unitId: string; answeredCount: number } | null): Promise<void> {
    if (!this.socket?.isConnected) return this.askState();
    if (position) this.socket.tellPosition(position.unitId, position.answeredCount);
  }

  /** The browser says that the network is back. */
  async comeBack(): Promise<void> {
    await this.askState();
    this.sync.nudge(0, true);
  }

  close(): void {
    this.isClosed = true;
    this.sync.stop();
    this.socket?.close();
  }

  /** Sort a refusal: what it says of this device as a whole is told; what is about one request is the caller's. */
  meet(refusal: Refusal): void {
    if (refusal.isPassing) {
      if (refusal.status === 0) this.listener.onOnline(false);
    } else if (refusal.code === "sitting-moved") this.listener.onMoved();
    else if (refusal.status === 401) this.listener.onLoginNeeded();
  }

  private connect(token: string): void {
    SittingSocket.connect(token, {
      onState: this.listener.onState,
      onMoved: this.listener.onMoved,
      onConnected: () => {
        this.listener.onOnline(true);
        void this.comeBack();
      },
      // Only an answer tells a lost network from a lost socket.
      onDisconnected: () => void this.askState(),
    })
      .then((socket) => {
        if (this.isClosed) socket.close();
        else this.socket = socket;
      })
      // The socket's code did not load; HTTP serves until it does.
      .catch(() => setTimeout(() => !this.isClosed && this.connect(token), beatMs));
  }

  private async send({ epoch, entries }: Batch): Promise<SaveEntriesAnswer> {
    if (this.socket?.isConnected) {
      try {
        return await this.socket.save({ epoch, entries });
      } catch {
        // Not acknowledged, or refused: HTTP tells which, and sending twice changes nothing.
      }
    }
    return this.api.save({ epoch, entries });
  }
}
