import { describe, expect, it } from "vitest";
import { calibrate, responseData, scorePersons, scoreTable } from "../../../psychometrics/index.js";
import {
  fixture,
  hasShared,
  largestDifference,
  needsShared,
  readScores,
  shared,
} from "../../support/psychometric-fixtures.js";

// Published and recomputed values, to the digits that were printed.
describe("published values", () => {
  const lsat7 = readScores(fixture("lsat7/data.csv"));
  const lsat6 = readScores(fixture("lsat6/data.csv"));

  it("LSAT7 by the 2PL", () => {
    const calibration = calibrate(lsat7, { model: "2pl" });
    expect(calibration.logLikelihood).toBeCloseTo(-2658.805, 3);
    expect(calibration.aic).toBeCloseTo(5337.61, 2);
    expect(calibration.bic).toBeCloseTo(5386.688, 3);
    expect(
      largestDifference(
        calibration.items.map((item) => item.slope),
        [0.9875, 1.0808, 1.7075, 0.765, 0.7357],
      ),
    ).toBeLessThan(0.0001);
    expect(
      largestDifference(
        calibration.items.map((item) => item.intercepts[0]),
        [1.8559, 0.808, 1.8052, 0.486, 1.8545],
      ),
    ).toBeLessThan(0.0001);
    // G2 is twice what the observed shares of the 32 patterns have more in log-likelihood; 31.7 with 21 degrees of freedom.
    const counts = new Map<string, number>();
    for (let p = 0; p < 1000; p++) {
      const pattern = lsat7.scores.subarray(5 * p, 5 * p + 5).join("");
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    }
    const saturated = [...counts.values()].reduce((sum, count) => sum + count * Math.log(count / 1000), 0);
    expect(2 * (saturated - calibration.logLikelihood)).toBeCloseTo(31.7, 1);
    expect(31 - calibration.parameterCount).toBe(21);
    const [first] = calibration.items;
    const half = 1.959964 * (first.standardErrors.slope ?? 0);
    expect(first.slope - half).toBeCloseTo(0.641, 2);
    expect(first.slope + half).toBeCloseTo(1.335, 2);
  });

  it("LSAT7 abilities: the first six patterns and the sum scores", () => {
    const calibration = calibrate(lsat7, { model: "2pl" });
    const patterns = ["00000", "00001", "00010", "00011", "00100", "00101"];
    const data = responseData({
      items: lsat7.items,
      rows: patterns.map((pattern) => [...pattern].map(Number)),
    });
    const persons = scorePersons(calibration, data, ["eap", "map"]);
    expect(
      largestDifference(
        persons.map(({ estimates }) => estimates.eap?.theta),
        [-1.8666, -1.5267, -1.5134, -1.1852, -1.0947, -0.7667],
      ),
      // Printed by a run that stopped earlier; the sum score table below, of pattern 00000 too, is exact.
    ).toBeLessThan(0.004);
    expect(
      largestDifference(
        persons.map(({ estimates }) => estimates.map?.theta),
        [-1.8166, -1.4947, -1.4823, -1.179, -1.0959, -0.7951],
      ),
    ).toBeLessThan(0.001);
    const table = scoreTable(calibration);
    expect(
      largestDifference(
        table.map(({ theta }) => theta),
        [-1.8698, -1.4319, -0.9488, -0.4132, 0.1517, 0.7272],
      ),
    ).toBeLessThan(0.0001);
    expect(
      largestDifference(
        table.map((row) => row.standardError),
        [0.6927, 0.6839, 0.6942, 0.7211, 0.7588, 0.8009],
      ),
    ).toBeLessThan(0.0001);
  });

  it("LSAT7 by the Rasch model, and by the 2PL with two cells missing", () => {
    const rasch = calibrate(lsat7, { model: "rasch" });
    expect(rasch.logLikelihood).toBeCloseTo(-2664.9009, 3);
    expect(rasch.groups[0].variance).toBeCloseTo(1.0227, 3);
    expect(
      largestDifference(
        rasch.items.map((item) => item.intercepts[0]),
        [1.8683, 0.791, 1.461, 0.5215, 1.993],
      ),
    ).toBeLessThan(0.0005);
    const scores = lsat7.scores.slice();
    scores[0] = -1;
    scores[lsat7.items.length + 1] = -1;
    const calibration = calibrate({ ...lsat7, scores }, { model: "2pl" });
    expect(
      largestDifference(
        calibration.items.map((item) => item.slope),
        [0.969, 1.074, 1.717, 0.763, 0.731],
      ),
      // Printed to three digits by a run that stopped at changes of 1e-4.
    ).toBeLessThan(0.002);
  });

  it("LSAT6 by the 2PL and the Rasch model", () => {
    const calibration = calibrate(lsat6, { model: "2pl" });
    expect(calibration.logLikelihood).toBeCloseTo(-2466.653, 3);
    expect(
      largestDifference(
        calibration.items.map((item) => item.slope),
        [0.8257, 0.7227, 0.8909, 0.6884, 0.6569],
      ),
    ).toBeLessThan(0.0001);
    expect(
      largestDifference(
        calibration.items.map((item) => item.intercepts[0]),
        [2.7732, 0.9902, 0.2491, 1.2848, 2.0533],
      ),
    ).toBeLessThan(0.0001);
    const rasch = calibrate(lsat6, { model: "rasch", quadrature: 101, range: 10 });
    expect(rasch.logLikelihood).toBeCloseTo(-2466.9376, 3);
    expect(rasch.groups[0].variance).toBeCloseTo(0.57, 3);
  });
});

describe.skipIf(!hasShared)(`published values of Science ${needsShared}`, () => {
  it("by the graded model, the GPCM and the PCM", () => {
    const science = readScores(shared("science.csv"));
    const graded = calibrate(science, { model: "grm", standardErrors: "none" });
    // Printed by a run that stopped at changes of 1e-4: the maximum is 0.0006 above it.
    expect(graded.logLikelihood).toBeGreaterThan(-1608.87);
    expect(graded.logLikelihood).toBeLessThan(-1608.869);
    const gpcm = calibrate(science, { model: "gpcm", standardErrors: "none" });
    expect(gpcm.logLikelihood).toBeCloseTo(-1612.682, 3);
    const column = (k: number) => gpcm.items.map(({ intercepts }) => intercepts[k]);
    const slopes = gpcm.items.map(({ slope }) => slope);
    expect(largestDifference(slopes, [0.8611, 0.84, 2.2374, 0.7204])).toBeLessThan(0.0005);
    expect(largestDifference(column(0), [2.8224, 1.7099, 4.6607, 2.0948])).toBeLessThan(0.0005);
    expect(largestDifference(column(1), [5.3132, 2.5777, 6.8417, 2.8939])).toBeLessThan(0.0005);
    expect(largestDifference(column(2), [3.9889, 0.8483, 4.9815, 1.7186])).toBeLessThan(0.0005);
    const pcm = calibrate(science, { model: "pcm", quadrature: 101, range: 10, standardErrors: "none" });
    expect(pcm.logLikelihood).toBeCloseTo(-1619.274, 3);
    expect(pcm.groups[0].variance).toBeCloseTo(1.0025, 3);
  });
});
