import { say } from "../../terminal/words.js";
import { calibrationProgress } from "../calibrate/progress.js";
import { fillFolder, type Destination } from "../files/fill-folder.js";
import { checkOptions } from "./check-options.js";
import type { PlausibleValuesRequest } from "./request.js";
import { resultFiles, runPlausibleValues } from "./run.js";

/**
 * Draws plausible values from files with its progress on the terminal and writes the result folder.
 *
 * @param isGiven whether the caller wrote an option, by its name in the request.
 * @returns the exit code.
 */
export function plausibleValuesToFolder(
  to: Destination,
  request: PlausibleValuesRequest,
  isGiven: (name: string) => boolean,
): Promise<number> {
  const progress = calibrationProgress(request.tolerance, "pv.bar");
  return fillFolder(to, resultFiles, progress, async () => {
    checkOptions(isGiven);
    const files = await runPlausibleValues(request, progress);
    return { files, lines: [say("pv.done", { draws: request.draws, folder: to.out })] };
  });
}
