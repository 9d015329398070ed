import { describe, expect, it } from "vitest";
import { analyse } from "../../../server/calibrations/analysis.js";
import type { AnalysisInput } from "../../../server/calibrations/analysis-input.js";
import { matrixCsv } from "../../../server/calibrations/run-input.service.js";
import { knownInput } from "./known-input.js";

const quiet = (): void => {};

/** Every number in a value, wherever it stands. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

describe("an analysis", () => {
  it("gives plain numbers only: what has no value is null, as JSON keeps it", () => {
    const input = knownInput(60, 8, { model: "rasch" });
    // Everybody right, everybody wrong, nobody asked; and two persons at the ends of the scale.
    const rows = input.rows.map((row, p) => [
      1,
      0,
      null,
      ...row.slice(3).map((x) => (p === 0 ? 1 : p === 1 ? 0 : x)),
    ]);
    const output = analyse({ ...input, rows }, quiet);
    expect(numbersIn(output).every(Number.isFinite)).toBe(true);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });

  it("names the items it left out, in one sentence for each reason", () => {
    const input = knownInput(300, 6);
    const rows = input.rows.map((row) => [1, null, 0, ...row.slice(3)]);
    const { warnings, items } = analyse({ ...input, rows }, quiet).result;
    expect(items.map(({ itemId }) => itemId)).toEqual(["I4", "I5", "I6"]);
    expect(warnings.map(({ en }) => en)).toEqual([
      "Left out, because no response has a score: I2.",
      "Left out, because every response has the same score: I1, I3.",
    ]);
    for (const { vi } of warnings) expect(vi).toMatch(/^Bị bỏ ra/);
  });

  it("notes scores that nobody got, and draws their curve at zero", () => {
    const input = knownInput(300, 6);
    const items = input.items.map((item, i) => (i === 0 ? { ...item, maxScore: 3 } : item));
    const rows = input.rows.map((row) => [row[0] === 1 ? 3 : 0, ...row.slice(1)]);
    const [first] = analyse({ ...input, items, rows }, quiet).result.items;
    expect(first.notes[0].en).toContain("Only the scores 0, 3 occur");
    expect(first.curve.probabilities).toHaveLength(4);
    expect(first.curve.probabilities[1].every((p) => p === 0)).toBe(true);
    expect(first.curve.expectedScore.at(-1)).toBeGreaterThan(2);
  });

  it("warns of few persons and of responses that wait for a coder", () => {
    const { warnings } = analyse({ ...knownInput(60, 5), waitingForCoding: 7 }, quiet).result;
    expect(warnings.map(({ en }) => en).join(" ")).toMatch(/only 60 test takers.*7 responses still wait/);
  });

  it("makes points of groups large enough to mean something", () => {
    for (const { empirical } of analyse(knownInput(45, 5), quiet).result.items) {
      expect(empirical.length).toBeLessThanOrEqual(4);
      expect(empirical.reduce((sum, { n }) => sum + n, 0)).toBe(45);
    }
  });
});

describe("the matrix behind the data hash", () => {
  const input: Pick<AnalysisInput, "items" | "personIds" | "rows"> = {
    items: ["A", "B"].map((itemId) => ({ itemId, maxScore: 1, subject: "m", summary: {} })),
    personIds: ["T1", "T2"],
    rows: [
      [1, null],
      [0, 1],
    ],
  };

  it("is a CSV with empty cells for what was not presented", () => {
    expect(matrixCsv(input)).toBe("id,A,B\nT1,1,\nT2,0,1\n");
  });
});
