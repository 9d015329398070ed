import { InvalidArgumentError, Option, type Command } from "commander";
import { estimators, modelNames, type Estimator } from "../../../psychometrics/index.js";
import { threadsForAll } from "../../psychometrics-threads/threads.js";
import { say } from "../../terminal/words.js";
import type { InformationGrid } from "../calibrate/booklet-tables.js";
import type { CalibrateOptions } from "../calibrate/from-options.js";
import { integrations } from "../multidimensional/integration.js";
import { list, positive, wholeNumber } from "../option-values.js";

const examples = `
  $ npm run -s khao -- calibrate lsat.csv --model 2pl --out results
  $ npm run -s khao -- calibrate raw.csv --key key.csv --model rasch --range 10 --quadrature 101 --out results
  $ npm run -s khao -- calibrate national.csv --model gpcm --id student --weight w --group region --out results
  $ npm run -s khao -- calibrate new.csv --model 2pl --anchor old/items.csv --scores eap,wle --out linked
  $ npm run -s khao -- calibrate pilot.csv --model 2pl --id student --booklet booklet --tables --units texts.csv --out results
  $ npm run -s khao -- calibrate pisa.csv --model gpcm --id student --dimensions domains.csv --regressors female,ses --out results`;

/** `khao calibrate`: item parameters, abilities, fit and classical statistics from a file of responses. */
export function register(program: Command): void {
  program
    .command("calibrate")
    .description(say("calibrate.about"))
    .argument("<RESPONSES.csv>", say("calibrate.responses"))
    .addOption(
      new Option("--model <model>", say("calibrate.model")).choices(modelNames).makeOptionMandatory(),
    )
    .requiredOption("--out <DIR>", say("calibrate.out"))
    .option("--replace", say("out.replace"), false)
    .option("--key <KEY.csv>", say("calibrate.key"))
    .option("--models <MODELS.csv>", say("calibrate.models"))
    .option("--id <column>", say("calibrate.id"))
    .option("--group <column>", say("calibrate.group"))
    .option("--reference <group>", say("calibrate.referenceOption"))
    .option("--weight <column>", say("calibrate.weight"))
    .option("--senate <column>", say("calibrate.senate"))
    .option("--ignore <column,...>", say("calibrate.ignore"), list, [])
    .addOption(
      new Option("--missing <rule>", say("calibrate.missing")).choices(["omit", "wrong"]).default("omit"),
    )
    .option("--missing-codes <code,...>", say("calibrate.missingCodes"), list, [])
    .option("--anchor <ITEMS.csv>", say("calibrate.anchor"))
    .option("--covariance", say("calibrate.covariance"), false)
    .option("--unconnected", say("calibrate.unconnected"), false)
    .option("--scores <names>", say("calibrate.scores"), estimatorList, [...estimators])
    .option("--quadrature <N>", say("calibrate.quadrature"), wholeNumber(3, 10_001), 61)
    .addOption(new Option("--integration <method>", say("calibrate.integration")).choices(integrations))
    .option("--range <R>", say("calibrate.range"), positive, 6)
    .option("--tolerance <x>", say("calibrate.tolerance"), positive, 1e-6)
    .option("--diagnostics", say("calibrate.diagnostics"), false)
    .option("--tables", say("calibrate.tables"), false)
    .option("--booklet <column>", say("calibrate.booklet"))
    .option("--units <UNITS.csv>", say("calibrate.units"))
    .option("--grid <low,high,N>", say("calibrate.grid"), informationGridOf)
    .option("--response-probability <p>", say("calibrate.responseProbability"), probability)
    .option("--dimensions <FILE.csv>", say("calibrate.dimensions"))
    .option("--regressors <column,...>", say("calibrate.regressors"), list)
    .option("--threads <N>", say("calibrate.threads"), wholeNumber(1, 64), threadsForAll())
    .option("--seed <N>", say("calibrate.seed"), wholeNumber(0, 2 ** 53 - 1))
    .addHelpText("after", () => say("calibrate.help") + examples)
    .action(async (responses: string, options: CalibrateOptions, command: Command) => {
      const { calibrateToFolder } = await import("../calibrate/work.js");
      const { requestFromOptions } = await import("../calibrate/from-options.js");
      const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
      process.exitCode = await calibrateToFolder(options, () =>
        requestFromOptions(responses, options, isGiven),
      );
    });
}

/** Two abilities and how many to take between them, ends included. */
function informationGridOf(value: string): InformationGrid {
  const [from = NaN, to = NaN, count = NaN, ...more] = list(value).map(Number);
  const isGrid = Number.isFinite(from) && to > from && Number.isFinite(to);
  if (!isGrid || !Number.isInteger(count) || count < 2 || count > 10_001 || more.length > 0)
    throw new InvalidArgumentError(say("calibrate.badGrid"));
  return { from, to, count };
}

function probability(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number < 1)) throw new InvalidArgumentError(say("calibrate.betweenZeroAndOne"));
  return number;
}

function estimatorList(value: string): Estimator[] {
  return list(value).map((name) => {
    const found = estimators.find((estimator) => estimator === name);
    if (!found) throw new InvalidArgumentError(say("usage.noneOf", { name, names: estimators.join(", ") }));
    return found;
  });
}
