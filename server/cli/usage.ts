import type { Command, Option } from "commander";
import { nearestName } from "../nearest-name.js";
import { say, type WordKey } from "../terminal/words.js";

/** The words of the library that reads the command line, in the language of the terminal: headings of help, and errors of use. */
export function speakUsage(program: Command): void {
  program
    .configureHelp({
      styleTitle: (title) => (title in headings ? say(headings[title] as WordKey) : title),
      optionDescription: describeOption,
      visibleGlobalOptions: () => [],
    })
    .configureOutput({
      outputError: (text, write) => {
        // A needed option with a mistyped name is missing, too: what is written wrongly says more than what is not there.
        const mistyped = missingOption.test(bareOf(text)) ? unknownOptionOf(program) : null;
        write(`${mistyped ?? usageError(text)}\n`);
      },
    })
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

const missingOption = /^required option '(.+)' not specified$/su;

/** Each error of use by its English pattern; what no pattern fits is shown as it is. */
const errors: [pattern: RegExp, say: (found: string[]) => string][] = [
  [
    /^unknown option '(.+?)(?:=.*)?'(?:\s*\(Did you mean (.+?)\?\))?$/su,
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
  [missingOption, ([option = ""]) => say("usage.missingOption", { option })],
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
  const bare = bareOf(text);
  for (const [pattern, sentence] of errors) {
    const found = pattern.exec(bare);
    if (found) return sentence(found.slice(1));
  }
  return bare;
}

/** What is said of the first option that the command called does not know; null where it knows them all. */
function unknownOptionOf(program: Command): string | null {
  const [name, ...words] = program.args;
  const options = program.commands.find((command) => command.name() === name)?.options ?? [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "--") return null;
    if (!/^--?[a-z]/iu.test(word)) continue;
    const flag = word.replace(/=.*$/su, "");
    const known = options.find(({ long, short }) => flag === long || flag === short);
    if (!known) {
      const longs = options.flatMap(({ long }) => (long ? [long.slice(2)] : []));
      const near = nearestName(flag.replace(/^-+/u, ""), longs);
      return say("usage.unknownOption", {
        option: flag,
        hint: hint(near === null ? undefined : `--${near}`),
      });
    }
    // What follows is its value, even where that begins with a dash.
    if (known.required && flag === word) index++;
  }
  return null;
}

const bareOf = (text: string): string => text.replace(/^error: /u, "").trim();

/** @param guess as the library says it: a name, or "one of" several. */
const hint = (guess: string | undefined): string =>
  guess === undefined
    ? ""
    : say("usage.didYouMean", { guess: guess.replace(/^one of /u, "").replaceAll(", ", " / ") });
