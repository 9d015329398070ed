import { Outbox } from "../../../../client/player/outbox.js";
import { openDatabase } from "../../../../client/player/database.js";
import { Refusal } from "../../../../client/player/api.js";
import { Sync } from "../../../../client/player/sync.js";
import { TabLease } from "../../../../client/player/tab-lease.js";
import { keepUnwritten, takeUnwritten } from "../../../../client/player/unwritten.js";

/** An outbox of the sitting s1 from its first entry on, of which nobody is told anything unless asked. */
function openOutbox(
  database: Parameters<typeof Outbox.open>[0],
  more: Partial<Parameters<typeof Outbox.open>[1]> = {},
): Promise<Outbox> {
  const quiet = (): void => undefined;
  const first = { sittingId: "s1", epoch: 0, firstFree: 0, tabId: "t1" };
  return Outbox.open(database, { ...first, onChange: quiet, onFenced: quiet, ...more });
}

/** The player's parts on a bare page, to be tried on a real IndexedDB. */
export const parts = { openOutbox, Sync, TabLease, Refusal, openDatabase, keepUnwritten, takeUnwritten };
export type Parts = typeof parts;

Object.assign(globalThis, { parts });
