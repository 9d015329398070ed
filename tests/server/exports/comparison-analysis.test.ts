import { describe, expect, it } from "vitest";
import type { ComparisonResult } from "../../../server/contract/comparisons.js";
import { isForCommand } from "../../../server/exports/comparison-analysis.js";

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
