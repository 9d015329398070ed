import { describe, expect, it } from "vitest";
import { cumulativeLogit, type PredictedRow } from "../../../psychometrics/dif/cumulative-logit.js";
import { largestDifference } from "../../support/psychometric-fixtures.js";

/** Rows of x, g, and counts of the scores. */
function rowsOf(table: number[][]): PredictedRow[] {
  return table.map(([x, g, ...counts]) => ({ predictors: [x, g, x * g], counts: Float64Array.from(counts) }));
}

describe("the cumulative logit model", () => {
  it("agrees with polr of MASS 7.3 (R 4.2.2) on three ordered scores", () => {
    const fit = cumulativeLogit(
      rowsOf([
        [-1, 0, 12, 7, 3],
        [0, 1, 9, 10, 6],
        [1, 0, 4, 11, 9],
        [2, 1, 2, 8, 15],
        [-0.2, 1, 8, 9, 2],
        [0.3, 0, 5, 12, 7],
        [0.8, 1, 3, 7, 11],
        [1.3, 0, 4, 6, 12],
      ]),
      3,
    );
    expect(fit.converged).toBe(true);
    expect(fit.deviance).toBeCloseTo(365.5505103, 6);
    // polr searches by BFGS without derivatives of its own: about six digits. Both standard errors are of the observed information.
    expect(largestDifference(fit.coefficients, [0.84742702067, -0.10250706696, 0.09070696139])).toBeLessThan(
      1e-5,
    );
    expect(largestDifference(fit.standardErrors, [0.2377985729, 0.3321931309, 0.3308864035])).toBeLessThan(
      1e-6,
    );
  });

  it("with two scores is R's glm", () => {
    const fit = cumulativeLogit(
      rowsOf([
        [0, 0, 15, 5],
        [1, 0, 11, 9],
        [2, 0, 6, 14],
        [3, 0, 3, 17],
        [0, 1, 14, 6],
        [1, 1, 12, 8],
        [2, 1, 5, 15],
        [3, 1, 4, 16],
      ]).map(({ predictors, counts }) => ({ predictors: predictors.slice(0, 2), counts })),
      2,
    );
    expect(fit.deviance).toBeCloseTo(186.4795933, 6);
    expect(fit.coefficients[0]).toBeCloseTo(0.8982239681, 8);
    expect(fit.coefficients[1]).toBeCloseTo(0, 8);
    expect(fit.standardErrors[0]).toBeCloseTo(0.1725247759, 7);
    expect(fit.standardErrors[1]).toBeCloseTo(0.354999006, 7);
    const [first, between, same, second] = fit.covariance ?? [];
    expect(same).toBe(between);
    expect(Math.sqrt(first)).toBe(fit.standardErrors[0]);
    expect(Math.sqrt(second)).toBe(fit.standardErrors[1]);
  });

  it("says that it found nothing where a predictor separates the scores", () => {
    const { converged } = cumulativeLogit(
      [
        { predictors: [-1], counts: Float64Array.of(5, 0) },
        { predictors: [1], counts: Float64Array.of(0, 5) },
      ],
      1,
    );
    expect(converged).toBe(false);
  });
});
