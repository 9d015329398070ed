import type { Command } from "commander";
import { say } from "../../terminal/words.js";
import type { Destination } from "../files/fill-folder.js";
import { wholeNumber } from "../option-values.js";

const examples = `
  $ npm run -s khao -- simulate-responses study.json --seed 7 --out simulated

  {
    "dimensions": ["math", "read"],
    "items": [
      { "model": "2pl", "count": 20, "prefix": "M", "dimension": "math" },
      { "model": "gpcm", "categories": 3, "count": 6, "prefix": "R", "dimension": "read" },
      { "item": "R7", "model": "grm", "slope": 1.1, "difficulties": [-1, 0.2, 1.3], "dimension": "read" }
    ],
    "differs": [{ "items": ["M3"], "groups": ["2026"], "shift": 0.5 }],
    "groups": [
      { "name": "2023", "testTakers": 1500, "covariance": [[1, 0.7], [0.7, 1]] },
      { "name": "2026", "mean": [0.2, 0.1], "covariance": [[1, 0.7], [0.7, 1]],
        "sample": { "strata": [{ "name": "city", "schools": 400, "sampled": 30, "shift": [0.4, 0.4] },
                               { "name": "land", "schools": 900, "sampled": 45 }],
                    "schoolSize": { "min": 30, "max": 400 }, "perSchool": 25, "intraclassCorrelation": 0.25 } }
    ],
    "blocks": { "A": ["M1", "M2", "M3"], "B": ["M4", "R1", "R2"], "C": ["R3", "R7"] },
    "booklets": [{ "name": "1", "blocks": ["A", "B"] }, { "name": "2", "blocks": ["B", "C"] }, { "name": "3", "blocks": ["C", "A"] }],
    "regressors": [{ "name": "ses", "kind": "normal", "coefficients": [0.4, 0.3] }]
  }`;

/** `khao simulate-responses`: a study's responses from known items and abilities, without a server. */
export function register(program: Command): void {
  program
    .command("simulate-responses")
    .description(say("simulateResponses.about"))
    .argument("<DESIGN.json>", say("simulateResponses.design"))
    .requiredOption("--out <DIR>", say("pv.out"))
    .option("--replace", say("out.replace"), false)
    .option("--seed <N>", say("pv.seed"), wholeNumber(0, 2 ** 53 - 1), 1)
    .addHelpText("after", () => say("simulateResponses.help") + examples)
    .action(async (design: string, options: Destination & { seed: number }) => {
      const { simulateToFolder } = await import("../simulate-responses/work.js");
      process.exitCode = await simulateToFolder(options, { ...options, design });
    });
}
