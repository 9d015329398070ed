import { Outbox } from "../../../../client/player/outbox.js";
import { openDatabase } from "../../../../client/player/database.js";
import { Refusal } from "../../../../client/player/api.js";
import { Sync } from "../../../../client/player/sync.js";
import { TabLease } from "../../../../client/player/tab-lease.js";

/** The player's parts on a bare page, to be tried on a real IndexedDB. */
export const parts = { Outbox, Sync, TabLease, Refusal, openDatabase };
export type Parts = typeof parts;

Object.assign(globalThis, { parts });
