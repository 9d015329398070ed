import { resolve } from "node:path";
import type { Command } from "commander";
import { summaryText } from "../../store/backup.js";
import { runningStore } from "../../store/connect.js";
import { restore } from "../../store/restore.js";

/** `khao restore FILE`: puts a backup in place, as a whole or not at all. */
export function register(program: Command): void {
  program
    .command("restore")
    .description("put a backup in place, as a whole or not at all; may run while the server runs")
    .argument("<file>", "a file that khao backup wrote")
    .option("--replace", "replace what the database holds", false)
    .option("--data <folder>", "the data folder", process.env.KHAO_DATA_DIR ?? "./data")
    .action(async (file: string, { replace, data }: { replace: boolean; data: string }) => {
      const store = await runningStore({ mongodbUri: process.env.MONGODB_URI, dataDir: data }, "any");
      try {
        const summary = await restore(store.uri, resolve(file), replace);
        console.log(`${file}: ${summaryText(summary)} are in place`);
      } finally {
        await store.stop();
      }
    });
}
