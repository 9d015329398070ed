// The worker thread of a calibration: gets the input, says how far it is, gives the output.
import { parentPort, workerData } from "node:worker_threads";
import type { CycleProgress } from "../../psychometrics/index.js";
import type { WorkerMessage } from "../jobs/worker.js";
import { reasonOf } from "../library-words/reason-of.js";
import { Threads, threadsBesideServer } from "../psychometrics-threads/threads.js";
import { analyse } from "./analysis.js";
import type { AnalysisInput } from "./analysis-input.js";
import type { AnalysisOutput } from "./analysis-output.js";

/** Progress is told no more often than this. */
const tellEveryMs = 200;

const tell = (message: WorkerMessage<CycleProgress, AnalysisOutput>): void =>
  parentPort?.postMessage(message);

let toldAtMs = 0;
const crew = new Threads(threadsBesideServer());
try {
  const input = workerData as AnalysisInput;
  const result = analyse(
    input,
    (progress) => {
      const nowMs = performance.now();
      const isEnd = progress.cycle === 1 || progress.largestChange < input.options.tolerance;
      if (!isEnd && nowMs - toldAtMs < tellEveryMs) return;
      toldAtMs = nowMs;
      tell({ kind: "progress", progress });
    },
    crew,
  );
  tell({ kind: "done", result });
} catch (error) {
  // A RangeError is what the data give no answer to; everything else is a mistake of ours and is thrown on.
  if (!(error instanceof RangeError)) throw error;
  tell({ kind: "failed", reason: reasonOf(error) });
} finally {
  void crew.close();
}
