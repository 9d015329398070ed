import { say } from "../../terminal/words.js";
import { fillFolder, plainTeller, type Destination } from "../files/fill-folder.js";
import { checkOptions } from "./check-options.js";
import type { SurveyRequest } from "./request.js";
import { resultFiles, runSurvey } from "./run.js";

/**
 * Estimates for a population from a table of its sample and writes the result folder.
 *
 * @param isGiven whether the caller wrote an option, by its name in the request.
 * @returns the exit code.
 */
export function surveyToFolder(
  to: Destination,
  request: SurveyRequest,
  isGiven: (name: string) => boolean,
): Promise<number> {
  return fillFolder(to, resultFiles, plainTeller, async () => {
    checkOptions(request, isGiven);
    const files = await runSurvey(request, plainTeller.say);
    return { files, lines: [say("survey.done", { folder: to.out })] };
  });
}
