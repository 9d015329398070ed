import { say } from "../../terminal/words.js";
import { calibrationProgress } from "../calibrate/progress.js";
import { fillFolder } from "../fill-folder.js";
import { resultFiles, runPlausibleValues, type PlausibleValuesRequest } from "./run.js";

/** Draws plausible values from files with its progress on the terminal and writes the result folder; gives the exit code. */
export function plausibleValuesToFolder(out: string, request: PlausibleValuesRequest): Promise<number> {
  const progress = calibrationProgress(request.tolerance, "pv.bar");
  return fillFolder(out, resultFiles, progress, async () => {
    const files = await runPlausibleValues(request, progress);
    return { files, lines: [say("pv.done", { draws: request.draws, folder: out })] };
  });
}
