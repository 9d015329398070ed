import { describe, expect, it } from "vitest";
import {
  choleskyInPlace,
  inverseDiagonal,
  solveLower,
  solveUpper,
} from "../../../psychometrics/numeric/cholesky.js";
import { transposed, weightedCrossProduct } from "../../../psychometrics/numeric/dense.js";
import { gaussHermite } from "../../../psychometrics/numeric/gauss-hermite.js";
import { inversePositiveDefinite } from "../../../psychometrics/numeric/linear-algebra.js";
import { inverseOfFactor, logDeterminant, lowerFactor } from "../../../psychometrics/numeric/small-factor.js";
import { largestEigen } from "../../../psychometrics/numeric/symmetric-eigen.js";
import { uniformFrom } from "../../support/uniform.js";

function randomMatrix(seed: string, length: number): Float64Array {
  const uniform = uniformFrom(seed);
  return Float64Array.from({ length }, () => 2 * uniform() - 1);
}

/** Sizes around the edges of tiles (4), stripes (512) and panels (48). */
const shapes = [
  { size: 1, length: 1 },
  { size: 5, length: 513 },
  { size: 53, length: 120 },
  { size: 101, length: 700 },
];

describe("products of large matrices", () => {
  for (const { size, length } of shapes) {
    it(`are sums of products, ${size} variables of ${length} values`, () => {
      const rows = randomMatrix("product", size * length);
      const weights = randomMatrix("weights", length);
      const product = weightedCrossProduct(rows, size, length, weights);
      let worst = 0;
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          let sum = 0;
          for (let n = 0; n < length; n++) sum += rows[i * length + n] * weights[n] * rows[j * length + n];
          worst = Math.max(worst, Math.abs(sum - product[i * size + j]));
        }
      }
      expect(worst).toBeLessThan(1e-11);
      expect(transposed(transposed(rows, size, length), length, size)).toEqual(rows);
    });
  }
});

describe("the Cholesky factor of a large matrix", () => {
  for (const { size, length } of shapes.slice(0, 1).concat(shapes.slice(2))) {
    it(`gives the matrix back, solves with it and inverts its diagonal, ${size} rows`, () => {
      const ones = new Float64Array(length).fill(1);
      const matrix = weightedCrossProduct(randomMatrix("factor", size * length), size, length, ones);
      const factor = matrix.slice();
      expect(choleskyInPlace(factor, size)).toBe(-1);
      const b = randomMatrix("right side", size);
      const x = b.slice();
      solveLower(factor, size, x);
      solveUpper(factor, size, x);
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let j = 0; j < size; j++) sum += matrix[i * size + j] * x[j];
        expect(sum).toBeCloseTo(b[i], 9);
      }
      const inverse = inversePositiveDefinite(matrix, size);
      inverseDiagonal(factor, size).forEach((value, i) =>
        expect(value / (inverse?.[i * size + i] ?? NaN)).toBeCloseTo(1, 9),
      );
    });
  }

  it("names the first row that earlier ones make up", () => {
    const size = 60;
    const rows = randomMatrix("singular", size * 90);
    for (let n = 0; n < 90; n++) rows[55 * 90 + n] = rows[3 * 90 + n] - 2 * rows[50 * 90 + n];
    const matrix = weightedCrossProduct(rows, size, 90, new Float64Array(90).fill(1));
    expect(choleskyInPlace(matrix, size, 1e-10)).toBe(55);
  });
});

/** The largest error of A v = value v, and the largest departure of the vectors from right angles and unit length. */
function eigenErrors(matrix: Float64Array, size: number, wanted: number) {
  const { values, vectors, count } = largestEigen(matrix.slice(), size, () => wanted);
  let residual = 0;
  let angle = 0;
  for (let v = 0; v < count; v++) {
    const vector = vectors.subarray(v * size, (v + 1) * size);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j];
      residual = Math.max(residual, Math.abs(sum - values[v] * vector[i]));
    }
    for (let u = 0; u <= v; u++) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += vector[i] * vectors[u * size + i];
      angle = Math.max(angle, Math.abs(sum - Number(u === v)));
    }
  }
  return { values, count, residual, angle };
}

