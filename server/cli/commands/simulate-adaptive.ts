import { Option, type Command } from "commander";
import { modelNames } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import type { DesignRequest } from "../files/design-request.js";
import type { Destination } from "../files/fill-folder.js";
import { wholeNumber } from "../option-values.js";

/** The options as commander gives them. */
interface AdaptiveCommandOptions extends Omit<DesignRequest, "design">, Destination {}

const examples = `
  $ npm run -s khao -- simulate-adaptive adaptive.json --items cycle2026 --test-takers 2000 --seed 7 --out tried

  {
    "stop": { "itemsMax": 20, "itemsMin": 8, "standardErrorMax": 0.35 },
    "estimator": "eap", "prior": { "mean": 0, "sd": 1 },
    "areas": { "number": ["M01", "M02", "M03", "M04"], "shape": ["M11", "M12", "M13"] },
    "content": { "number": 0.6, "shape": 0.4 },
    "enemies": [["M03", "M12"]],
    "exposure": { "method": "sympson-hetter", "rateMax": 0.3 },
    "population": { "mean": 0.1, "sd": 1.1 }
  }`;

/** `khao simulate-adaptive`: how an adaptive test would go. */
export function register(program: Command): void {
  program
    .command("simulate-adaptive")
    .description(say("simulateAdaptive.about"))
    .argument("<DESIGN.json>", say("simulateAdaptive.design"))
    .requiredOption("--items <ITEMS.csv>", say("route.items"))
    .requiredOption("--out <DIR>", say("pv.out"))
    .option("--replace", say("out.replace"), false)
    .option("--test-takers <N>", say("simulateAdaptive.testTakers"), wholeNumber(1, 1_000_000), 1000)
    .option("--seed <N>", say("pv.seed"), wholeNumber(0, 2 ** 53 - 1), 1)
    .addOption(new Option("--model <model>", say("link.model")).choices(modelNames).default("gpcm"))
    .addHelpText("after", () => say("simulateAdaptive.help") + examples)
    .action(async (design: string, options: AdaptiveCommandOptions) => {
      const { simulateAdaptiveToFolder } = await import("../simulate-adaptive/work.js");
      process.exitCode = await simulateAdaptiveToFolder(options, { ...options, design });
    });
}
