import { Api } from "./api.js";
import { forgetSitting, ofSitting, type Database } from "./database.js";
import { Outbox } from "./outbox.js";

/**
 * Send what earlier sittings at this computer could not send: the student went on at another one, or the network never came
 * back. What the server has is forgotten here; the rest waits for the next start.
 *
 * @param exceptId the sitting that sends for itself.
 */
export async function sendLeftBehind(
  database: Database,
  tabId: string,
  exceptId: string | null,
): Promise<void> {
  for (const { sittingId, token, epoch } of await database.getAll("sittings")) {
    if (sittingId === exceptId) continue;
    const holder = await database.get("device", `lease:${sittingId}`);
    const unsentCount = await database.count("entries", ofSitting(sittingId));
    if (unsentCount === 0) {
      // A tab that is still open may be using it.
      if (holder === undefined) await forgetSitting(database, sittingId);
      continue;
    }
    const options = {
      sittingId,
      epoch,
      firstFree: 0,
      tabId,
      onChange: () => undefined,
      onFenced: () => undefined,
    };
    const outbox = await Outbox.open(database, options);
    const api = new Api(sittingId, token, "vi");
    try {
      for (let batch = outbox.batch(); batch; batch = outbox.batch()) {
        const { savedThrough } = await api.save(batch);
        if (savedThrough < (batch.entries.at(-1)?.sequence ?? 0)) break;
        await outbox.forget(batch.epoch, savedThrough);
      }
    } catch {
      // Not now: the next start tries again.
    }
  }
}
