import { describe, expect, it } from "vitest";
import { productNodes, quasiMonteCarloNodes } from "../../../psychometrics/numeric/normal-nodes.js";
import { scrambled, sobolPoints } from "../../../psychometrics/numeric/sobol.js";
import { normalCdf, normalQuantile } from "../../../psychometrics/numeric/special.js";
import { uniformFrom } from "../../support/uniform.js";

const bits = 8;
const size = 4;
const count = 2 ** bits;

/** How many points each box has that dimension d cuts in 2^a parts and dimension e in 2^b. */
function boxCounts(points: Int32Array, d: number, a: number, e: number, b: number): Set<number> {
  const counts = new Map<number, number>();
  for (let box = 0; box < 2 ** (a + b); box++) counts.set(box, 0);
  for (let q = 0; q < count; q++) {
    const box = (points[q * size + d] >> (bits - a)) * 2 ** b + (points[q * size + e] >> (bits - b));
    counts.set(box, (counts.get(box) ?? 0) + 1);
  }
  return new Set(counts.values());
}

describe("points of the Sobol sequence", () => {
  const plain = sobolPoints(bits, size);
  const mixed = scrambled(plain, bits, size, uniformFrom("scrambling"));

  it("begin as Joe and Kuo's do", () => {
    // 0, 1/2, 3/4 and 1/4 in the order of Gray's code; by number the last two change places.
    const shares = Array.from(sobolPoints(3, 4), (place) => place / 8);
    expect(shares.slice(0, 16)).toEqual([
      0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.25, 0.75, 0.75, 0.75, 0.75, 0.25, 0.25, 0.25,
    ]);
    expect(shares.slice(16, 20)).toEqual([0.125, 0.625, 0.375, 0.125]);
  });

  for (const [name, points] of [
    ["plain", plain],
    ["scrambled", mixed],
  ] as const) {
    it(`have one point in every interval, and in every box of the first two dimensions, ${name}`, () => {
      for (let d = 0; d < size; d++)
        expect(new Set(Array.from({ length: count }, (_, q) => points[q * size + d])).size).toBe(count);
      for (let a = 0; a <= bits; a++) expect(boxCounts(points, 0, a, 1, bits - a)).toEqual(new Set([1]));
      // The other pairs have equally many in boxes of eight points: their quality parameter is 3 at most.
      for (let d = 0; d < size; d++)
        for (let e = d + 1; e < size; e++)
          for (let a = 0; a <= bits - 3; a++)
            expect(boxCounts(points, d, a, e, bits - 3 - a)).toEqual(new Set([8]));
    });
  }

  it("are scrambled by the source of chance alone", () => {
    expect(mixed).not.toEqual(plain);
    expect(scrambled(plain, bits, size, uniformFrom("scrambling"))).toEqual(mixed);
    expect(scrambled(plain, bits, size, uniformFrom("another"))).not.toEqual(mixed);
  });
});

describe("nodes of the standard normal distribution", () => {
  it("have means 0, variances 1 and correlations 0 in every set, which differ", () => {
    const { values, setCount } = quasiMonteCarloNodes(256, 3, 2, 5);
    for (let s = 0; s < setCount; s++) {
      for (let d = 0; d < 3; d++) {
        let sum = 0;
        const products = [0, 0, 0];
        for (let q = 0; q < 256; q++) {
          const at = (s * 256 + q) * 3;
          sum += values[at + d];
          products.forEach((_, e) => (products[e] += values[at + d] * values[at + e]));
        }
        expect(sum / 256).toBeCloseTo(0, 12);
        products.forEach((product, e) => expect(product / 256).toBeCloseTo(Number(d === e), 12));
      }
    }
    expect(values.slice(0, 768)).not.toEqual(values.slice(768));
    expect(quasiMonteCarloNodes(256, 3, 2, 6).values).not.toEqual(values);
  });

  it("of a product weigh 1 together and say where they differ from the one before", () => {
    const { values, logWeights, firstNew, count: all } = productNodes(3, 3);
    expect(all).toBe(27);
    expect(logWeights.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 13);
    for (let q = 1; q < all; q++) {
      const place = (node: number, d: number) => values[node * 3 + d];
      const first = [0, 1, 2].find((d) => place(q, d) !== place(q - 1, d));
      expect(firstNew[q]).toBe(first);
    }
  });

  it("have the quantiles that give the distribution function back, in the tails too", () => {
    for (const p of [1e-12, 0.001, 0.2, 0.5, 0.975, 0.999999])
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-9);
    // Abramowitz & Stegun (1964), table 26.5.
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  });
});
