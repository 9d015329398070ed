import { say } from "../../terminal/words.js";
import type { DesignRequest } from "../files/design-request.js";
import { fillFolder, plainTeller, type Destination } from "../files/fill-folder.js";
import { resultFiles, runRouting } from "./run.js";

/** Finds the cut scores of a multistage test from its files and writes the result folder; gives the exit code. */
export function routeToFolder(to: Destination, request: DesignRequest): Promise<number> {
  return fillFolder(to, resultFiles, plainTeller, async () => {
    const { files, lines } = await runRouting(request, plainTeller.say);
    return { files, lines: [...lines, say("link.done", { folder: to.out })] };
  });
}
