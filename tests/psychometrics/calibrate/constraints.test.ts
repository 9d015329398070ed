import { describe, expect, it } from "vitest";
import { calibrate, type CalibrationOptions, type Prior } from "../../../psychometrics/index.js";
import { fixture, largestDifference, readScores } from "../../support/psychometric-fixtures.js";

const lsat7 = readScores(fixture("lsat7/data.csv"));
const graded = readScores(fixture("sim-gpcm/data.csv"), { items: ["P01", "P02", "P03", "P04"] });
const items = lsat7.items;
const run = (options: CalibrationOptions) => calibrate(lsat7, { standardErrors: "none", ...options });

describe("constraints", () => {
  it("fixed lower asymptotes of zero make the 3PL the 2PL", () => {
    const fixed = items.map((item) => ({ item, parameter: "lower_asymptote", value: 0 }));
    const constrained = run({ model: "3pl", fixed, lowerAsymptotePrior: null });
    const free = run({ model: "2pl" });
    expect(constrained.logLikelihood).toBeCloseTo(free.logLikelihood, 5);
    expect(constrained.parameterCount).toBe(free.parameterCount);
  });

  it("equal slopes make the 2PL the 1PL", () => {
    const constrained = run({ model: "2pl", equal: [{ parameter: "slope", items }] });
    const equal = run({ model: "1pl" });
    expect(constrained.logLikelihood).toBeCloseTo(equal.logLikelihood, 6);
    expect(constrained.parameterCount).toBe(equal.parameterCount);
    expect(new Set(constrained.items.map(({ slope }) => slope)).size).toBe(1);
  });

  it("slope deviations of zero make the nominal model the GPCM", () => {
    const fixed = graded.items.flatMap((item) =>
      [1, 2].map((k) => ({ item, parameter: `slope_deviation_${k}`, value: 0 })),
    );
    const constrained = calibrate(graded, { model: "nominal", fixed, standardErrors: "none" });
    const gpcm = calibrate(graded, { model: "gpcm", standardErrors: "none" });
    expect(constrained.logLikelihood).toBeCloseTo(gpcm.logLikelihood, 5);
    expect(constrained.parameterCount).toBe(gpcm.parameterCount);
    const free = calibrate(graded, { model: "nominal", standardErrors: "none" });
    expect(free.logLikelihood).toBeGreaterThan(gpcm.logLikelihood);
  });

  it("a parameter that is held stays where it is, has no standard error, and the likelihood is lower for it", () => {
    const free = run({ model: "2pl" });
    const held = calibrate(lsat7, {
      model: "2pl",
      fixed: [{ item: "Item2", parameter: "intercept_1", value: 0.5 }],
    });
    expect(held.items[1].intercepts).toEqual([0.5]);
    expect(held.items[1].standardErrors.intercepts).toEqual([null]);
    expect(held.items[1].standardErrors.slope).toBeGreaterThan(0);
    expect(held.logLikelihood).toBeLessThan(free.logLikelihood - 1);
    expect(held.parameterCount).toBe(9);
  });

  it("ties of ties hold all together, and a tie to a named model's common slope takes in its items", () => {
    const chained = run({
      model: "2pl",
      equal: [
        { parameter: "slope", items: ["Item1", "Item2"] },
        { parameter: "slope", items: ["Item2", "Item3"] },
      ],
    });
    expect(new Set(chained.items.slice(0, 3).map(({ slope }) => slope)).size).toBe(1);
    expect(chained.parameterCount).toBe(8);
    const mixed = run({
      model: "1pl",
      models: { Item5: "2pl" },
      equal: [{ parameter: "slope", items: ["Item1", "Item5"] }],
    });
    expect(mixed.logLikelihood).toBeCloseTo(run({ model: "1pl" }).logLikelihood, 6);
  });

  it("where it starts makes no difference to where it ends, and starting at the end takes a cycle or two", () => {
    const original = run({ model: "2pl" });
    const elsewhere = run({ model: "2pl", start: [{ item: "Item1", parameter: "slope", value: 2.5 }] });
    expect(elsewhere.logLikelihood).toBeCloseTo(original.logLikelihood, 6);
    const again = run({ model: "2pl", startFrom: original });
    expect(again.cycles).toBeLessThanOrEqual(2);
    expect(again.logLikelihood).toBeCloseTo(original.logLikelihood, 8);
  });

  it("can hold a group's mean and variance, or free them", () => {
    const shifted = run({
      model: "2pl",
      groups: { all: { mean: 1, variance: 4 } },
      quadrature: 121,
      range: 12,
    });
    const original = run({ model: "2pl" });
    expect(shifted.logLikelihood).toBeCloseTo(original.logLikelihood, 3);
    expect(shifted.items[0].slope).toBeCloseTo(original.items[0].slope / 2, 3);
    expect(shifted.items[0].difficulties[0]).toBeCloseTo(
      1 + 2 * (original.items[0].difficulties[0] ?? NaN),
      2,
    );
  });
});

