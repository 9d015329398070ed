// The worker thread of a large classical table, so that saves of students do not wait for it.
import { parentPort, workerData } from "node:worker_threads";
import type { WorkerMessage } from "../jobs/worker.js";
import { classicalNumbers, type ClassicalInput, type ClassicalNumbers } from "./classical-numbers.js";

const done: WorkerMessage<never, ClassicalNumbers> = {
  kind: "done",
  result: classicalNumbers(workerData as ClassicalInput),
};
parentPort?.postMessage(done);
