import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  fixedDimensionsOf,
  latentRegression,
  type MultidimensionalCalibration,
  type MultidimensionalOptions,
} from "../../../psychometrics/index.js";
import { binaryItems, part, simulateDimensions } from "../../support/multidimensional.js";
import { fixture, largestDifference, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

const close = { tolerance: 1e-8 };
const graded = (dimension: number, count: number) =>
  binaryItems(dimension, count, [1.3, 0.9]).map((item) => ({
    ...item,
    model: "gpcm" as const,
    difficulties: [item.difficulties[0] - 0.4, item.difficulties[0] + 0.5],
  }));

/** Three dimensions, one of them with partial credit and a third of the test takers without it. */
const three = simulateDimensions({
  uniform: uniformFrom("three dimensions"),
  personCount: 200,
  items: [binaryItems(1, 5, [1, 1.5, 0.8]), binaryItems(2, 4, [1.2, 0.9]), graded(3, 3)],
  factor: [[1], [0.6, 0.8], [0.5, 0.3, 0.8]],
  isPresented: (p, d) => d < 2 || p % 3 > 0,
});
const coarse = { quadrature: 21, range: 6 };

const slopes = ({ items }: { items: { slope: number }[] }) => items.map(({ slope }) => slope);
const intercepts = ({ items }: { items: { intercepts: number[] }[] }) =>
  items.flatMap(({ intercepts: own }) => own);
const slopeErrors = ({ items }: Pick<MultidimensionalCalibration, "items">) =>
  items.map(({ standardErrors }) => standardErrors.slope);

describe("a calibration in one dimension", () => {
  // The grids' priors differ in what the normal distribution has beyond the grid, 2e-9 of it at 6 standard deviations:
  // 1e-5 in the log-likelihood of a thousand.
  const lsat7 = readScores(fixture("lsat7/data.csv"));
  const dimensions = [{ name: "theta", items: lsat7.items }];

  for (const model of ["2pl", "rasch", "1pl", "3pl"] as const) {
    it(`is that of calibrate, ${model}`, () => {
      const one = calibrate(lsat7, { model, ...close });
      const { calibration } = calibrateMultidimensional(lsat7, { model, dimensions, ...close });
      expect(Math.abs(calibration.logLikelihood - one.logLikelihood)).toBeLessThan(1e-5);
      expect(largestDifference(slopes(calibration), slopes(one))).toBeLessThan(1e-6);
      expect(largestDifference(intercepts(calibration), intercepts(one))).toBeLessThan(1e-6);
      expect(calibration.covariances[0][0]).toBeCloseTo(one.groups[0].variance, 6);
      expect(calibration.parameterCount).toBe(one.parameterCount);
      const errors = one.items.map(({ standardErrors }) => standardErrors.intercepts[0]);
      const ours = calibration.items.map(({ standardErrors }) => standardErrors.intercepts[0]);
      // The rows of the variance are by differences, good to five digits.
      expect(largestDifference(ours, errors)).toBeLessThan(1e-5);
    });
  }

  it("has the cross-product and sandwich errors of calibrate too", () => {
    for (const standardErrors of ["cross-product", "sandwich"] as const) {
      const one = calibrate(lsat7, { model: "rasch", standardErrors, ...close });
      const { calibration } = calibrateMultidimensional(lsat7, {
        ...{ model: "rasch", dimensions, standardErrors, ...close },
      });
      expect(calibration.covarianceStandardErrors[0][0]).toBeCloseTo(
        one.groups[0].varianceStandardError ?? NaN,
        5,
      );
      expect(
        largestDifference(
          calibration.items.map((item) => item.standardErrors.intercepts[0]),
          one.items.map((item) => item.standardErrors.intercepts[0]),
        ),
      ).toBeLessThan(1e-5);
    }
  });
});

describe("a calibration in several dimensions", () => {
  const options: MultidimensionalOptions = {
    ...{ model: "gpcm", dimensions: three.dimensions, ...coarse, ...close },
  };
  const fitted = calibrateMultidimensional(three.data, options);
  const { calibration } = fitted;

  it("never lets the log-likelihood fall, converges, and has a positive definite covariance", () => {
    expect(calibration.converged).toBe(true);
    calibration.history.forEach((value, n) => {
      if (n > 0) expect(value).toBeGreaterThanOrEqual(calibration.history[n - 1] - 1e-9 * Math.abs(value));
    });
    const [[, ab, ac], [, , bc]] = calibration.correlations;
    expect(1 + 2 * ab * ac * bc - ab * ab - ac * ac - bc * bc).toBeGreaterThan(0);
  });

  it("with all covariances held at 0 is the calibration of each dimension by itself", () => {
    const names = three.dimensions.map(({ name }) => name);
    const covariances = [0, 1, 2].flatMap((d) =>
      names.slice(d + 1).map((other) => ({ dimensions: [names[d], other] as const, value: 0 })),
    );
    const apart = calibrateMultidimensional(three.data, { ...options, covariances }).calibration;
    let sum = 0;
    for (const { name, items } of three.dimensions) {
      const alone = calibrate(part(three.data, items), { model: "gpcm", ...coarse, ...close });
      sum += alone.logLikelihood;
      const own = { items: apart.items.filter(({ dimension }) => dimension === name) };
      expect(largestDifference(slopes(own), slopes(alone))).toBeLessThan(1e-6);
      expect(
        largestDifference(
          slopeErrors(own),
          alone.items.map(({ standardErrors }) => standardErrors.slope),
        ),
      ).toBeLessThan(1e-5);
    }
    expect(apart.logLikelihood).toBeCloseTo(sum, 4);
    expect(apart.parameterCount).toBe(calibration.parameterCount - 3);
    expect(calibration.logLikelihood).toBeGreaterThan(apart.logLikelihood + 10);
  });

  it("is permuted as its dimensions are", () => {
    const order = [2, 0, 1];
    const turned = calibrateMultidimensional(three.data, {
      ...options,
      dimensions: order.map((d) => three.dimensions[d]),
    });
    expect(turned.calibration.logLikelihood).toBeCloseTo(calibration.logLikelihood, 6);
    expect(largestDifference(slopes(turned.calibration), slopes(calibration))).toBeLessThan(1e-5);
    order.forEach((d, n) => {
      order.forEach((e, m) => {
        expect(turned.calibration.covariances[n][m]).toBeCloseTo(calibration.covariances[d][e], 5);
        if (n !== m)
          expect(turned.calibration.covarianceStandardErrors[n][m]).toBeCloseTo(
            calibration.covarianceStandardErrors[d][e] ?? NaN,
            5,
          );
      });
      expect(turned.means[7 * 3 + n]).toBeCloseTo(fitted.means[7 * 3 + d], 5);
    });
  });

  it("takes twice the weight for the same test taker twice, and does not look at weights of zero", () => {
    const width = three.data.items.length;
    const twice = [...Array(100).keys(), ...Array(200).keys()];
    const scores = Int8Array.from(
      twice.flatMap((p) => Array.from(three.data.scores.subarray(p * width, (p + 1) * width))),
    );
    const repeated = calibrateMultidimensional(
      {
        ...three.data,
        personCount: 300,
        scores,
        weights: new Float64Array(300).fill(1),
        groups: new Int32Array(300),
      },
      options,
    ).calibration;
    const padded = new Int8Array(201 * width).fill(-1);
    padded.set(three.data.scores);
    padded.fill(1, 200 * width, 200 * width + 6);
    const weights = Float64Array.from({ length: 201 }, (_, p) => (p < 100 ? 2 : p < 200 ? 1 : 0));
    const weighted = calibrateMultidimensional(
      { ...three.data, personCount: 201, scores: padded, weights, groups: new Int32Array(201) },
      options,
    ).calibration;
    expect(weighted.logLikelihood).toBeCloseTo(repeated.logLikelihood, 6);
    expect(largestDifference(slopes(weighted), slopes(repeated))).toBeLessThan(1e-6);
    expect(largestDifference(slopeErrors(weighted), slopeErrors(repeated))).toBeLessThan(1e-6);
    expect(weighted.personCount).toBe(200);
  });

  it("in four dimensions, two and two of which are independent, is that of the one pair and of the other", () => {
    const four = simulateDimensions({
      uniform: uniformFrom("four dimensions"),
      personCount: 100,
      items: [1, 2, 3, 4].map((d) => binaryItems(d, 4)),
      factor: [[1.2], [0.4, 1.1], [0, 0, 1.2], [0, 0, 0.3, 1.1]],
    });
    const grid = {
      model: "rasch",
      quadrature: 15,
      range: 5,
      standardErrors: "none",
      tolerance: 1e-7,
    } as const;
    const pairs = [four.dimensions.slice(0, 2), four.dimensions.slice(2)];
    const covariances = pairs[0].flatMap(({ name }) =>
      pairs[1].map((other) => ({ dimensions: [name, other.name] as const, value: 0 })),
    );
    const whole = calibrateMultidimensional(four.data, { ...grid, dimensions: four.dimensions, covariances });
    const halves = pairs.map((dimensions) => {
      const data = part(
        four.data,
        dimensions.flatMap(({ items }) => items),
      );
      return calibrateMultidimensional(data, { ...grid, dimensions });
    });
    const sum = halves.reduce((total, { calibration: half }) => total + half.logLikelihood, 0);
    expect(whole.calibration.logLikelihood).toBeCloseTo(sum, 5);
    halves.forEach(({ calibration: half, means }, h) => {
      expect(half.covariances[0][1]).toBeCloseTo(whole.calibration.covariances[2 * h][2 * h + 1], 4);
      for (let p = 0; p < 100; p++) expect(means[2 * p]).toBeCloseTo(whole.means[4 * p + 2 * h], 4);
    });
  });

  it("has one slope in each dimension under the 1PL, which is the Rasch model in units of each one's own", () => {
    const names = ["d1i1", "d1i2", "d1i3", "d1i4", "d1i5", "d2i1", "d2i2", "d2i3", "d2i4"];
    const data = part(three.data, names);
    const dimensions = three.dimensions.slice(0, 2);
    const one = calibrateMultidimensional(data, { ...options, model: "1pl", dimensions }).calibration;
    const rasch = calibrateMultidimensional(data, {
      ...options,
      model: "rasch",
      dimensions,
      range: 8,
    }).calibration;
    expect(Math.abs(one.logLikelihood - rasch.logLikelihood)).toBeLessThan(1e-3);
    expect(one.parameterCount).toBe(rasch.parameterCount);
    [0, 5].forEach((i, d) => expect(one.items[i].slope).toBeCloseTo(Math.sqrt(rasch.covariances[d][d]), 3));
    expect(one.correlations[0][1]).toBeCloseTo(rasch.correlations[0][1], 3);
  });

  it("has the likelihood and EAP of adaptive quadrature at its own estimates", () => {
    // The latent regression with these items fixed has its maximum where the calibration has it: mean 0, the same
    // covariance. Nine points a dimension about each mode, another code: 1e-3 in the log-likelihood of 200.
    const dimensions = fixedDimensionsOf(calibration);
    const regression = latentRegression(dimensions, three.data, { names: [], columns: new Float64Array(0) });
    expect(Math.abs(regression.summary.logLikelihood - calibration.logLikelihood)).toBeLessThan(1e-3);
    expect(
      largestDifference(regression.summary.residualCovariance.flat(), calibration.covariances.flat()),
    ).toBeLessThan(2e-3);
    expect(largestDifference([...regression.means], [...fitted.means])).toBeLessThan(1e-3);
    const spreads = (covariances: Float64Array) => Array.from(covariances, Math.abs);
    expect(largestDifference(spreads(regression.covariances), spreads(fitted.covariances))).toBeLessThan(
      2e-3,
    );
  });

  it("has the posterior of a test taker who saw two dimensions follow in the third", () => {
    // Test taker 0 has nothing in the third: the mean there is the regression on the first two.
    const [[, ab, ac], [, , bc]] = calibration.covariances;
    const [a, b, c] = fitted.means;
    const determinant = 1 - ab * ab;
    expect(c).toBeCloseTo(((ac - ab * bc) * a + (bc - ab * ac) * b) / determinant, 10);
  });

  it("does not depend on the grid where it is fine enough, and says so where it is not", () => {
    const finer = calibrateMultidimensional(three.data, { ...options, quadrature: 31, range: 6.6 });
    expect(Math.abs(finer.calibration.logLikelihood - calibration.logLikelihood)).toBeLessThan(1e-4);
    expect(calibration.notes).toEqual([]);
    const rough = calibrateMultidimensional(three.data, {
      ...{ ...options, quadrature: 7, tolerance: 1e-3, standardErrors: "none" },
    });
    expect(rough.calibration.notes.map(({ english }) => english).join()).toContain("take more nodes");
  });
});
