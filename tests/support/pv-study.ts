import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { register } from "../../server/cli/commands/pv.js";
import { runCommand } from "./run-command.js";
import { simulatedPopulation, twoDimensions } from "./simulated-population.js";
import { temporaryFolder } from "./temporary-folder.js";

/** A small study for `khao pv`: two regions, two dimensions, background with gaps, as the files that the command reads. */

export const place = temporaryFolder("khao-pv");

/** Runs `khao pv` in this program. */
export const pv = (...args: string[]) => runCommand([register], ["pv", ...args]);

/** Writes rows as a CSV of this name; gives its path. */
export async function file(name: string, rows: (string | number | null)[][]): Promise<string> {
  const path = join(place, name);
  await writeFile(path, rows.map((row) => row.map((cell) => cell ?? "").join(",")).join("\n") + "\n");
  return path;
}

export const two = simulatedPopulation({
  seed: "khao pv",
  personCount: 160,
  itemsPerDimension: 8,
  ...twoDimensions,
});
export const { items } = two.data;
export const score = (p: number, i: number) => two.data.scores[p * items.length + i];
export const responseRows = two.ids.map((id, p) => [
  id,
  p < 90 ? "north" : "south",
  1 + (p % 3),
  ...items.map((_, i) => score(p, i)),
]);
export const responses = [["student", "region", "w", ...items], ...responseRows];
export const parameters = [
  ["item", "model", "slope", "intercept1", "dimension"],
  ...two.dimensions.flatMap(({ items: own }, d) =>
    own.map(({ item, parameters: values }) => [item, "2pl", values[0], values[1], ["MATH", "READ"][d]]),
  ),
];
export const background = [
  ["student", "sex", "ses"],
  ...two.ids.map((id, p) => [id, p % 9 === 0 ? "" : ["f", "m"][p % 2], two.design.columns[160 + p]]),
];

/** Writes the study; gives the paths, and of a folder to be made. */
export async function files() {
  return {
    responses: await file("responses.csv", responses),
    items: await file("items.csv", parameters),
    background: await file("background.csv", background),
    out: join(await mkdtemp(join(place, "out-")), "pv"),
  };
}
