import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { SpokenError, say } from "../../terminal/words.js";

const examples = `
  $ npm run -s khao -- backup khao-2026-11-26.backup
  $ npm run -s khao -- backup nightly.backup --replace --data /srv/khao`;

/** `khao backup FILE`: all data as of one moment, while the server runs. */
export function register(program: Command): void {
  program
    .command("backup")
    .description(say("backup.about"))
    .argument("<file>", say("backup.file"))
    .option("--replace", say("backup.replace"), false)
    .option("--data <folder>", say("dataOption"), process.env.KHAO_DATA_DIR ?? "./data")
    .addHelpText("after", () => say("backup.help") + examples)
    .action(async (file: string, { replace, data }: { replace: boolean; data: string }) => {
      if (!process.env.MONGODB_URI && !existsSync(join(data, "store", "data.mdb")))
        throw new SpokenError("backup.noData", { folder: data });
      const { backup } = await import("../../store/backup.js");
      const { runningStore } = await import("../../store/connect.js");
      const store = await runningStore({ mongodbUri: process.env.MONGODB_URI, dataDir: data }, "any");
      try {
        const summary = await backup(store.uri, resolve(file), replace);
        console.log(say("backup.done", { file, ...summary }));
      } finally {
        await store.stop();
      }
    });
}
