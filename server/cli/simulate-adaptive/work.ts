import { say } from "../../terminal/words.js";
import { fillFolder, plainTeller, type Destination } from "../files/fill-folder.js";
import { resultFiles, runAdaptive, type AdaptiveRequest } from "./run.js";

/** Simulates an adaptive test from its files and writes the result folder; gives the exit code. */
export function simulateAdaptiveToFolder(to: Destination, request: AdaptiveRequest): Promise<number> {
  return fillFolder(to, resultFiles, plainTeller, async () => {
    const { files, lines } = await runAdaptive(request, plainTeller.say);
    return { files, lines: [...lines, say("link.done", { folder: to.out })] };
  });
}
