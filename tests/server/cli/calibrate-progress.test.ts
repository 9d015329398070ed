import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { message, type CycleProgress } from "../../../psychometrics/index.js";
import { calibrationProgress } from "../../../server/cli/calibrate/progress.js";
import { speak } from "../../../server/terminal/words.js";

let said = "";
const wasTerminal = process.stderr.isTTY;

/** From here on standard error is a terminal or a file, and what goes there is kept. */
function standardErrorIs(kind: "terminal" | "file") {
  process.stderr.isTTY = kind === "terminal";
}

beforeEach(() => {
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    said += chunk.toString();
    return true;
  });
  // Ten seconds go by between any two looks at the clock.
  let now = 0;
  for (const clock of [performance, Date]) vi.spyOn(clock, "now").mockImplementation(() => (now += 10_000));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.stderr.isTTY = wasTerminal;
  speak("en");
});

const cycle = (number: number, change: number, fit?: CycleProgress["fit"]): CycleProgress => ({
  ...{ cycle: number, logLikelihood: -1234.5678, largestChange: change },
  ...(fit && { fit }),
});
const second = message("fit-item-free", { item: "M2", number: 2, count: 8 });

describe("the progress of a calibration", () => {
  it("names which of several it is on every line, in the language of the terminal, and nothing where there is one", () => {
    standardErrorIs("file");
    const progress = calibrationProgress(1e-6);
    progress.onCycle(cycle(3, 0.01));
    progress.onCycle(cycle(1, 0.5, second));
    speak("vi");
    progress.onCycle(cycle(2, 0.25, second));
    progress.onCycle(cycle(2, 0.25, message("fit-round", { number: 3, count: 2 })));
    expect(said.trim().split("\n")).toEqual([
      "Cycle 3: log-likelihood -1234.568, largest change 0.010",
      "Cycle 1 (item M2 free in each group (item 2 of 8)): log-likelihood -1234.568, largest change 0.50",
      "Vòng 2 (tham số của câu M2 tự do ở từng nhóm (câu thứ 2 trong 8)): log-hợp lí -1234.568, thay đổi lớn nhất 0.25",
      "Vòng 2 (vòng giải phóng 3, số câu có tham số riêng: 2): log-hợp lí -1234.568, thay đổi lớn nhất 0.25",
    ]);
  });

  it("names it on the bar, which begins anew with each", () => {
    standardErrorIs("terminal");
    const progress = calibrationProgress(1e-6);
    progress.onCycle(cycle(1, 1));
    progress.onCycle(cycle(20, 1e-6));
    progress.onCycle(cycle(1, 1, second));
    progress.onCycle(cycle(9, 1e-3, second));
    progress.stop();
    const shown = [...said.matchAll(/Calibrating \|.*?\| ([\w .%()-]*)/gu)].map(([, text = ""]) => text);
    expect(shown).toContain("100%  cycle 20  log-likelihood -1234.568");
    // Half of the way from 1 to a millionth, by its logarithm, is a thousandth.
    expect(shown.at(-1)).toBe(
      "50%  cycle 9  log-likelihood -1234.568  item M2 free in each group (item 2 of 8)",
    );
  });
});
