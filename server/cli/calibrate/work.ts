import { say, spokenLanguage } from "../../terminal/words.js";
import { diskSentence } from "../option-values.js";
import { InputError } from "./input-error.js";
import { checkOutFolder, writeFolder } from "./out-folder.js";
import { calibrationProgress } from "./progress.js";
import type { CalibrationRequest } from "./request.js";
import { resultFiles, runCalibration } from "./run.js";

/**
 * Runs a calibration from files with its progress on the terminal and writes its folder, whole or not at all.
 *
 * @param requested gives what to do; it may find that its input is wrong.
 * @returns the exit code.
 */
export async function calibrateToFolder(
  out: string,
  requested: () => CalibrationRequest | Promise<CalibrationRequest>,
): Promise<number> {
  let progress = calibrationProgress(1e-6);
  try {
    await checkOutFolder(out, resultFiles);
    const request = await requested();
    progress = calibrationProgress(request.tolerance);
    const { calibration, files } = await runCalibration(request, progress.say, progress.onCycle);
    await writeFolder(out, files);
    progress.stop();
    progress.say(
      say(calibration.converged ? "calibrate.converged" : "calibrate.stopped", {
        cycles: calibration.cycles,
        logLikelihood: calibration.logLikelihood.toFixed(4),
        folder: out,
      }),
    );
    for (const note of calibration.notes) progress.say(note);
    return 0;
  } catch (error) {
    progress.stop();
    const sentence = error instanceof InputError ? error.say(spokenLanguage()) : diskSentence(error, out);
    if (sentence === null) throw error;
    progress.say(sentence);
    return 1;
  }
}
