// What the grid holds: wide populations, and narrow posteriors, beside a grid so wide and fine that nothing is left to say.
import { describe, expect, it } from "vitest";
import {
  calibrate,
  likelihoodRatioDif,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  type Calibration,
  type CalibrationOptions,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { uniformFrom } from "../../support/uniform.js";

const notesOf = ({ notes }: Calibration) => notes.map(({ code }) => code);
const quiet = { standardErrors: "none" } as const;

/** Two groups of 400, 12 right-or-wrong items. */
function twoGroups(mean: number, deviation: number, first = deviation): ResponseData {
  const uniform = uniformFrom(`grid ${mean} ${deviation} ${first}`);
  const items = Array.from({ length: 12 }, (_, i): SimulatedItem => {
    return { item: `i${i}`, model: "rasch", slope: 1, difficulties: [-3 + i / 2] };
  });
  const abilities = [
    ...simulateAbilities(uniform, 400, 0, first),
    ...simulateAbilities(uniform, 400, mean, deviation),
  ];
  return {
    ...simulateResponses(uniform, abilities, items),
    groups: Int32Array.from({ length: 800 }, (_, p) => (p < 400 ? 0 : 1)),
    groupNames: ["first", "second"],
  };
}

describe("the grid of a calibration", () => {
  const wide = twoGroups(2, 2.5);

  it.each(["rasch", "2pl"] as const)(
    "reaches as far as a wide group does where none is named (%s)",
    (model) => {
      const data = model === "rasch" ? wide : twoGroups(2, 2.5, 1);
      const options: CalibrationOptions = { model, ...quiet };
      const truth = calibrate(data, { ...options, quadrature: 401, range: 30 });
      const told: number[] = [];
      const found = calibrate(data, { ...options, onCycle: ({ cycle }) => told.push(cycle) });
      expect(found.quadrature.range).toBeGreaterThan(10);
      // Better grids go on counting where the ones before ended.
      expect(told).toEqual([...told].sort((a, b) => a - b));
      expect([found.cycles, found.history.length]).toEqual([told.at(-1), told.at(-1)]);
      expect(notesOf(found)).toEqual([]);
      // Both are sums that are exact to many digits, up to where EM stops.
      expect(found.logLikelihood).toBeCloseTo(truth.logLikelihood, 4);
      found.groups.forEach(({ mean, variance }, g) => {
        expect(mean).toBeCloseTo(truth.groups[g].mean, 3);
        expect(Math.sqrt(variance)).toBeCloseTo(Math.sqrt(truth.groups[g].variance), 3);
      });
      const [estimates, true_] = [found, truth].map((one) => scorePersons(one, data, ["eap"]));
      estimates.forEach(({ estimates: { eap } }, p) => {
        expect(eap?.theta).toBeCloseTo(true_[p].estimates.eap?.theta ?? NaN, 2);
      });
    },
  );

  it("is kept where it was named, with a note on what that does", () => {
    const named = calibrate(wide, { model: "rasch", quadrature: 61, range: 6, ...quiet });
    const truth = calibrate(wide, { model: "rasch", quadrature: 401, range: 30, ...quiet });
    expect(named.quadrature).toEqual({ count: 61, range: 6 });
    expect(notesOf(named)).toEqual(["grid-cuts-group", "grid-cuts-group"]);
    expect(named.notes[1].english).toMatch(/^Group second: the grid from -6 to 6 ends [01]\.\d standard/);
    expect(Math.abs(named.groups[1].mean - truth.groups[1].mean)).toBeGreaterThan(0.2);
    const widened = calibrate(wide, { model: "rasch", quadrature: 61, range: 6, widensGrid: true, ...quiet });
    expect(widened.groups[1].mean).toBeCloseTo(truth.groups[1].mean, 3);
  });

  it("stays as it is where it holds everything", () => {
    const usual = calibrate(twoGroups(0.2, 0.9), { model: "2pl", ...quiet });
    expect(usual.quadrature).toEqual({ count: 61, range: 6 });
    expect(notesOf(usual)).toEqual([]);
  });

  it("is one for all likelihoods that are compared", () => {
    const { base, items } = likelihoodRatioDif(wide, { model: "rasch" }, ["i3"]);
    expect(base.quadrature.range).toBeGreaterThan(10);
    const free = calibrate(wide, {
      ...{ model: "rasch", quadrature: 401, range: 30, ...quiet },
      unique: [{ item: "i3", groups: ["second"] }],
    });
    const truth = calibrate(wide, { model: "rasch", quadrature: 401, range: 30, ...quiet });
    expect(items[0].both?.chiSquare).toBeCloseTo(2 * (free.logLikelihood - truth.logLikelihood), 3);
  });

  it("is fine enough for items of 30 points, whose posteriors are narrow", () => {
    const uniform = uniformFrom("thirty points");
    const difficulties = Array.from({ length: 30 }, (_, k) => -1.5 + k / 10);
    const items = [..."abcdefghijkl"].map((item): SimulatedItem => {
      return { item, model: "pcm", slope: 1, difficulties };
    });
    const data = simulateResponses(uniform, simulateAbilities(uniform, 80, 0, 0.4), items);
    const [found, truth] = [{}, { quadrature: 481, range: 6 }].map((grid) =>
      calibrate(data, { model: "pcm", ...grid, ...quiet }),
    );
    expect(notesOf(found)).not.toContain("posteriors-narrow-of-one");
    expect(found.quadrature.count).toBe(121);
    const [estimates, true_] = [found, truth].map((one) => scorePersons(one, data, ["eap"]));
    estimates.forEach(({ estimates: { eap } }, p) => {
      const { theta, standardError } = true_[p].estimates.eap ?? {};
      expect(Math.abs((eap?.theta ?? NaN) - (theta ?? NaN))).toBeLessThan(0.01 * (standardError ?? NaN));
      expect((eap?.standardError ?? NaN) / (standardError ?? NaN)).toBeCloseTo(1, 2);
    });
    const named = calibrate(data, { model: "pcm", quadrature: 61, range: 6, ...quiet });
    expect(notesOf(named)).toContain("posteriors-narrow-of-one");
    const coarse = scorePersons(named, data, ["eap"]);
    const ratios = coarse.map(({ estimates: { eap } }, p) => {
      return (eap?.standardError ?? NaN) / (true_[p].estimates.eap?.standardError ?? NaN);
    });
    expect(Math.min(...ratios)).toBeLessThan(0.9);
  });
});
