import { Type, type Static } from "@sinclair/typebox";
import type {
  Block,
  Language,
  Localised,
  PlayerItem,
  PlayerUnit,
  ResponseValue,
} from "../../item-bank/types.js";

/**
 * The delivery protocol between the player and the server. The player keeps every change in IndexedDB as an entry
 * with a sequence number, sends entries in batches, and forgets them once `savedThrough` covers them.
 *
 * Times: the server owns every limit. It tells `remainingMs` at the moment of its answer; the player counts down on its
 * own monotonic clock from there and corrects itself at each answer.
 */

const closed = { additionalProperties: false };

/** POST /api/test-takers/login (open to all, limited by code and by server-wide rate). `deviceId` is made once per browser profile. */
export const TestTakerLoginBody = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 20 }),
    deviceId: Type.String({ pattern: "^[A-Za-z0-9-]{8,64}$" }),
    playerVersion: Type.String({ maxLength: 40 }),
  },
  closed,
);
export type TestTakerLoginBody = Static<typeof TestTakerLoginBody>;

export interface TestTakerLoginAnswer {
  /** Bearer token of this test taker on this device; valid for the session's day. A login on another device fences this one off. */
  token: string;
  /** Shown for "is this you?". */
  name: string;
  group: string;
  sessionTitle: string;
  place: string;
  studyTitle: Localised<string>;
  languages: Language[];
  sitting: SittingState;
}

/** One thing that happened on the device, in the order of `sequence` (0, 1, 2 … per epoch). */
export const Entry = Type.Object(
  {
    sequence: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    /** Milliseconds of the device's monotonic clock since the player was loaded; for durations only, never for order. */
    elapsedMs: Type.Number({ minimum: 0 }),
    /** ISO time of the device's clock, as a remark. */
    deviceTime: Type.String({ maxLength: 40 }),
    kind: Type.Union([
      Type.Literal("response"),
      Type.Literal("mark"),
      Type.Literal("visit"),
      Type.Literal("leave"),
      Type.Literal("focus"),
      Type.Literal("blur"),
      Type.Literal("connection"),
      Type.Literal("language"),
      Type.Literal("confirm"),
      Type.Literal("reload"),
    ]),
    itemId: Type.Optional(Type.String({ maxLength: 24 })),
    /** For `response` the ResponseValue, for `mark` a boolean, else a short detail. A player keeps to 32 KB as JSON; the server takes more, because a refused entry would hold up all behind it. */
    value: Type.Optional(Type.Unknown()),
  },
  closed,
);
export type Entry = Omit<Static<typeof Entry>, "value"> & { value?: ResponseValue | boolean };

/** The most entries a batch may have, and the most bytes as JSON. */
export const batchEntriesMax = 200;
export const batchBytesMax = 512_000;

/** POST /api/sittings/:sittingId/entries and socket event `entries:save`, with the same answer. */
export const SaveEntriesBody = Type.Object(
  {
    epoch: Type.Integer({ minimum: 0 }),
    entries: Type.Array(Entry, { minItems: 1, maxItems: batchEntriesMax }),
  },
  closed,
);
export type SaveEntriesBody = { epoch: number; entries: Entry[] };
export interface SaveEntriesAnswer {
  /** The highest sequence of this epoch up to which everything is durably stored; -1 for none. */
  savedThrough: number;
  /** `late`: stored and flagged, because the sitting was over or had moved to another device. */
  late: boolean;
}

export type SittingPhase =
  /** Logged in, waiting for the proctor's authorisation (only where the session asks for it). */
  | "waiting"
  /** May begin or go on. */
  | "ready"
  /** A block (or practice, questionnaire) is under way. */
  | "running"
  | "paused"
  /** Submitted by the test taker. */
  | "submitted"
  /** Ended by the proctor or because the session was closed. */
  | "ended";

/** GET /api/sittings/:sittingId/state, and pushed as `sitting:state` whenever it changes. Newer `version` wins. */
export interface SittingState {
  sittingId: string;
  version: number;
  epoch: number;
  phase: SittingPhase;
  /** The blocks in this test taker's order: practice first, questionnaire last. */
  blocks: SittingBlock[];
  /** Index of the block under way or next; equal to blocks.length when all are done. */
  blockIndex: number;
  /** Entries of this epoch that the server holds without a gap. */
  savedThrough: number;
  /** A message of the proctor to show until dismissed, or null. */
  message: { id: string; text: string } | null;
}
export interface SittingBlock {
  blockId: string;
  title: Localised<string>;
  kind: Block["kind"];
  itemCount: number;
  state: "next" | "running" | "done";
  timeLimitMs: number | null;
  /** Left at the moment the answer was made; null without a limit or before the start. */
  remainingMs: number | null;
  /** Whether the clock runs (not while paused). */
  isClockRunning: boolean;
}

/** POST /api/sittings/:sittingId/blocks/start { blockId }: the server starts the clock. Repeating it changes nothing. Answer: SittingState. */
export const BlockBody = Type.Object({ blockId: Type.String({ maxLength: 24 }) }, closed);
/** POST /api/sittings/:sittingId/blocks/finish { blockId }: closes it for good. Answer: SittingState. */

/** GET /api/sittings/:sittingId/blocks/:blockId: what to show; only of the block that runs. Cached by the player for going on offline. */
export interface BlockContent {
  blockId: string;
  kind: Block["kind"];
  title: Localised<string>;
  units: { unit: PlayerUnit; items: PlayerItem[] }[];
  /** By file name within the unit: "KM101/tank.vi.svg" → address. */
  assets: Record<string, string>;
  /** Order of choices by item id (and gap), from the recorded seed. */
  optionOrders: Record<string, string[]>;
}

/** GET /api/sittings/:sittingId/responses: for resuming on another device; the newest response and mark by item. */
export interface SittingResponses {
  responses: Record<string, ResponseValue>;
  marked: string[];
  /** The item last visited, or null. */
  position: string | null;
}

/** POST /api/sittings/:sittingId/submit: after the last block. Refused with `entries-missing` while the server lacks entries up to lastSequence. */
export const SubmitBody = Type.Object(
  { epoch: Type.Integer({ minimum: 0 }), lastSequence: Type.Integer({ minimum: -1 }) },
  closed,
);
export type SubmitBody = Static<typeof SubmitBody>;
