import type { CycleProgress } from "../../../psychometrics/index.js";
import { runWorker, WorkRefused } from "../../jobs/worker.js";
import { reasonOf } from "../../library-words/reason-of.js";
import { becauseOf, say } from "../../terminal/words.js";
import { InputError } from "../files/input-error.js";
import type { GroupModel } from "./result-tables.js";
import { runTask, type PopulationTask } from "./task.js";

/** How a run speaks of itself. */
export interface RunTeller {
  say: (sentence: string) => void;
  /** Cycles of the regression, told where there is one group only. */
  onCycle: (progress: CycleProgress) => void;
}

/** One group's task, with its test takers' places in the responses. */
export interface GroupTask {
  persons: number[];
  task: PopulationTask;
}

/**
 * One group runs here, several in worker threads, some at a time; the numbers are the same.
 *
 * @throws {InputError} with the reason of the first group that the library refuses; the others are stopped.
 */
export async function runGroups(
  tasks: readonly GroupTask[],
  request: { responses: string; workers: number },
  teller: RunTeller,
): Promise<GroupModel[]> {
  const models: GroupModel[] = [];
  const stop = new AbortController();
  let next = 0;
  let done = 0;
  const isApart = tasks.length > 1 && request.workers > 1;
  const worker = async (): Promise<void> => {
    while (next < tasks.length && !stop.signal.aborted) {
      const n = next++;
      const current = tasks[n];
      if (!current) return;
      const { persons, task } = current;
      try {
        const model = isApart
          ? await runWorker<never, GroupModel["model"]>(
              "./pv.worker",
              import.meta.url,
              task,
              stop.signal,
              () => undefined,
            )
          : runTask(task, tasks.length === 1 ? teller.onCycle : () => undefined);
        models[n] = { group: task.group, persons, model };
      } catch (error) {
        stop.abort();
        if (!(error instanceof RangeError) && !(error instanceof WorkRefused)) throw error;
        // What the library refuses is in the caller's data or options, and its words name the place.
        const reason = becauseOf(error instanceof WorkRefused ? error.reason : reasonOf(error));
        const about = { file: request.responses, group: task.group, reason };
        throw new InputError(task.group === "" ? "pv.refused" : "pv.refusedGroup", about);
      }
      done++;
      if (tasks.length > 1) teller.say(say("pv.groupDone", { group: task.group, done, total: tasks.length }));
    }
  };
  const results = await Promise.allSettled(
    Array.from({ length: isApart ? Math.min(request.workers, tasks.length) : 1 }, worker),
  );
  // The first refusal, not the groups that were stopped because of it.
  const errors = results.flatMap((result) =>
    result.status === "rejected" && result.reason instanceof Error ? [result.reason] : [],
  );
  const refusal = errors.find((error) => error instanceof InputError) ?? errors[0];
  if (refusal) throw refusal;
  return models;
}
