import type { Server } from "socket.io";
import type { Logger } from "pino";
import { calibrationJob } from "../calibrations/calibration-job.js";
import { serveCalibrations } from "../calibrations/calibrations.sockets.js";
import { startQueue, type JobQueue } from "../jobs/queue.service.js";
import { comparisonJob } from "./comparison-job.js";
import { comparisonNotices, openComparisonIds } from "./comparisons.service.js";

/**
 * Begin to work on calibrations and comparisons, in one queue because each takes a core, those first that a former process
 * of the server left unfinished.
 */
export async function startAnalyses({ io, log }: { io: Server; log: Logger }): Promise<() => Promise<void>> {
  const failed = (error: unknown): void => log.error({ err: error }, "the job queue met an error");
  const queue = await startQueue([calibrationJob, comparisonJob], failed);
  const ends = [await serveCalibrations(queue, io, failed), await serveComparisons(queue, failed)];
  return async () => {
    for (const end of ends) end();
    await queue.stop();
  };
}

async function serveComparisons(queue: JobQueue, failed: (error: unknown) => void): Promise<() => void> {
  const onWanted = (id: string): void => {
    queue.add(comparisonJob.name, id).catch(failed);
  };
  const onCancelled = (id: string): void => {
    queue.remove(comparisonJob.name, id).catch(failed);
  };
  comparisonNotices.on("wanted", onWanted).on("cancelled", onCancelled);
  for (const id of await openComparisonIds()) await queue.add(comparisonJob.name, id);
  return () => {
    comparisonNotices.off("wanted", onWanted).off("cancelled", onCancelled);
  };
}
