import { Type, type Static } from "@sinclair/typebox";
import type { Localised } from "../../item-bank/types.js";
import type { SittingPhase } from "./sitting.js";

const closed = { additionalProperties: false };

/** One seat of the room, as the proctor sees it. */
export interface RoomSitting {
  testTakerId: string;
  name: string;
  schoolNumber: string;
  group: string;
  code: string;
  bookletId: string;
  /** `notStarted` until the first login. */
  phase: SittingPhase | "notStarted";
  sittingId: string | null;
  blockTitle: Localised<string> | null;
  /** Block k of n, from 1; 0 before the first. */
  blockNumber: number;
  blockCount: number;
  unitTitle: Localised<string> | null;
  answeredCount: number;
  itemCount: number;
  /** At `serverTime` of the message that carries it; null without a limit. */
  remainingMs: number | null;
  isClockRunning: boolean;
  /** The time limits of the blocks that have not begun, with what was added to them; those without a limit count nothing. */
  laterLimitMs: number;
  connection: "connected" | "lost" | "never";
  /** ISO time of the last durable save, or null. */
  lastSavedAt: string | null;
  /** Devices used so far; more than one after a change of seat. */
  deviceCount: number;
  extraMinutes: number;
  /** What needs a hand: empty when all is calm. */
  needs: ("authorisation" | "connection" | "idle" | "paused" | "late-entries")[];
}

/** Pushed as `room:state` on joining and whenever a version was missed. */
export interface RoomState {
  sessionId: string;
  sessionTitle: string;
  place: string;
  sessionStatus: "planned" | "open" | "closed";
  /** ISO time of the planned end, or null. */
  endsAt: string | null;
  version: number;
  serverTime: string;
  sittings: RoomSitting[];
}
/** Pushed as `room:change`: merge by testTakerId; if `version` is not the last plus one, ask for the whole state. */
export interface RoomChange {
  sessionId: string;
  version: number;
  serverTime: string;
  sittings: RoomSitting[];
}

/** POST /api/sessions/:sessionId/commands (proctor of the session, admin); each is logged with its reason and repeatable by `commandId`. */
export const CommandBody = Type.Object(
  {
    commandId: Type.String({ pattern: "^[A-Za-z0-9-]{8,64}$" }),
    act: Type.Union([
      Type.Literal("authorise"),
      Type.Literal("pause"),
      Type.Literal("resume"),
      Type.Literal("addMinutes"),
      Type.Literal("end"),
      Type.Literal("reopen"),
      Type.Literal("message"),
    ]),
    testTakerIds: Type.Array(Type.String(), { minItems: 1, maxItems: 1000 }),
    /** For addMinutes. */
    minutes: Type.Optional(Type.Number({ minimum: -120, maximum: 120 })),
    /** Required for addMinutes, end and reopen. */
    reason: Type.Optional(Type.String({ maxLength: 400 })),
    /** For message. */
    text: Type.Optional(Type.String({ maxLength: 400 })),
  },
  closed,
);
export type CommandBody = Static<typeof CommandBody>;
export interface CommandAnswer {
  /** Per test taker: done, or why not. */
  results: { testTakerId: string; done: boolean; message: string }[];
}

/** GET /api/sessions/:sessionId/test-takers/:testTakerId/history: what happened, newest first. */
export interface HistoryEntry {
  at: string;
  kind: string;
  /** Login of the member of staff, "testTaker", "device" or "server". */
  by: string;
  /** The name of that member of staff; null for the others, and where the account is gone. */
  byName: string | null;
  text: { vi: string; en: string };
}

/** GET /api/sessions/:sessionId/incidents, POST the same: an incident of the room, kept with the session's record. */
export const IncidentBody = Type.Object(
  {
    category: Type.Union([
      Type.Literal("environment"),
      Type.Literal("testTaker"),
      Type.Literal("staff"),
      Type.Literal("technical"),
    ]),
    text: Type.String({ minLength: 1, maxLength: 2000 }),
    testTakerIds: Type.Array(Type.String(), { maxItems: 1000 }),
  },
  closed,
);
export type IncidentBody = Static<typeof IncidentBody>;
export interface Incident extends IncidentBody {
  id: string;
  at: string;
  by: string;
}
