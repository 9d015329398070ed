import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { backup, summaryText } from "../../store/backup.js";
import { runningStore } from "../../store/connect.js";

/** `khao backup FILE`: all data as of one moment, while the server runs. */
export function register(program: Command): void {
  program
    .command("backup")
    .description("write all data to a file, as of one moment, while the server runs")
    .argument("<file>", "the file to write, such as khao.backup")
    .option("--data <folder>", "the data folder", process.env.KHAO_DATA_DIR ?? "./data")
    .action(async (file: string, { data }: { data: string }) => {
      if (!process.env.MONGODB_URI && !existsSync(join(data, "store", "data.mdb")))
        throw new Error(`there is no data in ${data}; name the data folder with --data or KHAO_DATA_DIR`);
      const store = await runningStore({ mongodbUri: process.env.MONGODB_URI, dataDir: data }, "any");
      try {
        const summary = await backup(store.uri, resolve(file));
        console.log(`${file}: ${summaryText(summary)}`);
      } finally {
        await store.stop();
      }
    });
}
