import { readdirSync } from "node:fs";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../../server/cli/analyse/analysis-schema.js";
import { usageError } from "../../../server/cli/usage.js";
import { sayIn, speak } from "../../../server/terminal/words.js";
import { runCommand } from "../../support/run-command.js";

const commands = readdirSync(new URL("../../../server/cli/commands", import.meta.url)).map((file) =>
  file.replace(/\.ts$/u, ""),
);

/** A command's way in, found by its name as its file has it. */
async function registerOf(name: string): Promise<(program: Command) => void> {
  const { register } = (await import(`../../../server/cli/commands/${name}.ts`)) as {
    register: (program: Command) => void;
  };
  return register;
}

describe.each(commands)("khao %s --help", (name) => {
  it("has an example of a call in both languages, and no place that was left without a word", async () => {
    const register = await registerOf(name);
    const said: string[] = [];
    for (const language of ["vi", "en"] as const) {
      speak(language);
      const { code, stdout } = await runCommand([register], [name, "--help"]).finally(() => speak("en"));
      expect(code).toBe(0);
      expect(stdout).toContain(`$ npm run -s khao -- ${name}`);
      expect(stdout).not.toMatch(/undefined|\{(?:methods|names|file)\}/u);
      said.push(stdout);
    }
    expect(said[0]).not.toBe(said[1]);
    expect(said[0]).toContain("Ví dụ");
    expect(said[1]).toContain("Example");
  });

  it("names a mistyped option and the one that was meant, although what is needed is missing then, too", async () => {
    const register = await registerOf(name);
    const program = new Command();
    register(program);
    const option = program.commands[0]?.options.find(({ long }) => (long ?? "").length > 5)?.long ?? "";
    const mistyped = option.replace(/(.)(.)$/u, "$2$1");
    for (const language of ["vi", "en"] as const) {
      speak(language);
      const { code, stderr } = await runCommand([register], [name, "file", `${mistyped}=x`]).finally(() =>
        speak("en"),
      );
      expect(code).toBe(1);
      const hint = { key: "usage.didYouMean", values: { guess: option } } as const;
      expect(stderr).toBe(`${sayIn(language, "usage.unknownOption", { option: mistyped, hint })}\n`);
    }
  });

  it("lists every fixed word that an analysis file can hold, as it must be written", async () => {
    const fixed: string[] = [];
    JSON.stringify(Analysis, (key, value: unknown) => {
      if (key === "const" && typeof value === "string") fixed.push(value);
      return value;
    });
    expect(fixed).toContain("share");
    const register = await registerOf("analyse");
    for (const language of ["vi", "en"] as const) {
      speak(language);
      const { stdout } = await runCommand([register], ["analyse", "--help"]).finally(() => speak("en"));
      expect(fixed.filter((word) => !stdout.includes(`"${word}"`))).toEqual([]);
    }
  });
});

describe("an error of use", () => {
  it("is of a needed option where every option is known, even before a value with a dash and among names of files", async () => {
    const register = await registerOf("calibrate");
    const needed = "the option --out <DIR> is needed\n";
    for (const args of [["a.csv"], ["a.csv", "--key", "-4x"], ["--", "--modle"]]) {
      const { code, stderr } = await runCommand([register], ["calibrate", "--model", "2pl", ...args]);
      expect([code, stderr]).toEqual([1, needed]);
    }
  });

  it("guesses nothing where no option is near, and names all that are equally near", async () => {
    const register = await registerOf("calibrate");
    const far = await runCommand([register], ["calibrate", "a.csv", "--banana"]);
    expect(far.stderr).toBe("unknown option --banana\n");
    expect(usageError("error: unknown option '--mode'\n(Did you mean one of --model, --node?)")).toBe(
      "unknown option --mode (did you mean --model / --node?)",
    );
  });
});
