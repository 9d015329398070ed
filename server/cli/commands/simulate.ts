import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { InvalidArgumentError, type Command } from "commander";
import { say, SpokenError } from "../../terminal/words.js";
import type { Credentials } from "../../simulate/simulate.js";

/** The options as commander gives them. */
interface SimulateOptions {
  study: string;
  testTakers: number;
  seed: string;
  url: string;
  truth?: string;
  replace: boolean;
  code: boolean;
  omit: number;
  atOnce: number;
  login: string;
  coders: string[];
}

/** The accounts of the demo have one password that everyone knows. */
const demoPassword = "khao-demo";

const examples = `
  $ npm run -s khao -- simulate --study demo --test-takers 500 --seed 1
  $ npm run -s khao -- simulate --study demo --test-takers 2000 --seed 7 --truth truth.json --no-code`;

/** `khao simulate`: sits simulated test takers through a study that a running server serves. */
export function register(program: Command): void {
  program
    .command("simulate")
    .description(say("simulate.about"))
    .option("--study <id>", say("simulate.study"), "demo")
    .option("--test-takers <N>", say("simulate.testTakers"), wholeNumber(1, 100_000), 500)
    .option("--seed <seed>", say("simulate.seed"), "1")
    .option("--url <address>", say("simulate.url"), defaultUrl())
    .option("--truth <FILE>", say("simulate.truth"))
    .option("--replace", say("simulate.replace"), false)
    .option("--no-code", say("simulate.noCode"))
    .option("--omit <share>", say("simulate.omit"), share, 0)
    .option("--at-once <N>", say("simulate.atOnce"), wholeNumber(1, 2_000), 60)
    .option("--login <login>", say("simulate.login"), "designer")
    .option("--coders <logins>", say("simulate.coders"), (text) => text.split(","), ["coder", "coder2"])
    .addHelpText("after", () => say("simulate.help") + examples)
    .action(run);
}

async function run(options: SimulateOptions): Promise<void> {
  // The truth of an earlier simulation is nowhere else.
  if (options.truth !== undefined && !options.replace && existsSync(options.truth))
    throw new SpokenError("backup.isThere", { file: options.truth });
  const { simulationProgress } = await import("../../simulate/progress.js");
  const { simulate } = await import("../../simulate/simulate.js");
  const progress = simulationProgress();
  const { study: studyId, testTakers, seed, url, atOnce, omit: omitShare } = options;
  const password = process.env.KHAO_PASSWORD ?? demoPassword;
  const coderPassword = process.env.KHAO_CODER_PASSWORD ?? demoPassword;
  const coders: Credentials[] = options.code
    ? options.coders.map((login) => ({ login, password: coderPassword }))
    : [];
  try {
    const designer = { login: options.login, password };
    const report = await simulate(
      { url, studyId, testTakers, seed, designer, coders, atOnce, omitShare },
      progress,
    );
    progress.stop();
    if (options.truth !== undefined) {
      await writeFile(options.truth, `${JSON.stringify(report.truth, null, 1)}\n`);
    }
    const { submitted, entries, codes, seconds } = report;
    process.stdout.write(
      `${say("simulate.done", { submitted, entries, seconds: seconds.toFixed(1), codes })}\n`,
    );
  } catch (error) {
    progress.stop();
    throw error;
  }
}

const defaultUrl = (): string => `http://127.0.0.1:${process.env.PORT ?? "3000"}`;

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(say("usage.wholeNumber", { low: least, high: most }));
    }
    return value;
  };

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError(say("usage.share"));
  return value;
}
