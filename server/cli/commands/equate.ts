import { InvalidArgumentError, Option, type Command } from "commander";
import {
  irtEquatingMethods,
  linkMethods,
  modelNames,
  scoreEquatingMethods,
  type NormalAbility,
} from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import type { EquateMethod, EquateRequest } from "../equate/request.js";
import type { Destination } from "../files/fill-folder.js";
import { list, wholeNumber } from "../option-values.js";

/** The options as commander gives them. */
interface EquateOptions extends Omit<EquateRequest, "from" | "to" | "methods" | "presmooth">, Destination {
  method: EquateMethod[];
  presmooth?: number | "aic";
}

const equateMethods: readonly EquateMethod[] = [...scoreEquatingMethods, ...irtEquatingMethods];

const examples = `
  $ npm run -s khao -- equate form2026.csv form2025.csv --method equipercentile --presmooth aic --id student --out equated
  $ npm run -s khao -- equate counts2026.csv counts2025.csv --method equipercentile --presmooth 4 --out equated
  $ npm run -s khao -- equate new.csv old.csv --method chained,frequency-estimation --anchor-items A1,A2,A3,A4 \\
      --bootstrap 500 --seed 1 --out equated
  $ npm run -s khao -- equate cycle2026 cycle2023 --method true-score,observed-score --out equated
  $ npm run -s khao -- equate pilot pilot --forms forms.csv --from-form A --to-form B --method true-score --out equated`;

/** `khao equate`: what the scores of one form are worth on another. */
export function register(program: Command): void {
  const command = program
    .command("equate")
    .description(say("equate.about"))
    .argument("<FROM>", say("equate.from"))
    .argument("<TO>", say("equate.to"))
    .requiredOption(
      "--method <name,...>",
      say("equate.method", { methods: equateMethods.join(", ") }),
      methods,
    )
    .requiredOption("--out <DIR>", say("pv.out"))
    .option("--replace", say("out.replace"), false)
    .option("--from-weight <w>", say("equate.fromWeight"), share, 0.5);
  withScoreOptions(command);
  withItemOptions(command);
  command
    .addHelpText("after", () => say("equate.help") + examples)
    .action(async (from: string, to: string, { method, presmooth, ...options }: EquateOptions) => {
      const { equateToFolder } = await import("../equate/work.js");
      const request = { ...options, from, to, methods: method, presmooth: presmooth ?? null };
      const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
      process.exitCode = await equateToFolder(options, request, isGiven);
    });
}

function withScoreOptions(command: Command): void {
  command
    .option("--presmooth <degree>", say("equate.presmooth"), smoothing)
    .option("--anchor-items <item,...>", say("equate.anchorItems"), list)
    .option("--external", say("equate.external"), false)
    .option("--bootstrap <N>", say("equate.bootstrap"), wholeNumber(0, 100_000), 200)
    .option("--seed <N>", say("equate.seed"), wholeNumber(0, 2 ** 53 - 1), 1)
    .option("--from-max <N>", say("equate.fromMax"), wholeNumber(1, 1_000_000))
    .option("--to-max <N>", say("equate.toMax"), wholeNumber(1, 1_000_000))
    .option("--id <column>", say("calibrate.id"))
    .option("--weight <column>", say("equate.weight"))
    .option("--ignore <column,...>", say("calibrate.ignore"), list, [])
    .option("--key <KEY.csv>", say("equate.key"))
    .addOption(
      new Option("--missing <rule>", say("calibrate.missing")).choices(["omit", "wrong"]).default("omit"),
    )
    .option("--missing-codes <code,...>", say("calibrate.missingCodes"), list, []);
}

function withItemOptions(command: Command): void {
  command
    .option("--one-scale", say("equate.oneScale"), false)
    .addOption(
      new Option("--link-method <name>", say("link.method")).choices(linkMethods).default("stocking-lord"),
    )
    .option("--robust", say("link.robust"), false)
    .option("--forms <FORMS.csv>", say("equate.forms"))
    .option("--from-form <form>", say("equate.fromForm"))
    .option("--to-form <form>", say("equate.toForm"))
    .option("--from-group <group>", say("equate.fromGroup"))
    .option("--to-group <group>", say("equate.toGroup"))
    .option("--from-ability <mean,sd>", say("equate.fromAbility"), ability)
    .option("--to-ability <mean,sd>", say("equate.toAbility"), ability)
    .addOption(new Option("--model <model>", say("link.model")).choices(modelNames).default("gpcm"));
}

function methods(value: string): EquateMethod[] {
  const names = list(value).map((name) => {
    const found = equateMethods.find((method) => method === name);
    if (!found)
      throw new InvalidArgumentError(say("usage.noneOf", { name, names: equateMethods.join(", ") }));
    return found;
  });
  if (names.length === 0)
    throw new InvalidArgumentError(say("usage.noneOf", { name: value, names: equateMethods.join(", ") }));
  return [...new Set(names)];
}

function smoothing(value: string): number | "aic" {
  return value === "aic" ? value : wholeNumber(1, 30)(value);
}

function share(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number >= 0 && number <= 1))
    throw new InvalidArgumentError(say("equate.weightRange"));
  return number;
}

function ability(value: string): NormalAbility {
  const [mean = NaN, sd = NaN, ...more] = list(value).map(Number);
  if (!Number.isFinite(mean) || !(sd > 0) || !Number.isFinite(sd) || more.length > 0)
    throw new InvalidArgumentError(say("equate.meanAndSd"));
  return { mean, variance: sd ** 2 };
}
