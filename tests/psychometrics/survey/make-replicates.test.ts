import { describe, expect, it } from "vitest";
import {
  bootstrapReplication,
  estimate,
  fayReplication,
  jk1Replication,
  jk2Replication,
  meanAndSd,
  replication,
  zonesWithOneHalf,
} from "../../../psychometrics/index.js";
import { hadamardMatrix } from "../../../psychometrics/numeric/hadamard.js";
import { uniformFrom } from "../../support/uniform.js";

describe("Hadamard matrices", () => {
  it.each([1, 2, 4, 12, 20, 24, 40, 44, 60, 72, 80, 128])(
    "of order %i have orthogonal rows and columns",
    (order) => {
      const matrix = hadamardMatrix(order);
      expect(matrix).toHaveLength(order);
      for (let a = 0; a < order; a++) {
        for (let b = 0; b <= a; b++) {
          const rows = matrix[a].reduce((sum, entry, n) => sum + entry * matrix[b][n], 0);
          const columns = matrix.reduce((sum, row) => sum + row[a] * row[b], 0);
          expect([rows, columns]).toEqual(a === b ? [order, order] : [0, 0]);
        }
      }
    },
  );

  it("of an order that cannot be built take the next one", () => {
    expect(hadamardMatrix(5)).toHaveLength(8);
    expect(hadamardMatrix(81)).toHaveLength(84);
  });

  it("are refused for nonsense", () => {
    expect(() => hadamardMatrix(0)).toThrow("whole number from 1 to 4096, not 0");
  });
});

describe("making replicate weights", () => {
  it("JK1 of single persons gives the textbook error of a mean", () => {
    const values = Float64Array.of(3, 5, 8, 4, 10);
    const made = jk1Replication(
      new Float64Array(5).fill(1),
      values.reduce<string[]>((names, _, p) => [...names, `p${p}`], []),
    );
    const [mean] = estimate({ values: [values], replication: made }, meanAndSd);
    const average = 6;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 4);
    expect(mean.standardError).toBeCloseTo(sd / Math.sqrt(5), 12);
  });

  it("PISA's 80 zones get 80 replicates with factors 1.5 and 0.5, and each half the same number of each", () => {
    const zones = Array.from({ length: 160 }, (_, p) => `z${p >> 1}`);
    const halves = Array.from({ length: 160 }, (_, p) => p & 1);
    const made = fayReplication(new Float64Array(160).fill(1), zones, halves, 0.5, 80);
    expect(made.replicates).toHaveLength(80);
    expect(made.factor).toBe(1 / 20);
    for (const replicate of made.replicates) {
      expect([...new Set(replicate)].sort()).toEqual([0.5, 1.5]);
      for (let z = 0; z < 80; z++) expect(replicate[2 * z] + replicate[2 * z + 1]).toBe(2);
    }
  });

  it("the bootstrap's error of a mean comes to the textbook's with many replicates", () => {
    const uniform = uniformFrom("bootstrap");
    const values = Float64Array.from({ length: 60 }, () => uniform());
    const units = Array.from(values, (_, p) => `u${p}`);
    const made = bootstrapReplication(
      new Float64Array(60).fill(1),
      units.map(() => "all"),
      units,
      2000,
      uniform,
    );
    const [mean] = estimate({ values: [values], replication: made }, meanAndSd);
    const average = values.reduce((sum, value) => sum + value, 0) / 60;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 59);
    // A variance from 2,000 replicates has itself a relative error of sqrt(2 / 2000) = 3 %, a root half of that.
    expect(Math.abs((mean.standardError ?? NaN) / (sd / Math.sqrt(60)) - 1)).toBeLessThan(0.06);
  });

  it("each method has its own factor", () => {
    const weights = [1, 1];
    const replicates = Array.from({ length: 10 }, () => weights);
    const factor = (method: Parameters<typeof replication>[0]) =>
      replication(method, weights, replicates).factor;
    expect(factor("brr")).toBe(0.1);
    expect(factor("fay")).toBeCloseTo(0.4, 15);
    expect(factor("jk1")).toBe(0.9);
    expect(factor("jk2")).toBe(1);
    expect(factor("jk2-both")).toBe(0.5);
    expect(factor("bootstrap")).toBe(0.1);
    // A published mistake: the jackknife's factor on 80 Fay weights makes errors of 7.25 where 1.65 is right, sqrt(20) times.
    const eighty = Array.from({ length: 80 }, () => weights);
    const ratio =
      replication("jk2", weights, eighty).factor / replication("fay", weights, eighty, 0.5).factor;
    expect(Math.sqrt(ratio)).toBeCloseTo(Math.sqrt(20), 12);
    expect(7.25 / Math.sqrt(ratio)).toBeCloseTo(1.65, 1);
  });

  it("what cannot be is refused by name", () => {
    expect(() => replication("jk2", [1, 1], [])).toThrow("no replicate weights");
    expect(() => replication("jk2", [1, -1], [[1, 1]])).toThrow("row 2: the weight -1");
    expect(() => replication("jk2", [1, 1], [[1]])).toThrow(
      "replicate 1 has 1 weight, but there are 2 persons",
    );
    expect(() => replication("jk2", [1, 1], [[1, NaN]])).toThrow("replicate 1, row 2: NaN");
    expect(() => replication("fay", [1, 1], [[1, 1]], 1)).toThrow("below 1, not 1");
    expect(() => jk2Replication([1, 1], ["a", "b"], [0, 2])).toThrow("row 2: the half of zone b is 2");
    expect(() => jk2Replication([1, 1], ["a", "a"], [0, 1])).toThrow("at least 2 zones, not 1");
    for (const make of [jk2Replication, fayReplication])
      expect(() => make([1, 1, 1], ["a", "b", "c"], [0, 1, 0])).toThrow(
        "none of the 3 zones has both halves",
      );
    expect(zonesWithOneHalf(["a", "b", "a", "b", "c"], [0, 1, 1, 1, 0])).toEqual(["b", "c"]);
    expect(() => jk1Replication([1, 1], ["a", "a"])).toThrow("at least 2 sampling units, not 1");
    expect(() => bootstrapReplication([1, 1, 1], ["a", "a", "b"], ["1", "2", "3"], 5, () => 0.5)).toThrow(
      "stratum b has one sampling unit",
    );
  });
});
