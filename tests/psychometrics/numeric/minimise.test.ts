import { describe, expect, it } from "vitest";
import { minimise } from "../../../psychometrics/numeric/minimise.js";

describe("the quasi-Newton minimiser", () => {
  it("finds the bottom of Rosenbrock's curved valley", () => {
    const { point, value, converged } = minimise(
      ([x, y], gradient) => {
        gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
        gradient[1] = 200 * (y - x * x);
        return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
      },
      [-1.2, 1],
    );
    expect(converged).toBe(true);
    expect(Math.abs(point[0] - 1)).toBeLessThan(1e-8);
    expect(Math.abs(point[1] - 1)).toBeLessThan(1e-8);
    expect(value).toBeLessThan(1e-16);
  });

  it("takes a value that is no number as a step too far", () => {
    // x - log x has its minimum at 1 and no meaning at 0 and below; the first step from 0.1 goes far beyond.
    const { point, converged } = minimise(
      ([x], gradient) => {
        gradient[0] = 1 - 1 / x;
        return x > 0 ? x - Math.log(x) : NaN;
      },
      [0.1],
    );
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 9);
  });

  it("says when there is no minimum to find", () => {
    const { converged } = minimise(
      ([x], gradient) => {
        gradient[0] = 1;
        return x;
      },
      [0],
    );
    expect(converged).toBe(false);
  });
});
