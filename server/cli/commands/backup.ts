import { resolve } from "node:path";
import type { Command } from "commander";
import { backup } from "../../store/backup.js";
import { runningStore } from "../../store/connect.js";

/** `khao backup FILE`: all data as of one moment, while the server runs. */
export function register(program: Command): void {
  program
    .command("backup")
    .description("write all data to a file, as of one moment, while the server runs")
    .argument("<file>", "the file to write, such as khao.backup")
    .option("--data <folder>", "the data folder", process.env.KHAO_DATA_DIR ?? "./data")
    .action(async (file: string, { data }: { data: string }) => {
      const store = await runningStore({ mongodbUri: process.env.MONGODB_URI, dataDir: data }, "any");
      try {
        const { collections, documents } = await backup(store.uri, resolve(file));
        console.log(`${file}: ${documents} documents in ${collections} collections`);
      } finally {
        await store.stop();
      }
    });
}
