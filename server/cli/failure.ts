import { Problem } from "../problem.js";
import { say, SpokenError, spokenLanguage, type WordKey } from "../terminal/words.js";

/** What a file system refuses, by its code. */
const refusals: Record<string, WordKey | undefined> = {
  ENOENT: "file.missing",
  EACCES: "file.unreadable",
  EROFS: "out.notWritable",
  ENOSPC: "out.diskFull",
};

/** The one sentence for what ended a command, in the language of the terminal; what nobody foresaw is told as it comes. */
export function sentenceOf(error: unknown): string {
  if (error instanceof SpokenError || error instanceof Problem) return error.say(spokenLanguage());
  if (!(error instanceof Error)) return String(error);
  const { code = "", path } = error as NodeJS.ErrnoException;
  const met = refusals[code];
  return met && path !== undefined ? say(met, { path, folder: path }) : error.message;
}
