import { describe, expect, it } from "vitest";
import {
  calibrateMultidimensional,
  itemFitMultidimensional,
  responseData,
  scorePersonsMultidimensional,
  type DesignMatrix,
  type MultidimensionalCalibration,
  type MultidimensionalOptions,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { estimateMultidimensional } from "../../../psychometrics/multidimensional/estimate.js";
import { scoreOf } from "../../../psychometrics/multidimensional/information.js";
import { binaryItems, simulateDimensions } from "../../support/multidimensional.js";
import { fixture, readScores, readTable } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

const byColumn = (columns: Record<string, readonly number[]>): DesignMatrix => ({
  names: Object.keys(columns),
  columns: Float64Array.from(Object.values(columns).flat()),
});

/** An estimate by regressor, dimension and group. */
function coefficient(
  calibration: MultidimensionalCalibration,
  regressor: string,
  d = 0,
  group: string | null = null,
) {
  const { name } = calibration.dimensions[d];
  const found = calibration.coefficients.find(
    (one) => one.regressor === regressor && one.dimension === name && one.group === group,
  );
  if (!found) throw new Error(`no coefficient ${regressor}`);
  return found;
}

describe("groups with regressors in one dimension", () => {
  /**
   * Base R 4.2.2: the log-likelihood of the Rasch model written out at 81 nodes from -8 to 8, at its maximum by optim (BFGS, reltol
   * 1e-14). mirt 1.48 has no groups with regressors. TAM 4.3-25 has (known.mml with Y and group), in one dimension, and stops at
   * a deviance of 4012.505098: it takes coefficients by least squares, which with residual variances that differ is not the maximum.
   */
  const known = {
    ...{ deviance: 4012.407675, ses: 0.39673035601, female: 0.48520755694, difference: 0.05165011029 },
    variances: [1.1590801457, 0.8958535491],
    difficulties: [
      -1.03203999818, -0.74962922501, 0.09469402844, 0.39723270944, 0.93940880361, 1.36410504425,
    ],
  };

  it("have the maximum of a likelihood written out in R", () => {
    const items = [1, 2, 3, 4, 5, 6].map((n) => `A${n}`);
    const file = readScores(fixture("sim-dimensions/data.csv"), { items });
    const rows = readTable(fixture("sim-dimensions/data.csv"));
    const data: ResponseData = {
      ...file,
      groups: Int32Array.from(rows, ({ id }) => Number(Number(id) % 3 === 0)),
      groupNames: ["a", "b"],
    };
    const regressors = byColumn({
      ses: rows.map(({ ses }) => Number(ses)),
      female: rows.map(({ female }) => Number(female)),
    });
    const { calibration } = calibrateMultidimensional(data, {
      ...{ model: "rasch", dimensions: [{ name: "A", items }], regressors },
      ...{ quadrature: 81, range: 8, tolerance: 1e-7 },
    });
    // Both stop where little changes.
    expect(Math.abs(-2 * calibration.logLikelihood - known.deviance)).toBeLessThan(1e-4);
    expect(-2 * calibration.logLikelihood).toBeLessThan(4012.505098);
    expect(calibration.parameterCount).toBe(6 + 2 + 1 + 2);
    expect(coefficient(calibration, "ses").estimate).toBeCloseTo(known.ses, 4);
    expect(coefficient(calibration, "female").estimate).toBeCloseTo(known.female, 4);
    const [a, b] = ["a", "b"].map((group) => coefficient(calibration, "(intercept)", 0, group).estimate);
    expect(b - a).toBeCloseTo(known.difference, 4);
    calibration.groups.forEach(({ covariances }, g) =>
      expect(covariances[0][0]).toBeCloseTo(known.variances[g], 4),
    );
    // There the 0 is where every regressor is 0.
    calibration.items.forEach(({ difficulties }, i) =>
      expect((difficulties[0] ?? NaN) - a).toBeCloseTo(known.difficulties[i], 4),
    );
    // The group's own mean: of the reference group 0, of the other its intercept and what its regressors come to.
    expect(calibration.groups[0].means[0]).toBe(0);
    const meanOf = (name: "ses" | "female") =>
      rows.reduce((sum, row) => sum + (Number(row.id) % 3 === 0 ? Number(row[name]) : 0), 0) / 200;
    const expected = b + known.ses * meanOf("ses") + known.female * meanOf("female");
    expect(calibration.groups[1].means[0]).toBeCloseTo(expected, 4);
  });
});

const items = [binaryItems(1, 5, [1, 1.4]), binaryItems(2, 5, [1.2, 0.8])];
const truth = {
  means: [0.5, -0.4],
  slopes: [0.6, 0.2],
  factors: [
    [1, 0.6, 0.8],
    [0.8, 0.2, 0.6],
  ],
};

/** Two groups in turn, whose abilities follow x by the same slopes and have residual covariances of their own. */
function simulated(seed: string, personCount: number) {
  const uniform = uniformFrom(seed);
  const x = Array.from({ length: personCount }, (_, p) => ((p * 7) % 11) / 5 - 1 + (p % 2) / 2);
  const samples = truth.factors.map(([a, b, c]) =>
    simulateDimensions({
      ...{ uniform, personCount, items, factor: [[a], [b, c]] },
      shift: (p, d) => truth.slopes[d] * x[p] + (p % 2) * truth.means[d],
      isPresented: (p, d) => d === 0 || p % 7 > 0,
    }),
  );
  const [{ dimensions, data }, other] = samples;
  const width = data.items.length;
  const grouped: ResponseData = {
    ...data,
    scores: data.scores.map((score, at) => (Math.floor(at / width) % 2 ? other.data.scores[at] : score)),
    groups: Int32Array.from(x, (_, p) => p % 2),
    groupNames: ["a", "b"],
  };
  return { data: grouped, dimensions, x };
}

const anchors = items.flat().map(({ item, slope, difficulties: [difficulty] }) => ({
  ...{ item, model: "2pl" as const, slope, intercepts: [-slope * difficulty] },
}));

describe("groups with regressors", () => {
  const { data, dimensions, x } = simulated("groups with regressors", 300);
  const options = { model: "2pl", dimensions, quadrature: 21, range: 5 } as const;
  const inGroup = (g: number) => x.map((value, p) => (p % 2 === g ? value : 0));

  it("are those of each group by itself where the items are known and no coefficient is in common", () => {
    const free: MultidimensionalOptions = {
      ...options,
      tolerance: 1e-7,
      anchors,
      dimensions: dimensions.map((one) => ({ ...one, variance: "free" })),
    };
    const regressors = byColumn({ xa: inGroup(0), xb: inGroup(1) });
    const { calibration } = calibrateMultidimensional(data, { ...free, regressors });
    let logLikelihood = 0;
    ["a", "b"].forEach((name, g) => {
      const own = x.map((_, p) => p).filter((p) => p % 2 === g);
      const alone = responseData({
        items: data.items,
        rows: own.map((p) => [...data.scores.subarray(p * 10, p * 10 + 10)].map((s) => (s < 0 ? null : s))),
      });
      const one = calibrateMultidimensional(alone, {
        ...free,
        regressors: byColumn({ x: own.map((p) => x[p]) }),
      });
      logLikelihood += one.calibration.logLikelihood;
      const near = (ours: number | null, theirs: number | null) =>
        expect(Math.abs((ours ?? NaN) - (theirs ?? NaN))).toBeLessThan(2e-4);
      [0, 1].forEach((d) => {
        for (const [regressor, group, theirs] of [
          [`x${name}`, null, "x"],
          ["(intercept)", name, "(intercept)"],
        ] as const) {
          const ours = coefficient(calibration, regressor, d, group);
          const other = coefficient(one.calibration, theirs, d);
          near(ours.estimate, other.estimate);
          near(ours.standardError, other.standardError);
        }
        const group = calibration.groups[g];
        near(group.means[d], one.calibration.groups[0].means[d]);
        near(group.rSquared[d], one.calibration.dimensions[d].rSquared);
        [0, 1].forEach((e) => {
          near(group.covariances[d][e], one.calibration.covariances[d][e]);
          near(group.covarianceStandardErrors[d][e], one.calibration.covarianceStandardErrors[d][e]);
        });
      });
    });
    expect(calibration.logLikelihood).toBeCloseTo(logLikelihood, 5);
  });

  it("are at the top of the likelihood, whose slopes are differences of it", () => {
    const regressors = byColumn({ x, y: x.map((value, p) => value * value + ((p * 3) % 5)) });
    const { estimation, steps } = estimateMultidimensional(data, { ...options, regressors, tolerance: 1e-6 });
    const size = estimation.layout.freeCount + estimation.abilities.freeCount;
    const at = steps.parameters();
    const first = estimation.layout.freeCount;
    // Slopes of an item and of everything that the abilities have, off the top and on it.
    const moved = at.map((value, k) => value + (k >= first ? 0.02 : 0));
    const heightAt = (values: Float64Array) => {
      steps.setParameters(values);
      return steps.expect();
    };
    heightAt(moved);
    const slopes = scoreOf(steps, size);
    for (let k = first; k < size; k++) {
      const step = (by: number) => moved.map((value, n) => value + (n === k ? by : 0));
      const difference = (heightAt(step(1e-4)) - heightAt(step(-1e-4))) / 2e-4;
      expect(Math.abs(slopes[k] - difference)).toBeLessThan(1e-4 * Math.max(1, Math.abs(difference)));
    }
    heightAt(at);
    // A slope of 0.01 of 300 test takers is 1e-4 of a parameter, and a millionth in the log-likelihood.
    scoreOf(steps, size).forEach((slope) => expect(Math.abs(slope)).toBeLessThan(0.02));
  });

  it("give test takers what their group and regressors expect, and items the fit of both groups", () => {
    const regressors = byColumn({ x });
    const fast = { ...options, standardErrors: "none", tolerance: 0.01 } as const;
    const { calibration, means } = calibrateMultidimensional(data, { ...fast, regressors });
    const scores = scorePersonsMultidimensional(calibration, data, ["eap"], regressors);
    scores.forEach((own, d) =>
      own.forEach(({ estimates }, p) => expect(estimates.eap?.theta).toBeCloseTo(means[p * 2 + d], 9)),
    );
    const again = JSON.parse(JSON.stringify(calibration)) as MultidimensionalCalibration;
    expect(itemFitMultidimensional(again, data, regressors)).toEqual(
      itemFitMultidimensional(calibration, data, regressors),
    );
    for (const { rmsd } of itemFitMultidimensional(calibration, data, regressors))
      expect(rmsd).toBeLessThan(0.1);
    // A test taker without responses has the mean of the group at their regressors.
    const silent = { ...data, scores: data.scores.map((score, at) => (at < 20 ? -1 : score)) };
    const two = calibrateMultidimensional(silent, { ...fast, regressors });
    [0, 1].forEach((p) =>
      [0, 1].forEach((d) => {
        const intercept = coefficient(two.calibration, "(intercept)", d, "ab"[p]).estimate;
        const slope = coefficient(two.calibration, "x", d).estimate;
        expect(two.means[p * 2 + d]).toBeCloseTo(intercept + slope * x[p], 9);
      }),
    );
  });

  it("stay finite where a group is one test taker, or five who count", () => {
    const fast = { ...options, tolerance: 1e-3, cyclesMax: 200, quadrature: 15, anchors } as const;
    for (const isAlone of [(p: number) => p === 8, (p: number) => p % 2 === 1]) {
      const groups = data.groups.map((_, p) => Number(isAlone(p)));
      // Of the second, all but five weigh nothing.
      const weights = data.weights.map((_, p) => (isAlone(p) && p > 9 ? 0 : 1));
      const lonely = { ...data, groups, weights };
      const { calibration, means } = calibrateMultidimensional(lonely, {
        ...fast,
        regressors: byColumn({ x }),
      });
      expect(JSON.stringify(calibration)).not.toContain("NaN");
      expect([...means].every(Number.isFinite)).toBe(true);
      // Next to nothing of the coefficients rests on such a group.
      const rest = { ...data, groups: data.groups.map(() => 0), groupNames: ["a"] };
      const without = { ...rest, weights: weights.map((weight, p) => (isAlone(p) ? 0 : weight)) };
      const others = calibrateMultidimensional(without, { ...fast, regressors: byColumn({ x }) }).calibration;
      const { estimate } = coefficient(calibration, "x");
      expect(Math.abs(estimate - coefficient(others, "x").estimate)).toBeLessThan(0.1);
    }
  });

  it("name their parameters, and refuse a regressor that groups make up", () => {
    const regressors = byColumn({ x });
    const { calibration } = calibrateMultidimensional(data, {
      ...{ ...options, regressors, tolerance: 0.05, keepsCovariance: true, quadrature: 15 },
    });
    expect(calibration.parameterCovariance?.names.slice(20)).toEqual([
      ...["coefficient_D1_x", "coefficient_D2_x", "covariance_D1_D2_a"],
      ...["mean_D1_b", "mean_D2_b", "variance_D1_b", "covariance_D1_D2_b", "variance_D2_b"],
    ]);
    // A tenth has no exact mean.
    const constant = byColumn({ x, c: x.map((_, p) => 0.1 + 0.2 * (p % 2)) });
    expect(() => calibrateMultidimensional(data, { ...options, regressors: constant })).toThrow(
      "the regressor c is the same for everybody within each group, so the groups' means say what it would; leave it out",
    );
    const madeUp = byColumn({ x, c: x.map((value, p) => 2 * value + (p % 2)) });
    expect(() => calibrateMultidimensional(data, { ...options, regressors: madeUp })).toThrow(
      /the regressor c says nothing of its own/,
    );
  });
});

/**
 * 20 samples of 400: means of estimates within four Monte Carlo errors and a few hundredths of order 1/n, and standard errors
 * as large as estimates scatter.
 */
it("recovers common coefficients beside means and residual covariances of groups", () => {
  const samples = Array.from({ length: 20 }, (_, n) => {
    const { data, dimensions, x } = simulated(`recovery of groups with regressors ${n}`, 400);
    const { calibration } = calibrateMultidimensional(data, {
      ...{ model: "2pl", dimensions, anchors, regressors: byColumn({ x }), quadrature: 17, range: 5 },
      ...{ tolerance: 3e-3 },
    });
    const [reference, focal] = calibration.groups;
    return [
      ...[0, 1].map((d) => [coefficient(calibration, "x", d), truth.slopes[d]] as const),
      ...[0, 1].map((d) => [coefficient(calibration, "(intercept)", d, "b"), truth.means[d]] as const),
      ...[reference, focal].map(({ covariances, covarianceStandardErrors }, g) => {
        const [a, b] = truth.factors[g];
        const estimate = { estimate: covariances[0][1], standardError: covarianceStandardErrors[0][1] };
        return [estimate, a * b] as const;
      }),
    ];
  });
  samples[0].forEach(([, wanted], k) => {
    const gaps = samples.map((sample) => sample[k][0].estimate - wanted);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (gaps.length - 1));
    expect(Math.abs(mean)).toBeLessThan((4 * spread) / Math.sqrt(gaps.length) + 0.02);
    const average =
      samples.reduce((sum, sample) => sum + (sample[k][0].standardError ?? NaN), 0) / gaps.length;
    // A standard deviation of 20 is good to a sixth.
    expect(average / spread).toBeGreaterThan(0.6);
    expect(average / spread).toBeLessThan(1.6);
  });
});
