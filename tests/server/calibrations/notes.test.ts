import { describe, expect, it } from "vitest";
import { calibrate, responseData } from "../../../psychometrics/index.js";
import type { AnalysisInput } from "../../../server/calibrations/analysis-input.js";
import { runWarnings } from "../../../server/calibrations/notes.js";

describe("what a run says of itself", () => {
  it("names the items whose slopes ran away, in both languages, and does not speak of cycles", () => {
    const rows = Array.from({ length: 60 }, (_, p) => [p % 2, p % 2, p % 2]);
    const calibration = calibrate(responseData({ items: ["a", "b", "c"], rows }), { model: "2pl" });
    const input = { waitingForCoding: 0 } as AnalysisInput;
    const [first, ...others] = runWarnings(input, calibration);
    expect(first.en).toContain("Items a, b, c: their slopes went to the bound of 20");
    expect(first.vi).toContain("Các câu a, b, c: độ dốc lên tới giới hạn 20");
    expect(others.map(({ en }) => en).join(" ")).not.toContain("limit of");
  });

  it("names a group whose variance has no bound", () => {
    const rows = Array.from({ length: 60 }, (_, p) => [p % 2, p % 2, p % 2]);
    const calibration = calibrate(responseData({ items: ["a", "b", "c"], rows }), { model: "rasch" });
    const [first] = runWarnings({ waitingForCoding: 0 } as AnalysisInput, calibration);
    expect(first.en).toContain("Group all: its variance went to 144, the most that the grid can tell");
    expect(first.vi).toContain("Nhóm all: phương sai đi tới 144");
  });

  it("leaves to the items what the library notes on single items", () => {
    const rows = Array.from({ length: 60 }, (_, p) => [
      p % 2,
      2 * (p % 3 === 0 ? 1 : 0),
      p % 5 === 0 ? 1 : 0,
    ]);
    const calibration = calibrate(responseData({ items: ["a", "b", "c"], rows }), { model: "pcm" });
    expect(calibration.notes.map(({ code }) => code)).toContain("scores-recoded");
    const warnings = runWarnings({ waitingForCoding: 0 } as AnalysisInput, calibration);
    expect(warnings.map(({ en }) => en).join(" ")).not.toContain("only the scores");
  });
});
