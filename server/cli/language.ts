import type { Language } from "../../item-bank/types.js";
import { SpokenError, terminalLanguage } from "../terminal/words.js";

/**
 * Takes `--lang vi|en` out of the arguments, wherever it stands, so that the words of every command are known before the
 * commands are made; without it the terminal's own language holds.
 *
 * @throws {SpokenError} for a language that the command line does not speak.
 */
export function takeLanguage(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
): { language: Language; argv: string[] } {
  const rest: string[] = [];
  let language = terminalLanguage(environment);
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    // What follows -- are names of files.
    if (word === "--") return { language, argv: [...rest, ...argv.slice(index)] };
    if (word !== "--lang" && !word.startsWith("--lang=")) {
      rest.push(word);
      continue;
    }
    const value = word === "--lang" ? (argv[++index] ?? "") : word.slice("--lang=".length);
    if (value !== "vi" && value !== "en") throw new SpokenError("langUnknown", { value });
    language = value;
  }
  return { language, argv: rest };
}
