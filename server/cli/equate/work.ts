import { say } from "../../terminal/words.js";
import { fillFolder, plainTeller, type Destination } from "../files/fill-folder.js";
import { checkOptions } from "./from-options.js";
import type { EquateRequest } from "./request.js";
import { resultFiles, runEquating } from "./run.js";

/**
 * Equates two forms from their files and writes the result folder.
 *
 * @param isGiven whether the caller wrote an option, by its name in the request.
 * @returns the exit code.
 */
export function equateToFolder(
  to: Destination,
  request: EquateRequest,
  isGiven: (name: string) => boolean,
): Promise<number> {
  return fillFolder(to, resultFiles, plainTeller, async () => {
    checkOptions(request, isGiven);
    const { files, lines } = await runEquating(request);
    return { files, lines: [...lines, say("link.done", { folder: to.out })] };
  });
}
