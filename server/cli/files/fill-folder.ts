import { spokenLanguage } from "../../terminal/words.js";
import { InputError } from "./input-error.js";
import { checkOutFolder, writeFolder } from "./out-folder.js";
import { diskSentence } from "../option-values.js";

/** Where a command writes its results. */
export interface Destination {
  out: string;
  /** Write over the results of an earlier run. */
  replace: boolean;
}

/** What a command made of its input. */
export interface Results {
  /** The contents of the result files by name; null where there is nothing to write, which counts as a failure. */
  files: Record<string, string> | null;
  /** What is to be said when they are written. */
  lines: readonly string[];
}

/** Who speaks for a command on standard error, since standard output belongs to data. */
export interface Teller {
  /** Says a sentence; a bar is taken away first. */
  say: (sentence: string) => void;
  /** Takes a bar away. */
  stop: () => void;
}

/** Speaks for a command that shows no bar. */
export const plainTeller: Teller = {
  say: (sentence) => void process.stderr.write(`${sentence}\n`),
  stop: () => undefined,
};

/**
 * Runs a command that writes a result folder, whole or not at all; the folder is looked at before time is spent.
 *
 * @param known every file that the command may write.
 * @returns the exit code. What is wrong with the input, or what the disk refuses, is told in one sentence.
 */
export async function fillFolder(
  { out, replace }: Destination,
  known: readonly string[],
  teller: Teller,
  work: () => Promise<Results>,
): Promise<number> {
  try {
    await checkOutFolder(out, known, replace);
    const { files, lines } = await work();
    if (files !== null) await writeFolder(out, files, replace);
    for (const line of lines) teller.say(line);
    return files === null ? 1 : 0;
  } catch (error) {
    const sentence = error instanceof InputError ? error.say(spokenLanguage()) : diskSentence(error, out);
    if (sentence === null) throw error;
    teller.say(sentence);
    return 1;
  } finally {
    teller.stop();
  }
}
