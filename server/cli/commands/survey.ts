import { InvalidArgumentError, Option, type Command } from "commander";
import { replicationMethods, ruleOf62, type ScaleConstants } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import { list, wholeNumber } from "../option-values.js";
import type { Destination } from "../files/fill-folder.js";
import type { SurveyRequest } from "../survey/request.js";

/** The options as commander gives them. */
interface SurveyOptions extends Omit<SurveyRequest, "table" | "isIndependent">, Destination {
  independent: boolean;
}

const examples = `
  $ npm run -s khao -- survey pisa.csv --values "PV*MATH" --weight W_FSTUWT --replicates "W_FSTURWT*" --method fay \\
      --by CNT --independent --cuts 357.77,420.07,482.38,544.68,606.99,669.3 --out tables
  $ npm run -s khao -- survey timss.csv --values "MAT*" --weight TOTWGT --zone JKZONE --half JKREP --method jk2-both \\
      --by female --percentiles 5,25,50,75,95 --predictors books --out tables
  $ npm run -s khao -- survey trend.csv --values "PV*MATH" --weight W_FSTUWT --replicates "W_FSTURWT*" --method fay \\
      --by CYCLE,female --trend-by CYCLE --link-error 3.53 --out trend
  $ npm run -s khao -- survey national.csv --values "PV*" --weight w --units school --strata stratum --method bootstrap \\
      --bootstrap 500 --seed 7 --scale 500,100 --by region --cuts 400,500,600 --out tables`;

/** `khao survey`: population estimates with plausible values and replicate weights. */
export function register(program: Command): void {
  program
    .command("survey")
    .description(say("survey.about"))
    .argument("<TABLE.csv>", say("survey.table"))
    .requiredOption("--values <column,...>", say("survey.values"), list)
    .requiredOption("--weight <column>", say("survey.weight"))
    .addOption(
      new Option("--method <method>", say("survey.method")).choices(replicationMethods).makeOptionMandatory(),
    )
    .requiredOption("--out <DIR>", say("survey.out"))
    .option("--replace", say("out.replace"), false)
    .option("--replicates <pattern>", say("survey.replicates"))
    .option("--zone <column>", say("survey.zone"))
    .option("--half <column>", say("survey.halfOption"))
    .option("--fay <k>", say("survey.fay"), fayFactor, 0.5)
    .option("--strata <column>", say("survey.strata"))
    .option("--bootstrap <N>", say("survey.bootstrap"), wholeNumber(2, 10_000), 200)
    .option("--seed <N>", say("survey.seed"), wholeNumber(0, 2 ** 53 - 1), 1)
    .option("--senate <column>", say("survey.senate"))
    .option("--scale <mean,sd>", say("survey.scale"), meanAndSd)
    .option("--scale-by <column>", say("survey.scaleBy"))
    .option("--constants <slope,intercept>", say("survey.constants"), constants)
    .option("--by <column,...>", say("survey.by"), list, [])
    .option("--independent", say("survey.independent"), false)
    .option("--cuts <score,...>", say("survey.cuts"), numbers(-Infinity, Infinity), [])
    .option("--percentiles <p,...>", say("survey.percentiles"), numbers(0, 100), [])
    .option("--predictors <column,...>", say("survey.predictors"), list, [])
    .option("--link-error <x>", say("survey.linkError"), linkError, 0)
    .option("--link-means <MEANS.csv>", say("survey.linkMeans"))
    .option("--trend-by <column>", say("survey.trendBy"))
    .addOption(
      new Option("--sampling-variance <rule>", say("survey.samplingVariance"))
        .choices(["all", "first"])
        .default("all"),
    )
    .option("--persons-min <N>", say("survey.personsMin"), wholeNumber(1, 1_000_000), ruleOf62.personsMin)
    .option("--units <column>", say("survey.units"))
    .option("--units-min <N>", say("survey.unitsMin"), wholeNumber(1, 1_000_000))
    .addHelpText("after", () => say("survey.help") + examples)
    .action(async (table: string, options: SurveyOptions, command: Command) => {
      const { surveyToFolder } = await import("../survey/work.js");
      const request = { ...options, table, isIndependent: options.independent };
      const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
      process.exitCode = await surveyToFolder(options, request, isGiven);
    });
}

function numbers(low: number, high: number) {
  return (value: string): number[] =>
    list(value).map((word) => {
      const number = Number(word);
      if (!Number.isFinite(number) || number < low || number > high) {
        throw new InvalidArgumentError(say("survey.badNumber", { word }));
      }
      return number;
    });
}

function meanAndSd(value: string): { mean: number; sd: number } {
  const [mean = NaN, sd = NaN, ...more] = list(value).map(Number);
  if (!Number.isFinite(mean) || !(sd > 0) || !Number.isFinite(sd) || more.length > 0)
    throw new InvalidArgumentError(say("equate.meanAndSd"));
  return { mean, sd };
}

function constants(value: string): ScaleConstants {
  const [slope = NaN, intercept = NaN, ...more] = list(value).map(Number);
  if (!(slope > 0) || !Number.isFinite(slope) || !Number.isFinite(intercept) || more.length > 0)
    throw new InvalidArgumentError(say("survey.slopeAndIntercept"));
  return { slope, intercept };
}

function fayFactor(value: string): number {
  const number = Number(value);
  if (!(number >= 0 && number < 1)) throw new InvalidArgumentError(say("usage.share"));
  return number;
}

function linkError(value: string): number {
  const number = Number(value);
  if (!(number >= 0) || !Number.isFinite(number))
    throw new InvalidArgumentError(say("survey.badNumber", { word: value }));
  return number;
}
