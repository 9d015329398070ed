// The worker thread of one group's population model: gets the task, gives the model.
import { parentPort, workerData } from "node:worker_threads";
import type { PopulationModel } from "../../../psychometrics/index.js";
import type { WorkerMessage } from "../../jobs/worker.js";
import { reasonOf } from "../../library-words/reason-of.js";
import { runTask, type PopulationTask } from "./task.js";

const tell = (message: WorkerMessage<never, PopulationModel>): void => parentPort?.postMessage(message);

try {
  tell({ kind: "done", result: runTask(workerData as PopulationTask, () => undefined) });
} catch (error) {
  // A RangeError is what the data give no answer to; everything else is a mistake of ours and is thrown on.
  if (!(error instanceof RangeError)) throw error;
  tell({ kind: "failed", reason: reasonOf(error) });
}