describe("eigenvalues and vectors", () => {
  it("are those of random matrices, as many vectors as wanted", () => {
    for (const size of [1, 2, 3, 40, 121]) {
      const matrix = weightedCrossProduct(
        randomMatrix(`eigen ${size}`, size * 150),
        size,
        150,
        new Float64Array(150).fill(1),
      );
      const trace = Array.from({ length: size }, (_, i) => matrix[i * (size + 1)]).reduce((a, b) => a + b, 0);
      const all = eigenErrors(matrix, size, size);
      expect(all.values.reduce((a, b) => a + b, 0) / trace).toBeCloseTo(1, 12);
      expect(all.residual / all.values[0]).toBeLessThan(1e-13);
      expect(all.angle).toBeLessThan(1e-12);
      expect(eigenErrors(matrix, size, Math.ceil(size / 3)).count).toBe(Math.ceil(size / 3));
    }
  });

  it("are at right angles where eigenvalues are equal: identity, blocks of twins, low rank", () => {
    const size = 48;
    const identity = Float64Array.from({ length: size * size }, (_, n) => Number(n % (size + 1) === 0));
    const twins = Float64Array.from({ length: size * size }, (_, n) => {
      const [i, j] = [Math.floor(n / size), n % size];
      return Math.floor(i / 6) === Math.floor(j / 6) ? (i === j ? 1 : 0.5) : 0;
    });
    const lowRank = weightedCrossProduct(
      transposed(randomMatrix("rank", size * 7), 7, size),
      size,
      7,
      new Float64Array(7).fill(1),
    );
    for (const matrix of [identity, twins, lowRank]) {
      const { residual, angle } = eigenErrors(matrix, size, size);
      expect(residual).toBeLessThan(1e-12);
      expect(angle).toBeLessThan(1e-12);
    }
    expect([...eigenErrors(twins, size, 1).values.slice(7, 9)].map((value) => value.toFixed(10))).toEqual([
      "3.5000000000",
      "0.5000000000",
    ]);
  });

  it("are told apart where they nearly meet: Wilkinson's matrix of 21 rows", () => {
    const size = 21;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      matrix[i * size + i] = Math.abs(i - 10);
      if (i > 0) matrix[i * size + i - 1] = matrix[(i - 1) * size + i] = 1;
    }
    const { values, residual, angle } = eigenErrors(matrix, size, size);
    // The largest two agree in 14 digits (Wilkinson, 1965, p. 309).
    expect(values[0]).toBeCloseTo(10.746194182903393, 12);
    expect(values[1]).toBeCloseTo(10.746194182903322, 12);
    expect(residual).toBeLessThan(1e-13);
    expect(angle).toBeLessThan(1e-12);
  });
});

describe("Gauss-Hermite quadrature", () => {
  it("gives the normal's moments exactly up to twice its nodes", () => {
    for (const count of [1, 2, 5, 7, 20]) {
      const { nodes, weights } = gaussHermite(count);
      let moment = 1;
      for (let power = 0; power < Math.min(2 * count, 16); power++) {
        const sum = nodes.reduce((total, node, q) => total + weights[q] * node ** power, 0);
        if (power % 2 === 0 && power > 0) moment *= power - 1;
        const exact = power % 2 === 0 ? moment : 0;
        expect(Math.abs(sum - exact) / Math.max(1, exact)).toBeLessThan(1e-11);
      }
    }
  });

  it("has the published nodes and weights of three points (Abramowitz & Stegun, 1964, table 25.10)", () => {
    const { nodes, weights } = gaussHermite(3);
    expect(nodes[2] / Math.SQRT2).toBeCloseTo(1.224744871391589, 13);
    expect(weights[2] * Math.sqrt(Math.PI)).toBeCloseTo(0.2954089751509, 12);
  });

  it("refuses a number of nodes it cannot have", () => {
    expect(() => gaussHermite(65)).toThrow("1 to 64 nodes, not 65");
  });
});

describe("factors of small matrices", () => {
  it("give inverse and determinant, and refuse what is not positive definite", () => {
    const matrix = Float64Array.of(4, 2, 0.4, 2, 3, 1, 0.4, 1, 2);
    const factor = new Float64Array(9);
    const inverse = new Float64Array(9);
    expect(lowerFactor(matrix, 3, factor)).toBe(true);
    inverseOfFactor(factor, 3, inverse);
    const known = inversePositiveDefinite(matrix, 3);
    inverse.forEach((value, n) => expect(value).toBeCloseTo(known?.[n] ?? NaN, 13));
    // 4 (6 - 1) - 2 (4 - 0.4) + 0.4 (2 - 1.2) = 13.12
    expect(Math.exp(logDeterminant(factor, 3))).toBeCloseTo(13.12, 12);
    expect(lowerFactor(Float64Array.of(1, 2, 2, 1), 2, new Float64Array(4))).toBe(false);
  });
});
