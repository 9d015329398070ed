import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option, type Command } from "commander";
import { say } from "../../terminal/words.js";
import { list, positive, share, wholeNumber } from "../option-values.js";
import type { Destination } from "../files/fill-folder.js";
import type { PlausibleValuesRequest } from "../pv/request.js";

/** The options as commander gives them. */
interface PvOptions extends Omit<PlausibleValuesRequest, "responses" | "share" | "ignore">, Destination {
  components: boolean;
  share: number;
  ignore: string[];
}

const examples = `
  $ npm run -s khao -- pv national.csv --items results/items.csv --id student --background pupils.csv --out pv
  $ npm run -s khao -- pv national.csv --items results/items.csv --dimensions domains.csv --id student --weight w \\
      --background pupils.csv --numeric ses,age --share 0.8 --draws 10 --seed 2026 --out pv
  $ npm run -s khao -- pv region.csv --items items.csv --id student --group country --background pupils.csv --share 0.99 --draws 5 --out pv`;

/** `khao pv`: a population model and plausible values from responses, item parameters and background variables. */
export function register(program: Command): void {
  program
    .command("pv")
    .description(say("pv.about"))
    .argument("<RESPONSES.csv>", say("pv.responses"))
    .requiredOption("--items <ITEMS.csv>", say("pv.items"))
    .requiredOption("--out <DIR>", say("pv.out"))
    .option("--replace", say("out.replace"), false)
    .option("--dimensions <FILE.csv>", say("pv.dimensions"))
    .option("--name <name>", say("pv.name"), columnName, "THETA")
    .option("--background <FILE.csv>", say("pv.background"))
    .option("--id <column>", say("pv.id"))
    .option("--numeric <column,...>", say("pv.numeric"), list, [])
    .option("--interactions <a:b,...>", say("pv.interactions"), pairs, [])
    .addOption(new Option("--coding <kind>", say("pv.coding")).choices(["effect", "dummy"]).default("effect"))
    .option("--share <x>", say("pv.share"), share, 0.9)
    .option("--components-max <N>", say("pv.componentsMax"), wholeNumber(1, 10_000))
    .option("--no-components", say("pv.noComponents"))
    .option("--draws <N>", say("pv.draws"), wholeNumber(1, 1000), 10)
    .option("--seed <N>", say("pv.seed"), wholeNumber(0, 2 ** 53 - 1), 1)
    .addOption(new Option("--shape <kind>", say("pv.shape")).choices(["normal", "exact"]).default("normal"))
    .addOption(
      new Option("--method <kind>", say("pv.method"))
        .choices(["quadrature", "laplace"])
        .default("quadrature"),
    )
    .option("--key <KEY.csv>", say("pv.key"))
    .option("--group <column>", say("pv.group"))
    .option("--weight <column>", say("pv.weight"))
    .option("--ignore <column,...>", say("pv.ignore"), list, [])
    .option("--ignore-background <column,...>", say("pv.ignoreBackground"), list, [])
    .addOption(
      new Option("--missing <rule>", say("calibrate.missing")).choices(["omit", "wrong"]).default("omit"),
    )
    .option("--missing-codes <code,...>", say("calibrate.missingCodes"), list, [])
    .option("--tolerance <x>", say("pv.tolerance"), positive, 1e-6)
    .option("--workers <N>", say("pv.workers"), wholeNumber(1, 256), availableParallelism())
    .addHelpText("after", () => say("pv.help") + examples)
    .action(async (responses: string, options: PvOptions, command: Command) => {
      const { plausibleValuesToFolder } = await import("../pv/work.js");
      const request = { ...options, responses, share: options.components ? options.share : null };
      const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
      process.exitCode = await plausibleValuesToFolder(options, request, isGiven);
    });
}

function columnName(value: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(value)) throw new InvalidArgumentError(say("pv.dimensionName"));
  return value;
}

function pairs(value: string): [string, string][] {
  return list(value).map((pair) => {
    const [first, second, ...others] = pair.split(":").map((name) => name.trim());
    if (!first || !second || others.length > 0) throw new InvalidArgumentError(say("pv.noPair", { pair }));
    return [first, second];
  });
}
