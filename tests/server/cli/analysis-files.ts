import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import seedrandom from "seedrandom";
import { normalSource } from "../../../psychometrics/numeric/random.js";
import { register } from "../../../server/cli/commands/analyse.js";
import { runCommand } from "../../support/run-command.js";

/** Runs `khao analyse` in this program. */
export const analyse = (...args: string[]) => runCommand([register], ["analyse", ...args]);

/** Writes an analysis file into a folder and gives its path. */
export async function analysisFile(folder: string, name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/**
 * Writes dif.csv into a folder and gives its path: 900 test takers of two groups, eight items; the fourth is a logit and
 * a half harder in group b.
 */
export async function withDif(folder: string): Promise<string> {
  const normal = normalSource(seedrandom("khao analyse"));
  const random = seedrandom("responses");
  const lines = ["group,I1,I2,I3,I4,I5,I6,I7,I8"];
  for (let p = 0; p < 900; p++) {
    const theta = normal();
    const scores = Array.from({ length: 8 }, (_, i) => {
      const difficulty = -1.4 + 0.4 * i + (i === 3 && p % 2 ? 1.5 : 0);
      return random() < 1 / (1 + Math.exp(difficulty - theta)) ? 1 : 0;
    });
    lines.push([p % 2 ? "b" : "a", ...scores].join(","));
  }
  const path = join(folder, "dif.csv");
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}
