import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  dimensionsAlone,
  modelFit,
  modelFitMultidimensional,
  testInformation,
  type MultidimensionalCalibration,
  type MultidimensionalOptions,
} from "../../../psychometrics/index.js";
import { expectedMargins, marginsAtNodes } from "../../../psychometrics/fit/moments.js";
import { comparedSamples } from "../../../psychometrics/fit/samples.js";
import { jointColumns, jointMargins } from "../../../psychometrics/multidimensional/joint-margins.js";
import { align } from "../../../psychometrics/persons/align.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";

const items = [1, 2].flatMap((d) => [1, 2, 3, 4, 5].map((n) => `d${d}i${n}`));
const data = readScores(fixture("sim-four-dimensions/data.csv"), { items });
const dimensions = [1, 2].map((d) => ({
  name: `D${d}`,
  items: items.filter((item) => item.startsWith(`d${d}`)),
}));
const recorded = { keepsCovariance: true, tolerance: 1e-7, quadrature: 41 };

const fitted = (options: Partial<MultidimensionalOptions>) =>
  calibrateMultidimensional(data, { model: "2pl", dimensions, ...recorded, ...options }).calibration;

/** As mirt counts: covariances and variances have no columns, but are parameters. */
function asMirt(calibration: MultidimensionalCalibration): MultidimensionalCalibration {
  const { parameterCovariance: recordedOnes } = calibration;
  if (!recordedOnes) throw new Error("the free parameters were not recorded");
  const names = recordedOnes.names.map((name) => (/^(mean|variance|covariance)_/.test(name) ? "" : name));
  return { ...calibration, parameterCovariance: { ...recordedOnes, names } };
}

describe("M2 in two dimensions", () => {
  const twoPl = fitted({});
  const rasch = fitted({ model: "rasch" });

  /** mirt 1.48 (R 4.2.2), M2(quadpts = 41) of a calibration with 41 nodes from -6 to 6, TOL 1e-6; see the fixture. */
  for (const [name, calibration, theirs] of [
    [
      "2pl",
      twoPl,
      { m2: 39.07037, df: 34, rmsea: 0.01728742, srmsr: 0.03695837, tli: 0.9849827, cfi: 0.9886536 },
    ],
    [
      "rasch",
      rasch,
      { m2: 55.94561, df: 42, rmsea: 0.02579549, srmsr: 0.04662705, tli: 0.9665635, cfi: 0.9687926 },
    ],
  ] as const) {
    it(`is mirt's, ${name}`, () => {
      const fit = modelFitMultidimensional(calibration, data);
      expect(fit.n).toBe(500);
      expect(fit.df).toBe(theirs.df);
      // mirt has no columns for covariances and variances; at their maximum likelihood little is left for them to explain.
      expect(Math.abs((fit.m2 ?? NaN) - theirs.m2)).toBeLessThan(0.005);
      const withTheirs = modelFitMultidimensional(asMirt(calibration), data).m2;
      expect(Math.abs((withTheirs ?? NaN) - theirs.m2)).toBeLessThan(0.001);
      for (const index of ["rmsea", "srmsr", "tli", "cfi"] as const)
        expect(Math.abs((fit[index] ?? NaN) - theirs[index])).toBeLessThan(2e-5);
    });
  }

  it("has columns for covariances, variances and means that are differences of the expected margins", () => {
    const grouped = { ...data, groups: data.groups.map((_, p) => p % 2), groupNames: ["a", "b"] };
    const calibration = calibrateMultidimensional(grouped, {
      ...{ model: "2pl", dimensions, keepsCovariance: true, quadrature: 21, tolerance: 0.01 },
    }).calibration;
    const recordedOnes = calibration.parameterCovariance;
    const names: readonly string[] = recordedOnes?.names ?? [];
    const places = recordedOnes?.places ?? [];
    const alone = { ...dimensionsAlone(calibration, grouped)[0], items: calibration.items };
    const aligned = align(alone, grouped);
    const { samples } = comparedSamples(calibration, aligned, grouped.weights);
    const marginsOf = (changed: MultidimensionalCalibration) =>
      jointMargins(changed, aligned, samples, "M2*")[1];
    const own = marginsOf(calibration);
    const columns = jointColumns(names, places, calibration, own);
    for (const [name, d, e] of [
      ["mean_D2_b", 1, -1],
      ["variance_D1_b", 0, 0],
      ["covariance_D1_D2_b", 0, 1],
    ] as const) {
      const at = (move: number) => {
        const changed = structuredClone(calibration);
        const { means, covariances } = changed.groups[1];
        if (e < 0) means[d] += move;
        else {
          covariances[d][e] += move;
          if (d !== e) covariances[e][d] += move;
        }
        const { moments, at: atNodes } = marginsOf(changed);
        return expectedMargins(marginsAtNodes(moments, atNodes), atNodes.mass);
      };
      const [above, below] = [at(1e-4), at(-1e-4)];
      expect(names).toContain(name);
      columns[names.indexOf(name)].forEach((slope, m) => {
        // 21 Gauss-Hermite nodes are good to some 1e-7 of a margin, and so are both sides of the derivative.
        expect(Math.abs((above[m] - below[m]) / 2e-4 - slope)).toBeLessThan(1e-5);
      });
    }
  });

  it("says why there is none", () => {
    const regressors = { names: ["x"], columns: Float64Array.from(data.weights, (_, p) => p % 3) };
    const regressed = fitted({ regressors, tolerance: 0.1, quadrature: 15, standardErrors: "none" });
    expect(modelFitMultidimensional(regressed, data)).toMatchObject({
      m2: null,
      reason: { code: "not-normal" },
    });
    const few = modelFitMultidimensional(twoPl, data, "M2*", 50);
    expect(few).toMatchObject({ m2: null, reason: { code: "many-margins" } });
    const { parameterCovariance: _, ...unrecorded } = twoPl;
    expect(() => modelFitMultidimensional(unrecorded, data)).toThrow(/keepsCovariance/);
  });
});

