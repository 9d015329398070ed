import { SpokenError } from "../terminal/words.js";
import { io, type Socket } from "socket.io-client";
import type { Answer, PlayerToServer, ServerToPlayer } from "../contract/events.js";
import {
  batchEntriesMax,
  type BlockContent,
  type Entry,
  type SaveEntriesAnswer,
  type SaveEntriesBody,
  type SittingResponses,
  type SittingState,
  type TestTakerLoginAnswer,
} from "../contract/sitting.js";
import { Refused, type HttpClient } from "./http-client.js";

/** After so long without an acknowledgement a batch is sent over HTTP. */
const ackTimeoutMs = 10_000;

/** A test taker at a device, over the same API and sockets as the player in the browser. */
export interface SittingClient {
  login: TestTakerLoginAnswer;
  sittingId: string;
  epoch: number;
  /** The last state the server told. */
  state: () => SittingState;
  start: (blockId: string) => Promise<SittingState>;
  content: (blockId: string) => Promise<BlockContent>;
  finish: (blockId: string) => Promise<SittingState>;
  responses: () => Promise<SittingResponses>;
  /** Put something into the outbox; it is with the server after `flush`. */
  note: (kind: Entry["kind"], itemId?: string, value?: Entry["value"]) => Entry;
  /** Send until the server has acknowledged everything. */
  flush: () => Promise<void>;
  /** Everything up to this sequence was acknowledged; -1 for nothing. */
  acknowledgedThrough: () => number;
  submit: () => Promise<SittingState>;
  close: () => void;
}

export interface SittingClientOptions {
  code: string;
  deviceId: string;
  /** False for a room in which only HTTP passes. */
  usesSocket?: boolean;
  /** Told how long each acknowledged batch took, in milliseconds, and how many entries it had. */
  onSaved?: (ms: number, entryCount: number) => void;
}

/** Log in with a code. @throws {Refused} as the server refuses. */
export async function openSitting(http: HttpClient, options: SittingClientOptions): Promise<SittingClient> {
  const { code, deviceId, usesSocket = true } = options;
  const body = { code, deviceId, playerVersion: "khao-simulate" };
  const login = await http.post<TestTakerLoginAnswer>("/api/test-takers/login", body);
  const { token, sitting } = login;
  const at = `/api/sittings/${sitting.sittingId}`;
  const outbox: Entry[] = [];
  const beganAt = performance.now();
  let state = sitting;
  // A device that comes back goes on after what the server holds of it.
  let nextSequence = sitting.savedThrough + 1;
  let acknowledged = sitting.savedThrough;

  const take = (newer: SittingState): SittingState => {
    if (newer.version >= state.version) state = newer;
    return newer;
  };
  const socket = usesSocket ? connect(http.url, token) : null;
  socket?.on("sitting:state", take);

  const send = async (batch: SaveEntriesBody): Promise<SaveEntriesAnswer> => {
    if (socket?.connected) {
      const answer = await saveBySocket(socket, batch);
      if (answer) return answer;
    }
    // Not connected, not acknowledged or refused: HTTP tells which, and sending twice changes nothing.
    return http.post<SaveEntriesAnswer>(`${at}/entries`, batch, token);
  };
  const flush = async (): Promise<void> => {
    while (outbox.length > 0) {
      const entries = outbox.slice(0, batchEntriesMax);
      const sentAt = performance.now();
      const { savedThrough } = await send({ epoch: sitting.epoch, entries });
      const first = entries[0]?.sequence ?? 0;
      if (savedThrough < first) throw new SpokenError("simulate.onlySaved", { number: savedThrough });
      options.onSaved?.(performance.now() - sentAt, entries.length);
      acknowledged = Math.max(acknowledged, savedThrough);
      const unsent = outbox.findIndex(({ sequence }) => sequence > savedThrough);
      outbox.splice(0, unsent < 0 ? outbox.length : unsent);
    }
  };
  return {
    login,
    sittingId: sitting.sittingId,
    epoch: sitting.epoch,
    state: () => state,
    start: async (blockId) => take(await http.post(`${at}/blocks/start`, { blockId }, token)),
    content: (blockId) => http.get(`${at}/blocks/${blockId}`, token),
    finish: async (blockId) => take(await http.post(`${at}/blocks/finish`, { blockId }, token)),
    responses: () => http.get(`${at}/responses`, token),
    note(kind, itemId, value) {
      const entry: Entry = {
        sequence: nextSequence++,
        elapsedMs: Math.round(performance.now() - beganAt),
        deviceTime: new Date().toISOString(),
        kind,
        ...(itemId === undefined ? {} : { itemId }),
        ...(value === undefined ? {} : { value }),
      };
      outbox.push(entry);
      return entry;
    },
    flush,
    acknowledgedThrough: () => acknowledged,
    async submit() {
      await flush();
      const last = { epoch: sitting.epoch, lastSequence: nextSequence - 1 };
      return take(await http.post(`${at}/submit`, last, token));
    },
    close: () => socket?.close(),
  };
}

function connect(url: string, token: string): Socket<ServerToPlayer, PlayerToServer> {
  return io(`${url}/sitting`, {
    auth: { token },
    transports: ["websocket"],
    // Each test taker is a device of its own.
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1_000,
  });
}

async function saveBySocket(
  socket: Socket<ServerToPlayer, PlayerToServer>,
  batch: SaveEntriesBody,
): Promise<SaveEntriesAnswer | null> {
  try {
    const answer = (await socket
      .timeout(ackTimeoutMs)
      .emitWithAck("entries:save", batch)) as Answer<SaveEntriesAnswer>;
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}

/** Whether the device is told that another one holds the sitting now. */
export const isMoved = (error: unknown): boolean =>
  error instanceof Refused && error.code === "sitting-moved";
