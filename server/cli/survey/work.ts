import { say } from "../../terminal/words.js";
import { InputError } from "../files/input-error.js";
import { fillFolder, plainTeller, type Destination } from "../files/fill-folder.js";
import type { SurveyRequest } from "./request.js";
import { resultFiles, runSurvey } from "./run.js";

/** Estimates for a population from a table of its sample and writes the result folder; gives the exit code. */
export function surveyToFolder(to: Destination, request: SurveyRequest): Promise<number> {
  return fillFolder(to, resultFiles, plainTeller, async () => {
    if (request.unitsMin !== undefined && request.units === undefined)
      throw new InputError("survey.unitsWanted");
    checkScale(request);
    const files = await runSurvey(request, plainTeller.say);
    return { files, lines: [say("survey.done", { folder: to.out })] };
  });
}

/** @throws {InputError} for options on the scale or the link that exclude or need each other. */
function checkScale({ scale, scaleBy, constants, linkMeans, linkError }: SurveyRequest): void {
  if (scale && constants) throw new InputError("survey.oneScale");
  if (scaleBy !== undefined && !scale) throw new InputError("survey.scaleByAlone");
  if (linkMeans !== undefined && linkError > 0) throw new InputError("survey.oneLinkError");
}