describe("the M2 of a design in two dimensions", () => {
  // Every third test taker has the first three items of each dimension, the next the last three, and the next the middle.
  const booklets = [
    [0, 1, 2],
    [2, 3, 4],
    [1, 2, 3],
  ];
  const scores = data.scores.map((score, at) => {
    const [p, i] = [Math.floor(at / items.length), at % items.length];
    return booklets[p % 3].includes(i % 5) ? score : -1;
  });
  const design = { ...data, scores };

  it("compares the booklets", () => {
    const { calibration } = calibrateMultidimensional(design, { model: "2pl", dimensions, ...recorded });
    const fit = modelFitMultidimensional(calibration, design);
    expect(fit.booklets.map(({ n }) => n)).toEqual([167, 167, 166]);
    // 21 margins of six items, less 20 items' parameters and a covariance.
    expect(fit.df).toBe(3 * 21 - 21);
    expect(fit.p).toBeGreaterThan(0.01);
    expect(fit.notes).toMatchObject([{ code: "booklets-compared", values: { count: 3 } }]);
  });

  it("is that of one dimension where there is one", () => {
    const one = modelFit(calibrate(design, { model: "2pl", keepsCovariance: true, tolerance: 1e-8 }), design);
    const { calibration } = calibrateMultidimensional(design, {
      ...{ model: "2pl", dimensions: [{ name: "theta", items }], keepsCovariance: true, tolerance: 1e-8 },
    });
    const other = modelFitMultidimensional(calibration, design);
    expect(other.booklets).toHaveLength(3);
    expect(other.df).toBe(one.df);
    // As with complete data, below.
    expect(other.m2).toBeCloseTo(one.m2 ?? NaN, 4);
    expect(other.rmsea).toBeCloseTo(one.rmsea ?? NaN, 6);
  });
});

describe("one dimension by the way of several", () => {
  const lsat7 = readScores(fixture("lsat7/data.csv"));
  const whole = [{ name: "theta", items: lsat7.items }];

  for (const model of ["2pl", "rasch"] as const) {
    it(`has the M2 of one dimension, ${model}`, () => {
      const one = modelFit(calibrate(lsat7, { model, keepsCovariance: true, tolerance: 1e-8 }), lsat7);
      const { calibration } = calibrateMultidimensional(lsat7, {
        ...{ model, dimensions: whole, keepsCovariance: true, tolerance: 1e-8 },
      });
      const other = modelFitMultidimensional(calibration, lsat7);
      // The priors differ by what is beyond 6 standard deviations, as do the calibrations.
      expect(other.m2).toBeCloseTo(one.m2 ?? NaN, 4);
      expect(other.df).toBe(one.df);
      expect(other.srmsr).toBeCloseTo(one.srmsr ?? NaN, 6);
    });
  }

  it("is a calibration whose information is that of one", () => {
    const one = calibrate(lsat7, { model: "2pl", tolerance: 1e-8 });
    const { calibration } = calibrateMultidimensional(lsat7, {
      ...{ model: "2pl", dimensions: whole, tolerance: 1e-8 },
    });
    const [alone] = dimensionsAlone(calibration, lsat7);
    const at = [-1, 0, 1.5];
    const [ours, theirs] = [alone, one].map((own) => testInformation(own, at));
    at.forEach((_, q) => {
      expect(ours.information[q]).toBeCloseTo(theirs.information[q], 5);
      expect(ours.expectedScore[q]).toBeCloseTo(theirs.expectedScore[q], 5);
    });
  });
});
