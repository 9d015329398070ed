import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { OuterProducts } from "../../../psychometrics/numeric/outer-products.js";

describe("the sum of outer products", () => {
  it.each([1, 2, 5, 8])("of vectors of length %i is that of the definition", (size) => {
    const random = seedrandom("outer");
    const products = new OuterProducts(size);
    const wanted = new Float64Array(size * size);
    // More than two batches of 64, zeros here and there, whole batches of zeros at some places, weights of zero.
    for (let n = 0; n < 150; n++) {
      const vector = Float64Array.from({ length: size }, (_, a) =>
        (a === 3 && n < 64) || random() < 0.2 ? 0 : random() - 0.5,
      );
      const weight = n % 3;
      products.add(vector, weight);
      wanted.forEach((_, at) => {
        wanted[at] += weight * vector[Math.floor(at / size)] * vector[at % size];
      });
    }
    // A sum of 150 terms in another order, of square roots squared.
    products.total().forEach((value, at) => expect(value).toBeCloseTo(wanted[at] ?? NaN, 12));
  });

  it("goes on after it was asked", () => {
    const products = new OuterProducts(2);
    products.add(Float64Array.of(1, 2), 1);
    expect([...products.total()]).toEqual([1, 2, 2, 4]);
    products.add(Float64Array.of(3, 0), 1);
    expect([...products.total()]).toEqual([10, 2, 2, 4]);
  });
});
