import { Option, type Command } from "commander";
import { modelNames } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import { wholeNumber } from "../option-values.js";
import type { DesignRequest } from "../files/design-request.js";
import type { Destination } from "../files/fill-folder.js";

/** The options as commander gives them. */
interface RouteOptions extends Omit<DesignRequest, "design">, Destination {}

const examples = `
  $ npm run -s khao -- route multistage.json --items cycle2026 --out routing
  $ npm run -s khao -- route multistage.json --items testlets.csv --test-takers 20000 --seed 7 --out routing

  {
    "testlets": { "core": ["M01", "M02", "M03", "M04"], "easy": ["M11", "M12", "M13"], "hard": ["M21", "M22", "M23"] },
    "humanCoded": ["M04"],
    "start": ["core"],
    "steps": [{ "after": ["core"], "easy": ["easy"], "hard": ["hard"] }],
    "cuts": { "rule": "abilities", "low": 425, "high": 530, "scale": { "slope": 90, "intercept": 500 } },
    "probabilities": { "low": 0.9, "medium": 0.5, "high": 0.1 },
    "population": { "mean": 0, "sd": 1 }
  }`;

/** `khao route`: cut scores of a multistage test, and who goes where by them. */
export function register(program: Command): void {
  program
    .command("route")
    .description(say("route.about"))
    .argument("<DESIGN.json>", say("route.design"))
    .requiredOption("--items <ITEMS.csv>", say("route.items"))
    .requiredOption("--out <DIR>", say("pv.out"))
    .option("--replace", say("out.replace"), false)
    .option("--test-takers <N>", say("route.testTakers"), wholeNumber(0, 10_000_000), 2000)
    .option("--seed <N>", say("pv.seed"), wholeNumber(0, 2 ** 53 - 1), 1)
    .addOption(new Option("--model <model>", say("link.model")).choices(modelNames).default("gpcm"))
    .addHelpText("after", () => say("route.help") + examples)
    .action(async (design: string, options: RouteOptions) => {
      const { routeToFolder } = await import("../route/work.js");
      process.exitCode = await routeToFolder(options, { ...options, design });
    });
}
