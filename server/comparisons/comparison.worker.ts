// The worker thread of a comparison of groups: gets the input, says how far it is, gives the output.
import { parentPort, workerData } from "node:worker_threads";
import type { WorkerMessage } from "../jobs/worker.js";
import { reasonOf } from "../library-words/reason-of.js";
import type { ComparisonInput, ComparisonProgress } from "./comparison-input.js";
import { compare, type ComparisonOutput } from "./compare.js";

const tell = (message: WorkerMessage<ComparisonProgress, ComparisonOutput>): void =>
  parentPort?.postMessage(message);

try {
  tell({
    kind: "done",
    result: compare(workerData as ComparisonInput, (progress) => tell({ kind: "progress", progress })),
  });
} catch (error) {
  // A RangeError is what the data give no answer to; everything else is a mistake of ours and is thrown on.
  if (!(error instanceof RangeError)) throw error;
  tell({ kind: "failed", reason: reasonOf(error) });
}
