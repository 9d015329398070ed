import { readdirSync } from "node:fs";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../../server/cli/analyse/analysis-schema.js";
import { speak } from "../../../server/terminal/words.js";
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
