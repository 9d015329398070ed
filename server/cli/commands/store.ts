import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Command } from "commander";
import { complaintOf } from "../../store/complaint.js";
import { say } from "../../terminal/words.js";
import { programOf } from "../../store/program.js";

const examples = `
  $ npm run -s khao -- store
  $ npm run -s khao -- store --data /srv/khao`;

/** `khao store`: runs the embedded store alone, so that several servers and commands can share it. */
export function register(program: Command): void {
  program
    .command("store")
    .description(say("store.about"))
    .option("--data <folder>", say("dataOption"), process.env.KHAO_DATA_DIR ?? "./data")
    .addHelpText("after", () => say("store.help") + examples)
    .action(async ({ data }: { data: string }) => {
      process.exitCode = await runStore(resolve(data));
    });
}

/** Runs the store until it is told to stop; gives its exit code. */
function runStore(dataDir: string): Promise<number> {
  const { file, nodeOptions, cwd } = programOf("../../embedded-store/main", import.meta.url);
  const args = [...nodeOptions, file, "--data", dataDir, "--shared"];
  const child = spawn(process.execPath, args, { cwd, stdio: ["inherit", "inherit", "pipe"] });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    const complaint = complaintOf(text);
    process.stderr.write(complaint ? `${say(complaint.key, complaint.values)}\n` : text);
  });
  // A signal to this process alone must reach the store; from a terminal it gets the signal itself as well.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => child.kill("SIGTERM"));
  return new Promise((end, fail) => {
    child.on("error", fail);
    child.on("close", (code) => end(code ?? 1));
  });
}
