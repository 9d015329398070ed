import type { Command, Option } from "commander";
import { say, type WordKey } from "../terminal/words.js";

/** The words of the library that reads the command line, in the language of the terminal: headings of help, and errors of use. */
export function speakUsage(program: Command): void {
  program
    .configureHelp({
      styleTitle: (title) => (title in headings ? say(headings[title] as WordKey) : title),
      optionDescription: describeOption,
      visibleGlobalOptions: () => [],
    })
    .configureOutput({ outputError: (text, write) => write(`${usageError(text)}\n`) })
    .helpOption("-h, --help", say("helpOption"))
    .helpCommand("help [command]", say("helpOption"));
}

const headings: Record<string, WordKey> = {
  "Usage:": "help.usage",
  "Arguments:": "help.arguments",
  "Options:": "help.options",
  "Commands:": "help.commands",
};

function describeOption({ description, argChoices, defaultValue, negate }: Option): string {
  const notes: string[] = [];
  if (argChoices) notes.push(`${say("help.choices")}: ${argChoices.join(", ")}`);
  const isShown =
    defaultValue !== undefined && typeof defaultValue !== "boolean" && !negate && String(defaultValue) !== "";
  if (isShown) notes.push(`${say("help.default")}: ${String(defaultValue)}`);
  return notes.length > 0 ? `${description} (${notes.join(", ")})` : description;
}

/** Each error of use by its English pattern; what no pattern fits is shown as it is. */
const errors: [pattern: RegExp, say: (found: string[]) => string][] = [
  [
    /^unknown option '(.+?)'(?:\s*\(Did you mean (.+?)\?\))?$/su,
    ([option = "", guess]) => say("usage.unknownOption", { option, hint: hint(guess) }),
  ],
  [
    /^unknown command '(.+?)'(?:\s*\(Did you mean (.+?)\?\))?$/su,
    ([command = "", guess]) => say("usage.unknownCommand", { command, hint: hint(guess) }),
  ],
  [
    /^missing required argument '(.+)'$/su,
    ([argument = ""]) => say("usage.missingArgument", { argument: `<${argument}>` }),
  ],
  [/^required option '(.+)' not specified$/su, ([option = ""]) => say("usage.missingOption", { option })],
  [/^option '(.+)' argument missing$/su, ([option = ""]) => say("usage.optionWithoutValue", { option })],
  [
    /^option '(.+?)' argument '(.*?)' is invalid\. Allowed choices are (.+)\.$/su,
    ([option = "", value = "", choices = ""]) =>
      say("usage.badValue", { option, value, reason: say("usage.choices", { choices }) }),
  ],
  [
    /^option '(.+?)' argument '(.*?)' is invalid\. (.+)$/su,
    ([option = "", value = "", reason = ""]) => say("usage.badValue", { option, value, reason }),
  ],
  [
    /^too many arguments(?: for '(.+?)')?\. Expected (\d+) arguments? but got (\d+)/su,
    ([command = "khao", expected = "", met = ""]) => say("usage.tooMany", { command, expected, met }),
  ],
];

/** An error of use as the library says it, in the language of the terminal. */
export function usageError(text: string): string {
  const bare = text.replace(/^error: /u, "").trim();
  for (const [pattern, sentence] of errors) {
    const found = pattern.exec(bare);
    if (found) return sentence(found.slice(1));
  }
  return bare;
}

const hint = (guess: string | undefined): string =>
  guess === undefined ? "" : say("usage.didYouMean", { guess });
