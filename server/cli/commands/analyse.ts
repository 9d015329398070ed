import type { Command } from "commander";
import { say } from "../../terminal/words.js";
import type { Destination } from "../files/fill-folder.js";

const examples = `
  $ npm run -s khao -- analyse analysis.json --out results

  {
    "responses": "national.csv", "id": "student", "weight": "w", "group": "region", "ignore": ["booklet"],
    "model": "gpcm", "models": "models.csv", "diagnostics": true,
    "priors": [{ "parameter": "slope", "prior": { "kind": "log-normal", "mean": 0, "standardDeviation": 0.5 } }],
    "invariance": { "threshold": 0.12, "freePerRound": 5 },
    "dif": { "reference": "north", "focal": "south", "purify": true, "logistic": true }
  }

  {
    "responses": "pisa.csv", "id": "student", "weight": "w", "model": "gpcm", "dimensions": "dimensions.csv",
    "regressors": ["female", "ses"]
  }`;

/** `khao analyse`: everything `calibrate` does, and what it has no options for, from one file. */
export function register(program: Command): void {
  program
    .command("analyse")
    .description(say("analyse.about"))
    .argument("<ANALYSIS.json>", say("analyse.file"))
    .requiredOption("--out <DIR>", say("calibrate.out"))
    .option("--replace", say("out.replace"), false)
    .addHelpText("after", () => say("analyse.help") + examples)
    .action(async (file: string, to: Destination) => {
      const { calibrateToFolder } = await import("../calibrate/work.js");
      const { readAnalysis } = await import("../analyse/read-analysis.js");
      process.exitCode = await calibrateToFolder(to, () => readAnalysis(file));
    });
}
