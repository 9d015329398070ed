import { describe, expect, it } from "vitest";
import {
  reportParameters,
  scoreProbabilities,
  simulateResponses,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { gpcm, grm, threeParameter } from "../../../psychometrics/models/index.js";
import { interceptsOf, logisticSlope } from "../../../psychometrics/parameters.js";
import { uniformFrom } from "../../support/uniform.js";

const item: SimulatedItem = { item: "a", model: "3pl", slope: 1.2, difficulties: [0.5], lowerAsymptote: 0.2 };

describe("simulated responses", () => {
  it("are the same for the same seed and occur as often as they are probable", () => {
    const draw = () => simulateResponses(uniformFrom("x"), new Array<number>(20_000).fill(0.5), [item]);
    const data = draw();
    expect(draw().scores).toEqual(data.scores);
    const right = data.scores.reduce((sum, score) => sum + score, 0) / 20_000;
    expect(scoreProbabilities(item, 0.5)[1]).toBeCloseTo(0.6, 12);
    expect(Math.abs(right - 0.6)).toBeLessThan(4 * Math.sqrt((0.6 * 0.4) / 20_000));
  });

  it("leave out what is not in the booklet", () => {
    const data = simulateResponses(
      uniformFrom("y"),
      [0, 1],
      [item, { ...item, item: "b" }],
      (p, i) => p === i,
    );
    expect(data.scores[1]).toBe(-1);
    expect(data.scores[2]).toBe(-1);
  });
});

describe("parameters", () => {
  it("go to steps and thresholds and back", () => {
    const steps = [-0.4, 0.9, 0.3];
    const parameters = [1.3, ...interceptsOf("steps", 1.3, steps)];
    reportParameters(gpcm, 4, parameters, null).difficulties.forEach((b, k) =>
      expect(b).toBeCloseTo(steps[k], 12),
    );
    const thresholds = [-0.4, 0.3, 0.9];
    const graded = [1.3, ...interceptsOf("thresholds", 1.3, thresholds)];
    reportParameters(grm, 4, graded, null).difficulties.forEach((b, k) =>
      expect(b).toBeCloseTo(thresholds[k], 12),
    );
  });

  it("report the lower asymptote with the delta method's error", () => {
    const report = reportParameters(
      threeParameter,
      2,
      [1, 0, Math.log(0.25 / 0.75)],
      [0.04, 0, 0, 0, 0.01, 0, 0, 0, 0.16],
    );
    expect(report.lowerAsymptote).toBeCloseTo(0.25, 12);
    expect(report.standardErrors.lowerAsymptote).toBeCloseTo(0.4 * 0.25 * 0.75, 12);
    expect(report.standardErrors.slope).toBeCloseTo(0.2, 12);
    expect(report.standardErrors.difficulties[0]).toBeCloseTo(0.1, 12);
  });

  it("have no difficulty where the slope is zero", () => {
    expect(reportParameters(gpcm, 2, [0, 1], null).difficulties).toEqual([null]);
  });

  it("come from the D = 1.7 metric by a factor", () => {
    expect(logisticSlope(1)).toBe(1.7);
  });
});
