import { describe, expect, it } from "vitest";
import { CounterStream, philox, textWords } from "../../../psychometrics/numeric/counter-stream.js";

function philoxOf(counter: number[], keyA: number, keyB: number): string[] {
  const words = Uint32Array.from(counter);
  philox(words, keyA, keyB);
  return [...words].map((word) => word.toString(16).padStart(8, "0"));
}

describe("Philox", () => {
  // Known answers for philox4x32 with 10 rounds, published with the authors' Random123 library (kat_vectors).
  it("gives the published answers", () => {
    expect(philoxOf([0, 0, 0, 0], 0, 0)).toEqual(["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]);
    const ones = 0xffffffff;
    expect(philoxOf([ones, ones, ones, ones], ones, ones)).toEqual([
      "408f276d",
      "41c83b0e",
      "a20bc7c6",
      "6d5451fd",
    ]);
    expect(philoxOf([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], 0xa4093822, 0x299f31d0)).toEqual([
      "d16cfe09",
      "94fdcceb",
      "5001e420",
      "24126ea1",
    ]);
  });
});

describe("a stream", () => {
  it("starts again where it began, whatever was drawn in between", () => {
    const stream = new CounterStream(2 ** 40 + 7);
    stream.start(1, 2, 3);
    const first = Array.from({ length: 7 }, () => stream.normal());
    stream.start(1, 2, 4);
    const other = Array.from({ length: 7 }, () => stream.normal());
    stream.start(1, 2, 3);
    expect(Array.from({ length: 7 }, () => stream.normal())).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it("differs with the seed, in its lower and in its upper words", () => {
    const first = (seed: number) => {
      const stream = new CounterStream(seed);
      stream.start(0, 0, 0);
      return stream.uniform();
    };
    expect(new Set([0, 1, 2 ** 32, 2 ** 32 + 1].map(first)).size).toBe(4);
  });

  it("is uniform and normal: moments of 200,000 numbers within four standard errors", () => {
    const count = 200_000;
    const stream = new CounterStream(11);
    let [uniformSum, sum, squares, fourth, neighbours] = [0, 0, 0, 0, 0];
    for (let n = 0; n < count; n++) {
      // One stream a person: what is drawn first in neighbouring streams must not hang together.
      stream.start(n, 0, 0);
      uniformSum += stream.uniform();
      stream.start(n, 1, 0);
      const one = stream.normal();
      const two = stream.normal();
      sum += one;
      squares += one * one;
      fourth += one ** 4;
      neighbours += one * two;
    }
    const error = 1 / Math.sqrt(count);
    expect(Math.abs(uniformSum / count - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12) * error);
    expect(Math.abs(sum / count)).toBeLessThan(4 * error);
    expect(Math.abs(squares / count - 1)).toBeLessThan(4 * Math.SQRT2 * error);
    expect(Math.abs(fourth / count - 3)).toBeLessThan(4 * Math.sqrt(96) * error);
    expect(Math.abs(neighbours / count)).toBeLessThan(4 * error);
  });

  it("refuses a seed that is no whole number", () => {
    expect(() => new CounterStream(1.5)).toThrow("a seed is a whole number from 0 to 2^53 - 1, not 1.5");
  });
});

describe("the words of a text", () => {
  it("differ for a hundred thousand ids", () => {
    const seen = new Set<string>();
    for (let n = 0; n < 100_000; n++) seen.add(textWords(`VN-${n}`).join(" "));
    expect(seen.size).toBe(100_000);
  });
});
