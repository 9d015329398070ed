import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  calibrateMultidimensional,
  scorePersonsMultidimensional,
  type MultidimensionalCalibration,
  type MultidimensionalOptions,
  type MultidimensionalQuadrature,
} from "../../../psychometrics/index.js";
import { binaryItems, simulateDimensions } from "../../support/multidimensional.js";
import { fixture, largestDifference, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

/** A third of the test takers have no responses in the third dimension: the grid does for them. */
const three = simulateDimensions({
  uniform: uniformFrom("laid nodes"),
  personCount: 300,
  items: [binaryItems(1, 6, [1, 1.4, 0.8]), binaryItems(2, 6, [1.2, 0.9]), binaryItems(3, 6, [1])],
  factor: [[1], [0.6, 0.8], [0.5, 0.3, 0.8]],
  isPresented: (p, d) => d < 2 || p % 3 > 0,
});
const { data } = three;
const options: MultidimensionalOptions = { model: "2pl", dimensions: three.dimensions };

const fitted = (quadrature: MultidimensionalQuadrature, others: Partial<MultidimensionalOptions> = {}) =>
  calibrateMultidimensional(data, { ...options, ...others, quadrature });
/** Estimates with their standard errors: all that are free. */
const estimatesOf = ({ items, covariances, covarianceStandardErrors }: MultidimensionalCalibration) =>
  [
    ...items.flatMap(({ slope, intercepts, standardErrors }) => [
      [slope, standardErrors.slope],
      ...intercepts.map((intercept, k) => [intercept, standardErrors.intercepts[k]]),
    ]),
    ...covariances.flatMap((row, d) => row.map((value, e) => [value, covarianceStandardErrors[d][e]])),
  ].flatMap(([value, error]) => (error === null ? [] : [{ value: Number(value), error: Number(error) }]));

/** The largest distance of estimates in standard errors, and the largest of standard errors as a share. */
function apart(ours: MultidimensionalCalibration, theirs: MultidimensionalCalibration) {
  const others = estimatesOf(theirs);
  const own = estimatesOf(ours);
  return {
    estimates: Math.max(...own.map(({ value }, k) => Math.abs(value - others[k].value) / others[k].error)),
    errors: Math.max(...own.map(({ error }, k) => Math.abs(error / others[k].error - 1))),
    count: own.length,
  };
}

describe("nodes that are laid about the posteriors", () => {
  const onGrid = fitted({ method: "grid" });
  const adaptive = fitted({ method: "adaptive" });
  const quasi = fitted({ method: "quasi-monte-carlo", nodes: 1024 });

  it("give the product of grids' log-likelihood, parameters, abilities and standard errors", () => {
    const { calibration } = adaptive;
    expect(calibration.converged).toBe(true);
    expect(calibration.notes).toEqual(onGrid.calibration.notes);
    // Seven nodes a dimension: some 1e-6 to 1e-5 for each of 300 test takers.
    expect(Math.abs(calibration.logLikelihood - onGrid.calibration.logLikelihood)).toBeLessThan(3e-3);
    const { estimates, errors, count } = apart(calibration, onGrid.calibration);
    // 18 items, and three covariances in two places each.
    expect(count).toBe(36 + 6);
    expect(estimates).toBeLessThan(0.01);
    expect(errors).toBeLessThan(0.01);
    expect(largestDifference([...adaptive.means], [...onGrid.means])).toBeLessThan(2e-3);
  });

  it("do so by quasi-Monte Carlo within what a thousand nodes are good for", () => {
    const { calibration } = quasi;
    expect(calibration.converged).toBe(true);
    // Each likelihood is good to about 3e-4, and errs to one side: 300 x 3e-4.
    expect(Math.abs(calibration.logLikelihood - onGrid.calibration.logLikelihood)).toBeLessThan(0.15);
    const { estimates, errors } = apart(calibration, onGrid.calibration);
    expect(estimates).toBeLessThan(0.1);
    expect(errors).toBeLessThan(0.05);
  });

  it("never let the log-likelihood fall while they lie where they are", () => {
    const { history } = quasi.calibration;
    const falls = history.filter((value, n) => n > 0 && value < history[n - 1] - 1e-9 * Math.abs(value));
    // They are laid anew once, and the integrals' errors with them.
    expect(falls.length).toBeLessThanOrEqual(1);
  });

  it("go with groups that have means and covariances of their own", () => {
    const grouped = { ...data, groups: data.groups.map((_, p) => p % 2), groupNames: ["a", "b"] };
    const short = { ...options, tolerance: 1e-3, standardErrors: "none" } as const;
    const [own, theirs] = [{ method: "adaptive" }, { method: "grid" }].map(
      (quadrature) =>
        calibrateMultidimensional(grouped, { ...short, quadrature: quadrature as MultidimensionalQuadrature })
          .calibration,
    );
    expect(Math.abs(own.logLikelihood - theirs.logLikelihood)).toBeLessThan(0.01);
    // Both end within a few thousandths of the maximum.
    expect(largestDifference(own.groups[1].means, theirs.groups[1].means)).toBeLessThan(0.01);
  });

  it("are the same from the same seed, and others from another", () => {
    const short = { cyclesMax: 3, standardErrors: "none" } as const;
    const of = (seed: number) => fitted({ method: "quasi-monte-carlo", nodes: 128, seed }, short).calibration;
    expect(of(4)).toEqual(of(4));
    expect(of(5).logLikelihood).not.toBe(of(4).logLikelihood);
  });

  it("are laid again for test takers who are scored later, who get the calibration's EAP", () => {
    for (const { calibration, means, covariances } of [adaptive, quasi]) {
      const scores = scorePersonsMultidimensional(calibration, data, ["eap"]);
      const size = scores.length;
      scores.forEach((own, d) =>
        own.forEach(({ estimates }, p) => {
          // The nodes lie about posteriors of parameters that are some 0.01 from the calibration's last ones.
          const error = Math.sqrt(covariances[(p * size + d) * size + d]);
          expect(Math.abs((estimates.eap?.theta ?? NaN) - means[p * size + d])).toBeLessThan(0.01);
          expect(Math.abs((estimates.eap?.standardError ?? NaN) - error)).toBeLessThan(0.01);
        }),
      );
    }
    expect(adaptive.calibration.quadrature).toEqual({
      ...{ count: 101, range: 6 },
      laid: { method: "adaptive", nodes: 7 },
    });
  });

  it("name how far likelihoods are off where they are few", () => {
    const { notes } = fitted({ method: "adaptive", nodes: 2 }, { standardErrors: "none" }).calibration;
    expect(notes.map(({ code }) => code)).toContain("laid-nodes-few");
  });

  it("are refused where they are none, or the grid is exact and cheap", () => {
    expect(() => fitted({ method: "adaptive", nodes: 1 })).toThrow(/2 to 15 nodes in each dimension, not 1/);
    expect(() => fitted({ method: "quasi-monte-carlo", nodes: 1000 })).toThrow(
      /a power of 2 from 64.*not 1000/,
    );
    expect(() => fitted({ method: "quasi-monte-carlo", seed: -1 })).toThrow(/a seed is a whole number/);
    const one = three.data.items.map((item) => item);
    expect(() => fitted({ method: "adaptive" }, { dimensions: [{ name: "all", items: one }] })).toThrow(
      /for three and four dimensions, not 1/,
    );
  });
});

describe("a calibration in four dimensions", () => {
  const expected = JSON.parse(readFileSync(fixture("sim-four-dimensions/expected.json"), "utf8")) as {
    logLik: number;
    productOfGrids: { logLik: number };
    items: { slope: number; intercept: number }[];
    correlations: number[][];
  };
  const simulated = readScores(fixture("sim-four-dimensions/data.csv"));
  const { calibration } = calibrateMultidimensional(simulated, {
    ...({ model: "2pl", standardErrors: "none", tolerance: 1e-4 } as const),
    dimensions: [1, 2, 3, 4].map((d) => ({
      name: `D${d}`,
      items: simulated.items.filter((item) => item.startsWith(`d${d}`)),
    })),
  });

  it("is adaptive by default, and reaches the log-likelihood of the product of grids", () => {
    expect(calibration.quadrature.laid).toEqual({ method: "adaptive", nodes: 7 });
    expect(calibration.converged).toBe(true);
    // Some 1e-6 for each of 500 test takers.
    expect(Math.abs(calibration.logLikelihood - expected.productOfGrids.logLik)).toBeLessThan(0.002);
  });

  it("begins once more on the product of grids where the nodes do not do, and says in its cycles that it does", () => {
    const fits: string[] = [];
    const few = {
      ...simulated,
      personCount: 60,
      scores: simulated.scores.slice(0, 60 * simulated.items.length),
      ...{ weights: simulated.weights.slice(0, 60), groups: simulated.groups.slice(0, 60) },
    };
    // One cycle converges nowhere.
    const { notes, quadrature } = calibrateMultidimensional(few, {
      ...({ model: "2pl", standardErrors: "none", cyclesMax: 1 } as const),
      dimensions: calibration.dimensions.map(({ name }) => ({
        name,
        items: simulated.items.filter((item) => item.startsWith(name.toLowerCase())),
      })),
      onCycle: ({ fit }) => fits.push(fit?.english ?? ""),
    }).calibration;
    expect(notes.map(({ code }) => code)).toContain("laid-nodes-given-up");
    expect(quadrature.laid).toBeUndefined();
    expect(fits[0]).toBe("");
    expect(fits.at(-1)).toBe("once more, on the product of grids");
  });

  it("has mirt's parameters by quasi-Monte Carlo, within what that errs", () => {
    // mirt lays its 5,000 points about the prior: 6e-4 for each of 500 test takers.
    expect(Math.abs(calibration.logLikelihood - expected.logLik)).toBeLessThan(0.5);
    const slopes = calibration.items.map(({ slope }) => slope);
    const intercepts = calibration.items.map(({ intercepts: [intercept] }) => intercept);
    // Standard errors are 0.15 and more.
    expect(
      largestDifference(
        slopes,
        expected.items.map(({ slope }) => slope),
      ),
    ).toBeLessThan(0.05);
    expect(
      largestDifference(
        intercepts,
        expected.items.map(({ intercept }) => intercept),
      ),
    ).toBeLessThan(0.05);
    expect(largestDifference(calibration.correlations.flat(), expected.correlations.flat())).toBeLessThan(
      0.03,
    );
  });
});
