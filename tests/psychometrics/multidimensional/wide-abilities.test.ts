// The grids reach as far as abilities do, beside grids so wide and fine that nothing is left to say.
import { describe, expect, it } from "vitest";
import {
  calibrateMultidimensional,
  responseDataOf,
  type MultidimensionalOptions,
} from "../../../psychometrics/index.js";
import { normalSource } from "../../../psychometrics/numeric/random.js";
import { uniformFrom } from "../../support/uniform.js";

const items = Array.from({ length: 12 }, (_, i) => `i${i}`);
const personCount = 400;
const deviation = 2.4;
const uniform = uniformFrom("wide abilities");
const normal = normalSource(uniform);

/** Two dimensions of six Rasch items, correlation 0.6; the second group is 2 logits abler. */
function simulated() {
  const scores = new Int8Array(personCount * items.length);
  for (let p = 0; p < personCount; p++) {
    const common = normal();
    for (let d = 0; d < 2; d++) {
      const own = Math.sqrt(0.6) * common + Math.sqrt(0.4) * normal();
      const theta = (p < personCount / 2 ? 0 : 2) + deviation * own;
      for (let i = 0; i < 6; i++) {
        const right = 1 / (1 + Math.exp(i - 2.5 - theta));
        scores[p * items.length + 6 * d + i] = Number(uniform() < right);
      }
    }
  }
  const groups = Array.from({ length: personCount }, (_, p) => (p < personCount / 2 ? "first" : "second"));
  return responseDataOf({ items, personCount, scores, groups, groupNames: ["first", "second"] });
}

describe("wide abilities in several dimensions", () => {
  const data = simulated();
  const options: MultidimensionalOptions = {
    ...{ model: "rasch", standardErrors: "none" },
    dimensions: [
      { name: "one", items: items.slice(0, 6) },
      { name: "two", items: items.slice(6) },
    ],
  };
  const truth = calibrateMultidimensional(data, { ...options, quadrature: 141, range: 28 });
  const codesOf = ({ notes }: typeof truth.calibration) => notes.map(({ code }) => code);

  it("are on the grids where none are named", () => {
    const told: number[] = [];
    const onCycle = ({ cycle }: { cycle: number }) => told.push(cycle);
    const { calibration, means } = calibrateMultidimensional(data, { ...options, onCycle });
    expect(calibration.quadrature.range).toBeGreaterThan(10);
    // The wider grids go on counting where the first ones ended.
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(calibration.cycles).toBe(told.at(-1));
    expect(calibration.history.length).toBe(calibration.cycles);
    expect(codesOf(calibration)).toEqual([]);
    // Both are sums that are exact to many digits, up to where EM stops.
    expect(calibration.logLikelihood).toBeCloseTo(truth.calibration.logLikelihood, 4);
    calibration.groups.forEach((group, g) => {
      group.means.forEach((mean, d) => expect(mean).toBeCloseTo(truth.calibration.groups[g].means[d], 3));
      group.covariances.forEach((row, d) =>
        row.forEach((value, e) =>
          expect(value).toBeCloseTo(truth.calibration.groups[g].covariances[d][e], 2),
        ),
      );
    });
    means.forEach((mean, n) => expect(Math.abs(mean - truth.means[n])).toBeLessThan(0.01));
  });

  it("are cut by grids that are named, with a note", () => {
    const { calibration } = calibrateMultidimensional(data, { ...options, quadrature: 61, range: 6 });
    expect(codesOf(calibration)).toContain("grid-cuts-posteriors");
    expect(Math.abs(calibration.groups[1].means[0] - truth.calibration.groups[1].means[0])).toBeGreaterThan(
      0.1,
    );
  });
});
