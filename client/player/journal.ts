import { changeKept, type KeptSitting } from "./database.js";
import { moment, normalised } from "./entry-values.js";
import type { NewEntry } from "./outbox.js";
import type { Player } from "./player.js";
import { gatherMs } from "./sync.js";

/** What the test taker does, written down: into the outbox what the server is to know, on the device what a reload needs. */

/** What happened, as whoever saw it tells it; the time is added here. */
type Happening = Pick<NewEntry, "kind" | "itemId" | "value">;

export function log({ link }: Player, happening: Happening): void {
  link?.outbox.append({ ...happening, ...moment() });
  link?.sync.nudge();
}

/** A log entry, and with it the answer as it now stands. A further keystroke may replace the one before it (`isTyped`). */
export function logAnswer(
  { link, state }: Player,
  itemId: string,
  happening: Happening,
  isTyped: boolean,
): void {
  const value = normalised(state.responses[itemId] ?? null);
  const isMarked = state.marked.has(itemId);
  link?.outbox.append({ ...happening, ...moment() }, { itemId, value, isMarked }, isTyped);
  // Typing comes in bursts; a click is worth sending at once.
  link?.sync.nudge(isTyped ? gatherMs : gatherMs / 4);
}

/** Keep something of the sitting for a reload. Where the device cannot, the reload asks the server. */
export async function keepChange({ link, database }: Player, change: Partial<KeptSitting>): Promise<void> {
  if (link && database) await changeKept(database, link.api.sittingId, change).catch(() => undefined);
}
