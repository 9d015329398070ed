// The command line: `npm run -s khao -- COMMAND`. Each command says what it takes, and loads what does it when it is run.
import { Command } from "commander";
import { say, speak, terminalLanguage } from "../terminal/words.js";
import { register as registerAnalyse } from "./commands/analyse.js";
import { register as registerAssemble } from "./commands/assemble.js";
import { register as registerBackup } from "./commands/backup.js";
import { register as registerCalibrate } from "./commands/calibrate.js";
import { register as registerEquate } from "./commands/equate.js";
import { register as registerLink } from "./commands/link.js";
import { register as registerPv } from "./commands/pv.js";
import { register as registerRestore } from "./commands/restore.js";
import { register as registerRoute } from "./commands/route.js";
import { register as registerSimulate } from "./commands/simulate.js";
import { register as registerSimulateAdaptive } from "./commands/simulate-adaptive.js";
import { register as registerSimulateResponses } from "./commands/simulate-responses.js";
import { register as registerStore } from "./commands/store.js";
import { register as registerSurvey } from "./commands/survey.js";
import { sentenceOf } from "./failure.js";
import { takeLanguage } from "./language.js";
import { speakUsage } from "./usage.js";

try {
  speak(terminalLanguage(process.env));
  const { language, argv } = takeLanguage(process.argv, process.env);
  speak(language);
  const program = new Command("khao").description(say("program")).option("--lang <vi|en>", say("langOption"));
  speakUsage(program);
  for (const register of [
    registerCalibrate,
    registerAnalyse,
    registerLink,
    registerEquate,
    registerPv,
    registerSurvey,
    registerAssemble,
    registerRoute,
    registerSimulateResponses,
    registerSimulateAdaptive,
    registerStore,
    registerBackup,
    registerRestore,
    registerSimulate,
  ])
    register(program);
  await program.parseAsync(argv);
} catch (error) {
  // A command that fails says why in one sentence; its exit code tells scripts what kind of failure it was.
  console.error(sentenceOf(error));
  process.exitCode = (error as { exitCode?: number }).exitCode ?? 1;
}
