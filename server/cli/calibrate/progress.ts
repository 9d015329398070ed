import { SingleBar } from "cli-progress";
import { say, spokenLanguage, wordsIn, type WordKey } from "../../terminal/words.js";
import type { CycleProgress } from "../../../psychometrics/index.js";
import { plainTeller, type Teller } from "../files/fill-folder.js";

/** Tells on standard error how a calibration is getting on: a bar on a terminal, plain lines elsewhere. */
export interface CalibrationProgress extends Teller {
  onCycle: (progress: CycleProgress) => void;
}

/** Lines are for logs: one every few seconds is enough. */
const lineIntervalMs = 5000;

/**
 * @param tolerance of the iteration, which says how far there is to go.
 * @param format what the bar looks like.
 */
export function calibrationProgress(
  tolerance: number,
  format: WordKey = "calibrate.bar",
): CalibrationProgress {
  return process.stderr.isTTY ? barProgress(tolerance, format) : lineProgress();
}

function barProgress(tolerance: number, format: WordKey): CalibrationProgress {
  const bar = new SingleBar({
    // The bar fills its own {places}.
    format: say(format),
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  let isRunning = false;
  let first = 0;
  let furthest = 0;
  let present: string | null = null;
  const stop = () => {
    if (isRunning) bar.stop();
    isRunning = false;
  };
  return {
    say(sentence) {
      stop();
      plainTeller.say(sentence);
    },
    onCycle({ cycle, logLikelihood, largestChange, fit }) {
      const name = nameOf(fit);
      const payload = { cycle, logLikelihood: logLikelihood.toFixed(3), fit: name === "" ? "" : `  ${name}` };
      if (!isRunning) bar.start(100, 0, payload);
      // Each calibration of several has its own way to go.
      if (!isRunning || name !== present) {
        first = largestChange;
        furthest = 0;
      }
      isRunning = true;
      present = name;
      // The change falls about geometrically towards the tolerance, so its logarithm is the way gone.
      const share = Math.log(first / largestChange) / Math.log(first / tolerance);
      furthest = Math.max(furthest, Math.min(100, Math.round(100 * share)) || 0);
      bar.update(furthest, payload);
    },
    stop,
  };
}

function lineProgress(): CalibrationProgress {
  let last = performance.now();
  return {
    ...plainTeller,
    onCycle({ cycle, logLikelihood, largestChange, fit }) {
      if (performance.now() - last < lineIntervalMs) return;
      last = performance.now();
      const values = {
        ...{ cycle, logLikelihood: logLikelihood.toFixed(3), change: largestChange.toPrecision(2) },
        fit: nameOf(fit),
      };
      process.stderr.write(`${say(fit ? "calibrate.lineOfFit" : "calibrate.line", values)}\n`);
    },
  };
}

/** Which of several calibrations it is, in the language of the terminal; nothing where there is one. */
function nameOf(fit: CycleProgress["fit"]): string {
  return fit ? wordsIn(spokenLanguage(), fit) : "";
}
