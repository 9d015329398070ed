import { describe, expect, it } from "vitest";
import type { ComparisonResult, ComparisonRow } from "../../../server/contract/comparisons.js";
import {
  comparisonAnalysisFile,
  comparisonScoresTable,
  isForCommand,
} from "../../../server/exports/comparison-analysis.js";
import { knownInput } from "../calibrations/known-input.js";

const comparison = (grouping: string, matchedOn: "score" | "ability" | null) =>
  ({
    comparison: { grouping: { id: grouping } },
    dif: matchedOn && { matchedOn },
  }) as ComparisonResult;

describe("the analysis file of a comparison", () => {
  it("is there for DIF matched on sums, and for invariance", () => {
    expect(isForCommand(comparison("ST001", "score"))).toBe(true);
    expect(isForCommand(comparison("session", null))).toBe(true);
  });

  it("is not there for classes, as it would say who is in which", () => {
    expect(isForCommand(comparison("class", "score"))).toBe(false);
    expect(isForCommand(comparison("class", null))).toBe(false);
  });

  it("is not there for DIF matched on ability, which the command does not do", () => {
    expect(isForCommand(comparison("ST001", "ability"))).toBe(false);
  });
});

describe("what the command is asked for", () => {
  const input = knownInput(4, 3, { model: "rasch" });
  const asked = (ask: object) =>
    ({ id: "G1", ask, groups: [{ id: "boy" }, { id: "girl" }] }) as unknown as ComparisonRow;
  const written = (ask: object) =>
    JSON.parse(comparisonAnalysisFile(input, asked(ask))) as Record<string, unknown>;

  it("is the comparison as it was asked for, the reference group first", () => {
    const dif = written({ kind: "dif", options: { purify: true, likelihoodRatio: true } });
    expect(dif).toMatchObject({
      responses: "dif_G1_scores.csv",
      group: "comparison_group",
      reference: "boy",
      dif: { reference: "boy", focal: "girl", match: "score", purify: true, likelihoodRatio: true },
    });
    const options = { threshold: 0.25, freePerRound: 3, responsesMin: 40 };
    expect(written({ kind: "invariance", options })).toMatchObject({
      responses: "invariance_G1_scores.csv",
      invariance: options,
    });
  });

  it("goes with the scores of those in the groups, and of nobody else", async () => {
    const comparison = asked({ kind: "dif", options: {} });
    const groupOf = ["girl", null, "boy", "other"];
    const rows: unknown[][] = [];
    for await (const row of comparisonScoresTable(input, { comparison, groupOf }).rows()) rows.push(row);
    expect(rows.map(([id, group]) => [id, group])).toEqual([
      ["P1", "girl"],
      ["P3", "boy"],
    ]);
    expect(rows[1].slice(2)).toEqual(input.rows[2]);
  });
});
