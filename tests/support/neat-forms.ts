import { readFileSync } from "node:fs";
import type { ResponseData } from "../../psychometrics/index.js";
import { fixture, readScores } from "./psychometric-fixtures.js";

/** The names I01 to I50. */
export const neatItems = Array.from({ length: 50 }, (_, i) => `I${String(i + 1).padStart(2, "0")}`);

/** Both groups of the simulated study of two forms with common items. */
export function neatData(): ResponseData {
  return readScores(fixture("sim-neat/data.csv"), { items: neatItems, group: "group" });
}

/** The reference results of that study. */
export function neatReference() {
  return JSON.parse(readFileSync(fixture("sim-neat/expected.json"), "utf8"));
}

/** The rows of one group, and some of the columns. */
export function formOf(both: ResponseData, group: number, items: string[]): ResponseData {
  const rows = Array.from({ length: both.personCount }, (_, p) => p).filter((p) => both.groups[p] === group);
  const scores = Int8Array.from(
    rows.flatMap((p) => items.map((item) => both.scores[p * neatItems.length + neatItems.indexOf(item)])),
  );
  return {
    ...both,
    items,
    personCount: rows.length,
    scores,
    maxScores: items.map(() => 1),
    weights: new Float64Array(rows.length).fill(1),
    groups: new Int32Array(rows.length),
    groupNames: ["all"],
  };
}
