import { describe, expect, it } from "vitest";
import { principalComponents } from "../../../psychometrics/index.js";
import { uniformFrom } from "../../support/uniform.js";

/** Columns that share three sources, so that few components hold most of the variance. */
function source(personCount: number, count: number, seed = "components") {
  const uniform = uniformFrom(seed);
  const sources = Array.from({ length: 3 * personCount }, () => uniform() - 0.5);
  const columns = Float64Array.from({ length: count * personCount }, (_, n) => {
    const [j, p] = [Math.floor(n / personCount), n % personCount];
    return 3 + sources[(j % 3) * personCount + p] + (0.1 + 0.02 * j) * (uniform() - 0.5);
  });
  return { columns, personCount, names: Array.from({ length: count }, (_, j) => `c${j}`) };
}

function covariance(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = (x: Float64Array) => x.reduce((sum, value, p) => sum + weights[p] * value, 0) / total;
  const [meanA, meanB] = [mean(a), mean(b)];
  return a.reduce((sum, value, p) => sum + weights[p] * (value - meanA) * (b[p] - meanB), 0) / total;
}

describe("principal components", () => {
  it("are uncorrelated, with variances that sum to the number of columns", () => {
    const data = source(80, 12);
    const uniform = uniformFrom("weights");
    const weights = Float64Array.from({ length: 80 }, (_, p) => (p < 5 ? 0 : 0.5 + uniform()));
    const { columns, eigenvalues, names, share } = principalComponents(data, { share: 1, weights });
    expect(names).toHaveLength(12);
    expect(share).toBeCloseTo(1, 12);
    expect(eigenvalues.reduce((sum, value) => sum + value, 0)).toBeCloseTo(12, 10);
    for (let c = 0; c < 12; c++) {
      const scores = columns.subarray(c * 80, (c + 1) * 80);
      for (let e = 0; e <= c; e++) {
        const other = columns.subarray(e * 80, (e + 1) * 80);
        expect(covariance(scores, other, weights)).toBeCloseTo(c === e ? eigenvalues[c] : 0, 10);
      }
    }
  });

  it("are the fewest that reach the share", () => {
    const data = source(200, 15);
    for (const share of [0.3, 0.8, 0.9, 0.99]) {
      const found = principalComponents(data, { share });
      const count = found.names.length;
      const part = (n: number) => found.eigenvalues.slice(0, n).reduce((sum, value) => sum + value, 0) / 15;
      expect(found.share).toBeCloseTo(part(count), 12);
      expect(found.share).toBeGreaterThanOrEqual(share);
      expect(part(count - 1)).toBeLessThan(share);
    }
    expect(principalComponents(data, { share: 0.99, countMax: 2 }).names).toEqual(["pc1", "pc2"]);
  });

  it("are the same from the test takers' side where columns outnumber them", () => {
    // Twice the columns are the same components with scores longer by the square root of 2.
    const few = source(40, 30);
    const names = [...few.names, ...few.names.map((name) => `${name} again`)];
    const many = { ...few, names, columns: Float64Array.from([...few.columns, ...few.columns]) };
    const a = principalComponents(few, { share: 0.9 });
    const b = principalComponents(many, { share: 0.9 });
    expect(b.names).toEqual(a.names);
    a.columns.forEach((value, n) => expect(b.columns[n]).toBeCloseTo(value * Math.SQRT2, 8));
    // No more components than the data have directions, whatever the share.
    expect(principalComponents(many, { share: 1 }).names).toHaveLength(30);
  });

  it("have their largest loading positive, so that signs do not change from run to run", () => {
    const { loadings, names } = principalComponents(source(60, 9), { share: 1 });
    names.forEach((_, c) => {
      const row = [...loadings.subarray(c * 9, (c + 1) * 9)];
      const largest = row.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
      expect(largest).toBeGreaterThan(0);
      expect(row.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 12);
    });
  });

  it("refuse a share that is none and a column that does not vary", () => {
    expect(() => principalComponents(source(20, 3), { share: 0 })).toThrow(
      "a share of variance is above 0 and at most 1, not 0",
    );
    const data = source(20, 3);
    data.columns.fill(2, 20, 40);
    expect(() => principalComponents(data, { share: 0.9 })).toThrow(
      "column c1 is the same for all test takers with a weight; leave it out",
    );
  });
});
