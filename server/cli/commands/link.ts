import { Option, type Command } from "commander";
import { linkMethods, modelNames } from "../../../psychometrics/index.js";
import { say, spokenLanguage } from "../../terminal/words.js";
import { InputError } from "../calibrate/input-error.js";
import { checkOutFolder, writeFolder } from "../calibrate/out-folder.js";
import { resultFiles, runLink, type LinkRequest } from "../link/run.js";
import { diskSentence } from "../option-values.js";

/** The options as commander gives them. */
interface LinkCommandOptions extends Omit<LinkRequest, "base" | "other"> {
  out: string;
}

const examples = `
  $ npm run -s khao -- link cycle2023 cycle2026 --out linked
  $ npm run -s khao -- link bank/items.csv pilot/items.csv --method haebara --symmetric --out linked
  $ npm run -s khao -- link cycle2023 cycle2026 --robust --units texts.csv --out linked`;

/** `khao link`: one calibration on the scale of another, by the items that both have. */
export function register(program: Command): void {
  program
    .command("link")
    .description(say("link.about"))
    .argument("<BASE>", say("link.base"))
    .argument("<OTHER>", say("link.other"))
    .requiredOption("--out <DIR>", say("pv.out"))
    .addOption(
      new Option("--method <name>", say("link.method")).choices(linkMethods).default("stocking-lord"),
    )
    .addOption(
      new Option("--weights <kind>", say("link.weights")).choices(["normal", "uniform"]).default("normal"),
    )
    .option("--symmetric", say("link.symmetric"), false)
    .addOption(new Option("--slope <rule>", say("link.slope")).choices(["free", "one"]))
    .option("--robust", say("link.robust"), false)
    .option("--units <UNITS.csv>", say("link.units"))
    .addOption(new Option("--model <model>", say("link.model")).choices(modelNames).default("gpcm"))
    .addHelpText("after", () => say("link.help") + examples)
    .action(async (base: string, other: string, options: LinkCommandOptions) => {
      process.exitCode = await run(base, other, options);
    });
}

async function run(base: string, other: string, options: LinkCommandOptions): Promise<number> {
  const tell = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  try {
    await checkOutFolder(options.out, resultFiles);
    const { linking, files } = await runLink({ ...options, base, other }, tell);
    await writeFolder(options.out, files);
    const { slope, intercept, standardErrors, items } = linking;
    const digits = (value: number) => value.toFixed(5);
    tell(say("link.constants", { slope: digits(slope), intercept: digits(intercept) }));
    if (!standardErrors) tell(say("link.noErrors"));
    const unstable = items.filter(({ isUnstable }) => isUnstable).map(({ item }) => item);
    if (unstable.length > 0) tell(say("link.unstable", { items: unstable.join(", ") }));
    tell(say("link.done", { folder: options.out }));
    return 0;
  } catch (error) {
    const sentence =
      error instanceof InputError ? error.say(spokenLanguage()) : diskSentence(error, options.out);
    if (sentence === null) throw error;
    tell(sentence);
    return 1;
  }
}
