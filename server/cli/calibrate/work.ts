import { say, spokenLanguage, wordsIn } from "../../terminal/words.js";
import { fillFolder, type Destination, type Teller } from "../files/fill-folder.js";
import { calibrationProgress } from "./progress.js";
import type { CalibrationOutcome, CalibrationRequest } from "./request.js";
import { resultFiles } from "./result-files.js";
import { runCalibration } from "./run.js";

/**
 * Runs a calibration from files with its progress on the terminal and writes its folder, whole or not at all.
 *
 * @param requested gives what to do; it may find that its input is wrong.
 * @returns the exit code.
 */
export function calibrateToFolder(
  to: Destination,
  requested: () => CalibrationRequest | Promise<CalibrationRequest>,
): Promise<number> {
  let progress = calibrationProgress(1e-6);
  const teller: Teller = { say: (sentence) => progress.say(sentence), stop: () => progress.stop() };
  return fillFolder(to, resultFiles, teller, async () => {
    const request = await requested();
    progress = calibrationProgress(request.tolerance);
    const outcome = await runCalibration(request, progress.say, progress.onCycle);
    return { files: outcome.files, lines: linesOf(outcome, to.out) };
  });
}

function linesOf({ calibration, classicalBasis, notes }: CalibrationOutcome, folder: string): string[] {
  const { converged, cycles, logLikelihood } = calibration;
  const values = { cycles, logLikelihood: logLikelihood.toFixed(4), folder };
  const inWords = [classicalBasis, ...notes].map((sentence) => wordsIn(spokenLanguage(), sentence));
  return [say(converged ? "calibrate.converged" : "calibrate.stopped", values), ...inWords];
}
