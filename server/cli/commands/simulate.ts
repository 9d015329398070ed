import { writeFile } from "node:fs/promises";
import { InvalidArgumentError, type Command } from "commander";
import { simulationProgress } from "../../simulate/progress.js";
import { simulate, type Credentials } from "../../simulate/simulate.js";

/** The options as commander gives them. */
interface SimulateOptions {
  study: string;
  testTakers: number;
  seed: string;
  url: string;
  truth?: string;
  code: boolean;
  omit: number;
  atOnce: number;
  login: string;
  coders: string[];
}

/** The accounts of the demo have one password that everyone knows. */
const demoPassword = "khao-demo";

const help = `
The server must be running (npm start). By default it is spoken to with the demo's accounts. For another study name a
designer or administrator by --login and put the password into KHAO_PASSWORD; --coders names the coders' accounts, whose
password is taken from KHAO_CODER_PASSWORD.

Abilities are standard normal; slopes are lognormal around 1; steps lie around what the item's author expects. The same
seed gives the same abilities, parameters and responses. --truth writes them to a file, for comparing with a calibration.

Examples:
  $ npm run -s khao -- simulate --study demo --test-takers 500 --seed 1
  $ npm run -s khao -- simulate --study demo --test-takers 2000 --seed 7 --truth truth.json --no-code`;

/** `khao simulate`: sits simulated test takers through a study that a running server serves. */
export function register(program: Command): void {
  program
    .command("simulate")
    .description("sit simulated test takers through a study, by the same API and sockets that browsers use")
    .option("--study <id>", "an open study", "demo")
    .option("--test-takers <N>", "how many", wholeNumber(1, 100_000), 500)
    .option("--seed <seed>", "decides abilities, item parameters and responses", "1")
    .option("--url <address>", "of the running server", defaultUrl())
    .option("--truth <FILE>", "write abilities and item parameters there, as JSON")
    .option("--no-code", "leave the open responses for people to code")
    .option("--omit <share>", "share of items that are seen and left empty", share, 0)
    .option("--at-once <N>", "how many sit at the same time", wholeNumber(1, 2_000), 60)
    .option("--login <login>", "a designer or administrator", "designer")
    .option("--coders <logins>", "coders, separated by commas", (text) => text.split(","), [
      "coder",
      "coder2",
    ])
    .addHelpText("after", help)
    .action(run);
}

async function run(options: SimulateOptions): Promise<void> {
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
      `${submitted} test takers handed in ${entries} entries in ${seconds.toFixed(1)} s; ${codes} codes were given.\n`,
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
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError("It must be from 0 to below 1.");
  return value;
}
