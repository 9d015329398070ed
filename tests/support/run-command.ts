import { Command, CommanderError } from "commander";
import { vi } from "vitest";
import { speakUsage } from "../../server/cli/usage.js";
import { expectDocumented } from "./documented-tables.js";

/** What a command wrote, and how it ended. */
export interface CommandRun {
  code: number;
  stdout: string;
  stderr: string;
  /** Both, in the order they came. */
  said: string;
}

/**
 * Runs a command of `khao` inside the test, which spares the start of a program for each of many cases. It is the
 * command that the program registers; only where its words go is caught, and errors of use are in the words of the terminal. The tables that it wrote are those of
 * docs/tables.md.
 *
 * @param registers of the commands that may be called.
 * @param args the command's name and what follows it.
 */
export async function runCommand(
  registers: readonly ((program: Command) => void)[],
  args: readonly string[],
): Promise<CommandRun> {
  const run: CommandRun = { code: 0, stdout: "", stderr: "", said: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((chunk) => {
      run[name] += chunk.toString();
      run.said += chunk.toString();
      return true;
    }),
  );
  const program = new Command("khao").exitOverride();
  speakUsage(program);
  for (const register of registers) register(program);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...args], { from: "user" });
    run.code = Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    run.code = error.exitCode;
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
  if (run.code === 0) expectDocumented(args);
  return run;
}
