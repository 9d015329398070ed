import { resolve } from "node:path";
import type { Command } from "commander";
import { say } from "../../terminal/words.js";

const examples = `
  $ npm run -s khao -- restore khao-2026-11-26.backup --data ./new
  $ npm run -s khao -- restore khao-2026-11-26.backup --replace`;

/** `khao restore FILE`: puts a backup in place, as a whole or not at all. */
export function register(program: Command): void {
  program
    .command("restore")
    .description(say("restore.about"))
    .argument("<file>", say("restore.file"))
    .option("--replace", say("restore.replace"), false)
    .option("--data <folder>", say("dataOption"), process.env.KHAO_DATA_DIR ?? "./data")
    .addHelpText("after", () => say("restore.help") + examples)
    .action(async (file: string, { replace, data }: { replace: boolean; data: string }) => {
      const { restore } = await import("../../store/restore.js");
      const { runningStore } = await import("../../store/connect.js");
      const store = await runningStore({ mongodbUri: process.env.MONGODB_URI, dataDir: data }, "any");
      try {
        // On standard error: it is for the person, who may still stop it while the file is read.
        if (replace) console.error(say("restore.warning"));
        const summary = await restore(store.uri, resolve(file), replace);
        console.log(say("restore.done", { file, ...summary }));
      } finally {
        await store.stop();
      }
    });
}
