import { say } from "../../terminal/words.js";
import { fillFolder, plainTeller, type Destination } from "../files/fill-folder.js";
import { resultFiles, runSimulation, type SimulationRequest } from "./run.js";

/** Simulates a study from its file and writes the result folder; gives the exit code. */
export function simulateToFolder(to: Destination, request: SimulationRequest): Promise<number> {
  return fillFolder(to, resultFiles, plainTeller, async () => {
    const { files, lines } = await runSimulation(request);
    return { files, lines: [...lines, say("link.done", { folder: to.out })] };
  });
}