describe("a prior in a calibration", () => {
  /** The log-likelihood plus log prior at given slopes and intercepts: everything is held, so nothing moves. */
  function posteriorAt(values: number[][], options: CalibrationOptions): number {
    const start = values.flatMap(([slope, intercept], i) => [
      { item: items[i], parameter: "slope", value: slope },
      { item: items[i], parameter: "intercept_1", value: intercept },
    ]);
    const still = run({ ...options, start, cyclesMax: 1, tolerance: Infinity });
    return still.history[0];
  }

  const cases: [string, CalibrationOptions["priors"]][] = [
    [
      "log-normal on slopes",
      [{ parameter: "slope", prior: { kind: "log-normal", mean: 0, standardDeviation: 0.2 } }],
    ],
    [
      "normal on intercepts",
      [{ parameter: "intercept_1", prior: { kind: "normal", mean: 1, standardDeviation: 0.3 } }],
    ],
    [
      "normal on difficulties",
      [{ parameter: "difficulty_1", prior: { kind: "normal", mean: -1, standardDeviation: 0.3 } }],
    ],
  ];

  it.each(cases)(
    "%s: the estimate is the mode, and its standard errors are the curvature there",
    (_, priors) => {
      const options: CalibrationOptions = { model: "2pl", priors, tolerance: 1e-8 };
      const mode = run({ ...options, standardErrors: "observed" });
      expect(mode.converged).toBe(true);
      const point = mode.items.map(({ slope, intercepts }) => [slope, intercepts[0]]);
      const step = 1e-3;
      const at = (moves: [number, number, number][]) =>
        posteriorAt(
          point.map((own, i) =>
            own.map((value, j) =>
              moves.reduce(
                (sum, [item, parameter, by]) => sum + (item === i && parameter === j ? by : 0),
                value,
              ),
            ),
          ),
          options,
        );
      const here = at([]);
      expect(here).toBeCloseTo(mode.logLikelihood + mode.logPrior, 6);
      for (const j of [0, 1]) {
        const slope = (at([[2, j, step]]) - at([[2, j, -step]])) / (2 * step);
        expect(Math.abs(slope)).toBeLessThan(1e-3);
      }
      // Within the item the precision given all else is the curvature along the axis.
      const free = run({ model: "2pl", standardErrors: "observed" });
      expect(mode.items[2].standardErrors.slope).toBeLessThan(free.items[2].standardErrors.slope ?? 0);
      expect(mode.logLikelihood).toBeLessThan(free.logLikelihood);
    },
  );

  it("on slopes brings back a slope that starts where the prior leaves nothing", () => {
    const priors: CalibrationOptions["priors"] = [
      { parameter: "slope", prior: { kind: "log-normal", mean: 0, standardDeviation: 0.5 } },
    ];
    const start = [{ item: "Item1", parameter: "slope", value: -1 }];
    const calibration = run({ model: "2pl", priors, start });
    expect(calibration.items[0].slope).toBeGreaterThan(0);
    expect(calibration.logPrior).toBeCloseTo(run({ model: "2pl", priors }).logPrior, 4);
  });

  it("on a parameter that is held at a value counts for nothing", () => {
    const fixed = items.map((item) => ({ item, parameter: "lower_asymptote", value: 0.1 }));
    expect(run({ model: "3pl", fixed }).logPrior).toBe(0);
  });

  it("on a parameter that items share counts once", () => {
    const prior: Prior = { kind: "normal", mean: 0, standardDeviation: 0.5 };
    const options: CalibrationOptions = { model: "1pl", priors: [{ parameter: "slope", prior }] };
    const { logPrior, items: estimated } = run(options);
    const { slope } = estimated[0];
    expect(logPrior).toBeCloseTo(-0.5 * (slope / 0.5) ** 2 - Math.log(0.5 * Math.sqrt(2 * Math.PI)), 6);
  });

  it("on a Rasch difficulty is the mirrored prior on the intercept, with the same standard errors", () => {
    // The two are climbed in different ways, so they agree as far as they have converged.
    const difficulty = calibrate(lsat7, {
      model: "rasch",
      tolerance: 1e-9,
      priors: [{ parameter: "difficulty_1", prior: { kind: "normal", mean: -0.8, standardDeviation: 0.2 } }],
    });
    const intercept = calibrate(lsat7, {
      model: "rasch",
      tolerance: 1e-9,
      priors: [{ parameter: "intercept_1", prior: { kind: "normal", mean: 0.8, standardDeviation: 0.2 } }],
    });
    expect(difficulty.logPrior).toBeCloseTo(intercept.logPrior, 8);
    const of = (calibration: typeof intercept) =>
      calibration.items.flatMap((item) => [item.intercepts[0], item.standardErrors.intercepts[0]]);
    expect(largestDifference(of(difficulty), of(intercept))).toBeLessThan(1e-6);
  });
});

