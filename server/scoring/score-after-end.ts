import type { Logger } from "pino";
import { notices } from "../sittings/notices.js";
import { scoreSittings } from "./scores.service.js";

/** Sittings that end within this time are scored together, so that a room that hands in at once costs one pass. */
const gatherMs = 1_500;

/**
 * Scores sittings soon after they end, so that the desk and the coders find them ready. It is a convenience: what it
 * misses, because the server stopped, is scored when somebody asks.
 *
 * @returns stops it.
 */
export async function startScoring({ log }: { log: Logger }): Promise<() => Promise<void>> {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let work = Promise.resolve();

  const flush = (): void => {
    timer = null;
    const ids = [...waiting];
    waiting.clear();
    work = work
      .then(() => scoreSittings(ids))
      .catch((error: unknown) => log.error({ err: error }, "sittings could not be scored"));
  };
  const onChanged = (record: { _id: string; state: { end: unknown } }): void => {
    if (record.state.end === null) return;
    waiting.add(record._id);
    timer ??= setTimeout(flush, gatherMs);
  };
  notices.on("changed", onChanged);
  return async () => {
    notices.off("changed", onChanged);
    if (timer) clearTimeout(timer);
    await work;
  };
}
