import { Option, type Command } from "commander";
import { linkMethods, modelNames } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import type { Destination } from "../files/fill-folder.js";
import { positive, share } from "../option-values.js";
import type { LinkRequest } from "../link/run.js";

/** The options as commander gives them. */
interface LinkCommandOptions extends Omit<LinkRequest, "base" | "other">, Destination {}

const examples = `
  $ npm run -s khao -- link cycle2023 cycle2026 --out linked
  $ npm run -s khao -- link bank/items.csv pilot/items.csv --method haebara --symmetric --out linked
  $ npm run -s khao -- link cycle2023 cycle2026 --robust --units texts.csv --out linked
  $ npm run -s khao -- link cycle2023 cycle2026 --robust --robust-cutoff 2.7 --robust-share 0.1 --out linked
  $ npm run -s khao -- link cycle2023 cycle2026 --base-group VNM --other-group VNM --out linked`;

/** `khao link`: one calibration on the scale of another, by the items that both have. */
export function register(program: Command): void {
  program
    .command("link")
    .description(say("link.about"))
    .argument("<BASE>", say("link.base"))
    .argument("<OTHER>", say("link.other"))
    .requiredOption("--out <DIR>", say("pv.out"))
    .option("--replace", say("out.replace"), false)
    .addOption(
      new Option("--method <name>", say("link.method")).choices(linkMethods).default("stocking-lord"),
    )
    .addOption(
      new Option("--weights <kind>", say("link.weights")).choices(["normal", "uniform"]).default("normal"),
    )
    .option("--symmetric", say("link.symmetric"), false)
    .addOption(new Option("--slope <rule>", say("link.slope")).choices(["free", "one"]))
    .option("--robust", say("link.robust"), false)
    .option("--robust-cutoff <z>", say("link.robustCutoff"), positive)
    .option("--robust-share <x>", say("link.robustShare"), share)
    .option("--base-group <group>", say("link.baseGroup"))
    .option("--other-group <group>", say("link.otherGroup"))
    .option("--units <UNITS.csv>", say("link.units"))
    .addOption(new Option("--model <model>", say("link.model")).choices(modelNames).default("gpcm"))
    .addHelpText("after", () => say("link.help") + examples)
    .action(async (base: string, other: string, options: LinkCommandOptions) => {
      const { linkToFolder } = await import("../link/work.js");
      process.exitCode = await linkToFolder(options, { ...options, base, other });
    });
}
