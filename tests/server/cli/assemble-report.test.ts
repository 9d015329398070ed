import { beforeAll, describe, expect, it } from "vitest";
import type { DemandCheck } from "../../../psychometrics/index.js";
import { infeasibilityLines, requirementLines } from "../../../server/cli/assemble/report.js";
import { speak } from "../../../server/terminal/words.js";

const check = (form: string | null, met: number, other: Partial<DemandCheck> = {}): DemandCheck => ({
  ...{ kind: "requirement", name: "Algebra", form, min: 5, max: null, met, isMet: met >= 5 },
  ...other,
});
const forms = ["F1", "F2", "F3", "F4"];
const cells = (line: string | undefined) => (line ?? "").trim().split(/ {2,}/u);

beforeAll(() => speak("en"));

describe("the table of requirements", () => {
  it("has a cell under every form, so that each number stands under its own", () => {
    const lines = requirementLines([check("F2", 4), check("F4", 8)], forms);
    expect(cells(lines[0])).toEqual(["requirement", "wanted", ...forms]);
    expect(cells(lines[1])).toEqual(["Algebra", "at least 5", "–", "4 !", "–", "8"]);
  });

  it("says of what all forms together have to meet that it is about them", () => {
    const [, together] = requirementLines([check(null, 20)], forms);
    expect(cells(together)).toEqual(["Algebra (all forms together)", "at least 5", "20", "–", "–", "–"]);
  });

  it("of the nearest forms says which ones meet what others miss", () => {
    const nearest = { unmet: [check("F1", 4), check("F3", 3)] };
    const lines = infeasibilityLines({ shortages: [], conflict: [], nearest } as never, forms);
    expect(cells(lines.at(-1))).toEqual(["Algebra", "at least 5", "4 !", "met", "3 !", "met"]);
  });
});
