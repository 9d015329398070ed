import { SingleBar } from "cli-progress";
import type { SolverProgress } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import { plainTeller, type Teller } from "../files/fill-folder.js";

const lineIntervalMs = 5000;

/** Tells on standard error how an assembly is getting on: a bar of its time on a terminal, plain lines elsewhere. */
export interface AssemblyProgress extends Teller {
  onProgress: (progress: SolverProgress) => void;
}

export function assemblyProgress(secondsMax: number): AssemblyProgress {
  const began = performance.now();
  const payloadOf = ({ objective, bound, nodeCount }: SolverProgress) => ({
    objective: objective?.toFixed(4) ?? "-",
    bound: bound?.toFixed(4) ?? "-",
    nodes: nodeCount,
  });
  if (!process.stderr.isTTY) {
    let last = began;
    return {
      ...plainTeller,
      onProgress(progress) {
        if (performance.now() - last < lineIntervalMs) return;
        last = performance.now();
        process.stderr.write(`${say("assemble.line", payloadOf(progress))}\n`);
      },
    };
  }
  const bar = new SingleBar({
    format: say("assemble.bar"),
    stream: process.stderr,
    clearOnComplete: true,
    // The solver holds this thread: a handler for Ctrl-C would not be called before it is done, the system's own is at once.
    // It puts nothing back, so the bar must leave the cursor and the wrapping of lines as they are.
    gracefulExit: false,
    hideCursor: false,
    linewrap: true,
  });
  let isRunning = false;
  const stop = (): void => {
    if (isRunning) bar.stop();
    isRunning = false;
  };
  return {
    onProgress(progress) {
      const payload = payloadOf(progress);
      if (!isRunning) bar.start(secondsMax, 0, payload);
      isRunning = true;
      bar.update(Math.min(secondsMax, Math.round((performance.now() - began) / 1000)), payload);
    },
    say(sentence) {
      stop();
      plainTeller.say(sentence);
    },
    stop,
  };
}
