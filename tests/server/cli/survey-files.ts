import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { register } from "../../../server/cli/commands/survey.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";

/**
 * A table of two countries of 12 schools with 10 pupils each, with two plausible values; in B weights are 5 times as
 * large and pupils half a deviation better.
 */
export function twoCountries(): string {
  const lines = Array.from({ length: 240 }, (_, p) => {
    const [country, school] = [p < 120 ? "A" : "B", Math.floor(p / 10)];
    const value = ((p * 37) % 100) / 50 - 1 + ((school * 7) % 12) / 10 + (country === "B" ? 0.5 : 0);
    const other = value + ((p * 13) % 7) / 20 - 0.15;
    return [country, school, school % 3, country === "B" ? 5 : 1, value, other, school >> 1, school % 2].join(
      ",",
    );
  });
  return `country,school,stratum,w,PV1,PV2,zone,half\n${lines.join("\n")}\n`;
}

/** Runs `khao survey` on tables of a folder, the weight in column w, with results in a folder beside; and reads them. */
export function surveysIn(folder: string) {
  const at = (name: string) => join(folder, name);
  return {
    at,
    survey: (table: string, out: string, ...args: string[]) =>
      runCommand(
        [register],
        ["survey", at(table), "--weight", "w", "--persons-min", "1", "--out", at(out), ...args],
      ),
    rows: (out: string, name: string) => readTable(join(at(out), name)),
    summary: async (out: string) => JSON.parse(await readFile(join(at(out), "summary.json"), "utf8")),
  };
}
