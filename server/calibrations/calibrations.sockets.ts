import { Type } from "@sinclair/typebox";
import type { Server } from "socket.io";
import type { RunRow } from "../contract/research.js";
import type { JobQueue } from "../jobs/queue.service.js";
import { event } from "../sockets/event.js";
import { calibrationJob } from "./calibration-job.js";
import { openRunIds, runNotices, runsOfStudy } from "./runs.service.js";

const roomOf = (studyId: string) => `runs:${studyId}`;

export const calibrationsEvents = [
  event(
    {
      namespace: "/staff",
      name: "runs:join",
      allow: ["researcher", "admin"],
      reads: Type.String({ pattern: "^[A-Za-z0-9_-]{1,40}$" }),
      summary: "Hear of the calibrations of a study as they go on.",
    },
    async ({ body: studyId, socket }) => {
      await socket.join(roomOf(studyId));
      return { runs: await runsOfStudy(studyId) };
    },
  ),
];

/**
 * Put calibrations that are asked for into the queue, those first that a former process of the server left unfinished, and
 * push how far they are to whoever joined the study. What it gives back ends that.
 */
export async function serveCalibrations(
  queue: JobQueue,
  io: Server,
  failed: (error: unknown) => void,
): Promise<() => void> {
  const onWanted = (runId: string): void => {
    queue.add(calibrationJob.name, runId).catch(failed);
  };
  const onCancelled = (runId: string): void => {
    queue.remove(calibrationJob.name, runId).catch(failed);
  };
  const onChanged = (studyId: string, run: RunRow): void => {
    io.of("/staff").to(roomOf(studyId)).emit("run:progress", studyId, run);
  };
  runNotices.on("wanted", onWanted).on("cancelled", onCancelled).on("changed", onChanged);
  for (const runId of await openRunIds()) await queue.add(calibrationJob.name, runId);
  return () => {
    runNotices.off("wanted", onWanted).off("cancelled", onCancelled).off("changed", onChanged);
  };
}
