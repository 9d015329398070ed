import { basename } from "node:path";
import type { AssembledForms } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import { fillFolder, type Destination } from "../files/fill-folder.js";
import { assemblyProgress } from "./progress.js";
import { infeasibilityLines } from "./report.js";
import { resultFiles, runAssembly, type AssembleOutcome, type AssembleRequest } from "./run.js";

/** Assembles forms from files with its progress on the terminal and writes the result folder; gives the exit code. */
export function assembleToFolder(to: Destination, request: AssembleRequest): Promise<number> {
  const progress = assemblyProgress(request.secondsMax);
  return fillFolder(to, resultFiles, progress, async () => {
    const outcome = await runAssembly(request, progress.say, progress.onProgress);
    return { files: outcome.files, lines: linesOf(outcome, request, to.out) };
  });
}

function linesOf(outcome: AssembleOutcome, request: AssembleRequest, folder: string): string[] {
  const { uncalibrated } = outcome.result;
  const first =
    uncalibrated.length > 0 ? [say("assemble.uncalibrated", { items: uncalibrated.join(", ") })] : [];
  if (uncalibrated.length > 0 && request.items !== undefined && request.parameters === undefined)
    first.push(say("assemble.parametersWanted", { file: basename(request.items) }));
  if (outcome.files !== null)
    return [...first, ...outcome.lines, howGood(outcome.result), say("link.done", { folder })];
  const { infeasibility } = outcome.result;
  return [
    ...first,
    ...(infeasibility ? infeasibilityLines(infeasibility, outcome.forms) : [say("assemble.unfinished")]),
  ];
}

function howGood({ objective, bound, gap, end }: AssembledForms): string {
  if (objective === null) return say("assemble.noTarget");
  const values = {
    objective: objective.toFixed(4),
    bound: bound?.toFixed(4) ?? "-",
    gap: gap === null ? "-" : (100 * gap).toFixed(2),
  };
  return say(end === "optimal" ? "assemble.reached" : "assemble.cutShort", values);
}
