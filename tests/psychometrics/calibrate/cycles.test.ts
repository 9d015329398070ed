import { describe, expect, it } from "vitest";
import { calibrate, CalibrationCancelled } from "../../../psychometrics/index.js";
import { binary } from "../../support/hard-data.js";

describe("the cycles of a calibration", () => {
  it("an iteration that may not go on says that it did not converge", () => {
    const calibration = calibrate(binary, { model: "2pl", cyclesMax: 3 });
    expect(calibration.converged).toBe(false);
    expect(calibration.notes[0].english).toContain("stopped at its limit of 3 cycles");
  });

  it("tells of every cycle and stops when it is told to", () => {
    const cycles: number[] = [];
    const run = () =>
      calibrate(binary, {
        model: "2pl",
        onCycle: ({ cycle }) => cycles.push(cycle),
        isCancelled: () => cycles.length >= 2,
      });
    expect(run).toThrow(CalibrationCancelled);
    expect(cycles).toEqual([1, 2]);
  });
});