describe("constraints that make no sense are refused by name", () => {
  const refusals: [string, Partial<CalibrationOptions>, string][] = [
    [
      "an unknown item",
      { fixed: [{ item: "X", parameter: "slope", value: 1 }] },
      "no such item is calibrated",
    ],
    [
      "an unknown parameter",
      { fixed: [{ item: "Item1", parameter: "intercept_2", value: 1 }] },
      "a constraint names intercept_2 of item Item1, but a 2pl item has slope, intercept_1",
    ],
    [
      "a value that is none",
      { fixed: [{ item: "Item1", parameter: "slope", value: NaN }] },
      "item Item1: NaN is no value for slope; give a number",
    ],
    [
      "held and equal at once",
      {
        fixed: [{ item: "Item1", parameter: "slope", value: 1 }],
        equal: [{ parameter: "slope", items: ["Item1", "Item2"] }],
      },
      "slope of item Item1 is held at a value",
    ],
    [
      "an anchored item",
      {
        anchors: [{ item: "Item1", model: "2pl", slope: 1, intercepts: [1] }],
        fixed: [{ item: "Item1", parameter: "slope", value: 1 }],
      },
      "item Item1 is anchored",
    ],
    [
      "a density that does not suit",
      { priors: [{ parameter: "slope", prior: { kind: "beta", alpha: 2, beta: 2 } }] },
      "a beta prior does not suit slope; take one of normal, log-normal",
    ],
    [
      "a prior on an unknown item",
      {
        priors: [
          { parameter: "slope", items: ["X"], prior: { kind: "normal", mean: 1, standardDeviation: 1 } },
        ],
      },
      "a prior names item X",
    ],
    ["an unknown group", { groups: { north: { mean: 0 } } }, "there is no group north; the groups are all"],
    ["a variance of zero", { groups: { all: { variance: 0 } } }, "group all: 0 is no variance"],
    [
      "unique parameters of an unknown group",
      { unique: [{ item: "Item1", groups: ["north"] }] },
      "item Item1: unique parameters, or leaving out, are asked for group north",
    ],
    ["unique parameters of an unknown item", { unique: [{ item: "X", groups: ["all"] }] }, "item X"],
  ];
  it.each(refusals)("%s", (_, options, message) => {
    expect(() => run({ model: "2pl", ...options })).toThrow(message);
  });
});
