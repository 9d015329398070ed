// The command line: `npm run -s khao -- COMMAND`.
import { Command } from "commander";
import { register as registerBackup } from "./commands/backup.js";
import { register as registerCalibrate } from "./commands/calibrate.js";
import { register as registerRestore } from "./commands/restore.js";
import { register as registerSimulate } from "./commands/simulate.js";
import { register as registerStore } from "./commands/store.js";

const program = new Command("khao").description(
  "Khảo: assessments and surveys, from the first draft of an item to the data",
);
for (const register of [registerCalibrate, registerStore, registerBackup, registerRestore, registerSimulate])
  register(program);

try {
  await program.parseAsync();
} catch (error) {
  // A command that fails says why in one sentence; its exit code tells scripts what kind of failure it was.
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = (error as { exitCode?: number }).exitCode ?? 1;
}
