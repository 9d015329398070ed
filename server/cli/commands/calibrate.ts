import { InvalidArgumentError, Option, type Command } from "commander";
import { estimators, modelNames, type Estimator, type ModelName } from "../../../psychometrics/index.js";
import { InputError } from "../calibrate/input-error.js";
import { checkOutFolder, writeFolder } from "../calibrate/out-folder.js";
import { calibrationProgress } from "../calibrate/progress.js";
import { resultFiles, runCalibration } from "../calibrate/run.js";

/** The options as commander gives them. */
interface CalibrateOptions {
  model: ModelName;
  out: string;
  key?: string;
  models?: string;
  id?: string;
  group?: string;
  weight?: string;
  ignore: string[];
  missing: "omit" | "wrong";
  anchor?: string;
  scores: Estimator[];
  quadrature: number;
  range: number;
  tolerance: number;
  seed?: number;
}

const help = `
RESPONSES.csv has a header of item names (and of the columns that options name) and a row per test taker; a cell is a
score from 0, or an option where --key has one for the item, and empty where the item was not presented.

DIR receives items.csv, persons.csv, fit.csv, classical.csv, summary.json and notes.csv (why a cell is empty, and what
else to know); with --key distractors.csv, with --group groups.csv. It is written whole or not at all.

Slopes and difficulties are in logits, D = 1. rasch, pcm and rsm fix slopes at 1 and estimate the variance of ability; the
others fix it at 1. With --group, the first group by number or name is the reference with mean 0, and the mean and
variance of the others are estimated. With --anchor, all means and variances are. The 3pl has a Beta(5, 17) prior on c.

Examples:
  $ npm run -s khao -- calibrate lsat.csv --model 2pl --out results
  $ npm run -s khao -- calibrate raw.csv --key key.csv --model rasch --range 10 --quadrature 101 --out results
  $ npm run -s khao -- calibrate national.csv --model gpcm --id student --weight w --group region --out results
  $ npm run -s khao -- calibrate new.csv --model 2pl --anchor old/items.csv --scores eap,wle --out linked`;

/** `khao calibrate`: item parameters, abilities, fit and classical statistics from a file of responses. */
export function register(program: Command): void {
  program
    .command("calibrate")
    .description(
      "calibrate items from a CSV file of responses, score the test takers, and write the tables to a folder",
    )
    .argument("<RESPONSES.csv>", "the responses")
    .addOption(
      new Option("--model <model>", "the item response model").choices(modelNames).makeOptionMandatory(),
    )
    .requiredOption("--out <DIR>", "the folder for the results")
    .option("--key <KEY.csv>", "right options, columns item,key: score against it and analyse distractors")
    .option(
      "--models <MODELS.csv>",
      "models of single items, columns item,model and scale (of rsm items, where there are several rating scales); the others get --model",
    )
    .option("--id <column>", "the column with the test takers' ids (default: the row number)")
    .option(
      "--group <column>",
      "the column with the test takers' groups, each with its own ability distribution",
    )
    .option(
      "--weight <column>",
      "the column with sampling weights; they are rescaled to sum to the number of test takers",
    )
    .option("--ignore <column,...>", "columns that are no items", list, [])
    .addOption(
      new Option("--missing <rule>", "what an empty cell counts as: left out, or a score of 0")
        .choices(["omit", "wrong"])
        .default("omit"),
    )
    .option("--anchor <ITEMS.csv>", "items whose parameters stay as they are, in the form of items.csv")
    .option("--scores <names>", "ability estimates to give", estimatorList, [...estimators])
    .option("--quadrature <N>", "number of equally spaced quadrature nodes", wholeNumber(3, 10_001), 61)
    .option("--range <R>", "the nodes go from -R to R", positive, 6)
    .option("--tolerance <x>", "stop when no parameter changes by as much in a cycle", positive, 1e-6)
    .option(
      "--seed <N>",
      "recorded with the results; nothing in a calibration is random",
      wholeNumber(0, 2 ** 53 - 1),
    )
    .addHelpText("after", help)
    .action(async (responses: string, options: CalibrateOptions) => {
      process.exitCode = await run(responses, options);
    });
}

async function run(responses: string, options: CalibrateOptions): Promise<number> {
  const progress = calibrationProgress(options.tolerance);
  try {
    await checkOutFolder(options.out, resultFiles);
    const request = { ...options, responses, seed: options.seed ?? null };
    const { calibration, files } = await runCalibration(request, progress.say, progress.onCycle);
    await writeFolder(options.out, files);
    progress.stop();
    const end = calibration.converged ? "Converged" : "Stopped without converging";
    progress.say(
      `${end} after ${calibration.cycles} cycles; log-likelihood ${calibration.logLikelihood.toFixed(4)}. Results in ${options.out}.`,
    );
    for (const note of calibration.notes) progress.say(note);
    return 0;
  } catch (error) {
    progress.stop();
    const sentence = error instanceof InputError ? error.message : diskSentence(error, options.out);
    if (sentence === null) throw error;
    progress.say(sentence);
    return 1;
  }
}

/** What the file system refused, in a sentence; null for anything else, which is a mistake of ours. */
function diskSentence(error: unknown, folder: string): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  if (error.code === "ENOSPC") return `The disk is full: ${folder} was not written.`;
  if (error.code === "EROFS" || error.code === "EACCES" || error.code === "EPERM") {
    return `${folder} may not be written by this user.`;
  }
  return null;
}

function list(value: string): string[] {
  return value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function estimatorList(value: string): Estimator[] {
  return list(value).map((name) => {
    const found = estimators.find((estimator) => estimator === name);
    if (!found) throw new InvalidArgumentError(`"${name}" is none of ${estimators.join(", ")}.`);
    return found;
  });
}

function wholeNumber(low: number, high: number) {
  return (value: string): number => {
    const number = Number(value);
    if (value.trim() === "" || !Number.isInteger(number) || number < low || number > high) {
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    }
    return number;
  };
}

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number))
    throw new InvalidArgumentError("It must be a number above 0.");
  return number;
}
