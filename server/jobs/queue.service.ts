import { Agenda, type Job } from "agenda";
import mongoose from "mongoose";
import { OrderlyBackend } from "./orderly-backend.js";

/**
 * Long work as jobs in the database, by agenda: a job is there until it is done, whichever process does it. A process
 * that does one says every few seconds that it lives; after its end another one, or the same started again, takes the
 * job up from its beginning. So a job must be made from stored inputs and safe to do twice.
 */
export interface JobKind {
  name: string;
  /** Does the work for a subject (a run's id); `signal` says that this process stops, and then nothing is to be written. */
  work: (subject: string, signal: AbortSignal) => Promise<void>;
}

export interface JobQueue {
  /** Add a job; with one waiting or under way for the same subject nothing is added. */
  add: (kind: string, subject: string) => Promise<void>;
  /** Take a job out; whoever works on it finds that out by its own record. */
  remove: (kind: string, subject: string) => Promise<void>;
  /** Break off what is under way, and resolve when nothing is asked of the store any more. */
  stop: () => Promise<void>;
}

/** The process stops; the job will be taken up again. */
class BrokenOff extends Error {}

interface JobData {
  subject: string;
}

/** A job whose process said nothing for so long is taken up by another one. */
const lockLifetimeMs = 15_000;
const touchEveryMs = 4_000;
const lookEveryMs = 1_000;

/**
 * Begin to work on jobs, one at a time, because a calibration uses a core of a machine that also serves a room.
 *
 * @param failed is told of what the queue itself met.
 */
export async function startQueue(
  kinds: readonly JobKind[],
  failed: (error: unknown) => void,
): Promise<JobQueue> {
  const db = mongoose.connection.db;
  if (!db) throw new Error("the store is not connected");
  // Mongoose brings a driver of its own; what agenda uses of a database is the same in both.
  const backend = new OrderlyBackend({ mongo: db as never, collection: "jobs" });
  const agenda = new Agenda({
    backend,
    processEvery: lookEveryMs,
    defaultLockLifetime: lockLifetimeMs,
    defaultConcurrency: 1,
    defaultLockLimit: 1,
    maxConcurrency: 1,
    removeOnComplete: true,
  });
  agenda.on("error", failed).on("fail", (error: unknown) => {
    if (!(error instanceof BrokenOff)) failed(error);
  });
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  for (const { name, work } of kinds) {
    agenda.define<JobData>(name, async (job) => {
      const doing = keepAlive(job, work(job.attrs.data.subject, stopping.signal), failed);
      underWay.add(doing);
      await doing.finally(() => underWay.delete(doing));
      // Broken off is not done: the job must not be taken out.
      if (stopping.signal.aborted) throw new BrokenOff("the server stopped");
    });
  }
  await agenda.start();
  return {
    async add(kind, subject) {
      const { jobs } = await agenda.queryJobs({ name: kind, data: { subject } });
      // A process that ended may have left a job neither locked nor due, which would never be taken up.
      if (jobs.some((job) => job.nextRunAt || job.lockedAt)) return;
      await agenda.cancel({ name: kind, data: { subject } });
      await agenda.now<JobData>(kind, { subject });
    },
    async remove(kind, subject) {
      await agenda.cancel({ name: kind, data: { subject } });
    },
    async stop() {
      stopping.abort();
      await agenda.stop(false);
      await Promise.allSettled(underWay);
      await backend.end();
    },
  };
}

/** Says that the job is alive for as long as the work takes. */
async function keepAlive(
  job: Job<JobData>,
  work: Promise<void>,
  failed: (error: unknown) => void,
): Promise<void> {
  const timer = setInterval(() => {
    job.touch().catch(failed);
  }, touchEveryMs);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
}
