import { Problem } from "../problem.js";

/**
 * A queue that gathers the work of many callers into few writes. Work that arrives while a write is under way, or
 * within `waitMs` of the first, goes together into the next one: with 500 students in a room, one commit to the disk
 * answers dozens of saves, and a single student still waits no longer than one write.
 *
 * `write` gets the jobs in the order in which they came and gives an outcome for each, in the same order. If it throws,
 * every caller of that write gets the error. A write that takes longer than `writeMaxMs` is waited for no more, so that what
 * never ends does not keep every later save waiting: its callers get the problem `store-unavailable`, and it may still be
 * done. So writing the same again, also at the same time, must do no harm.
 */
export function saveQueue<Job, Outcome>(
  write: (jobs: readonly Job[]) => Promise<readonly (Outcome | Error)[]>,
  {
    waitMs = 2,
    jobsMax = 1000,
    writeMaxMs = 30_000,
  }: { waitMs?: number; jobsMax?: number; writeMaxMs?: number } = {},
): { add: (job: Job) => Promise<Outcome>; idle: () => Promise<void> } {
  interface Waiting {
    job: Job;
    resolve: (outcome: Outcome) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let drain: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    await new Promise((go) => setTimeout(go, waitMs));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, jobsMax);
      waiting = waiting.slice(jobsMax);
      await writeOne(batch);
    }
    drain = null;
  }

  async function writeOne(batch: readonly Waiting[]): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, giveUp) => {
      timer = setTimeout(() => giveUp(new Problem("store-unavailable")), writeMaxMs);
    });
    try {
      const outcomes = await Promise.race([write(batch.map(({ job }) => job)), tooLong]);
      batch.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome as Outcome);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    add(job) {
      return new Promise<Outcome>((resolve, reject) => {
        waiting.push({ job, resolve, reject });
        drain ??= writeAll();
      });
    },
    /** Resolves once nothing waits and nothing is being written. */
    async idle() {
      while (drain) await drain;
    },
  };
}
