import { describe, expect, it } from "vitest";
import { Expectation, Posteriors } from "../../../psychometrics/likelihood/expectation.js";
import { chunksOfParts, cutIntoParts } from "../../../psychometrics/likelihood/parts.js";
import { findPatterns } from "../../../psychometrics/likelihood/patterns.js";
import { equallySpacedNodes } from "../../../psychometrics/numeric/quadrature.js";
import { binary, drawn, tables, type Shape } from "../../support/drawn-responses.js";
import {
  expectedByDefinition,
  largestDifference,
  personResponses,
  type PlainResponses,
} from "../../support/expected-counts.js";

function patternsOf({ responses, categories, weights, groups }: PlainResponses, groupCount = 1) {
  return findPatterns(responses, categories, weights, groups, groupCount);
}

/** Several E-steps in a row on changing tables, as EM has them, each against the definition. */
function compare(shape: Shape, seed: string, shifts = [0, 0.1, 0.15, -0.9, -0.9]): void {
  const plain = drawn(shape, seed);
  const patterns = patternsOf(plain, shape.groupCount);
  expect(personResponses(patterns).flat()).toEqual(Array.from(plain.responses));
  const expectation = new Expectation(new Posteriors(patterns, shape.nodeCount ?? 31));
  for (const shift of shifts) {
    const { nodeCount, logProbabilities, logMass } = tables(shape, shift);
    const wanted = expectedByDefinition(plain, nodeCount, logProbabilities, logMass);
    const got = expectation.expect(logProbabilities, logMass);
    // What is left out of a posterior is below 1e-12 of it at each node; the rest is rounding.
    expect(Math.abs(got.logLikelihood / wanted.logLikelihood - 1)).toBeLessThan(2e-11);
    expect(largestDifference(got.counts, wanted.counts)).toBeLessThan(2e-11);
    got.groupMass.forEach((mass, g) =>
      expect(largestDifference(mass, wanted.groupMass[g] ?? [])).toBeLessThan(1e-11),
    );
  }
}

describe("expected counts are those of the definition", () => {
  it("for right-or-wrong items, seen by all", () => {
    compare({ personCount: 300, categories: binary(23) }, "binary");
  });

  it("for items of 2 to 5 categories, groups, weights and weights of zero", () => {
    const categories = [2, 3, 5, 2, 4, 4, 3, 2];
    compare({ personCount: 400, categories, groupCount: 3, weightOf: (p) => (p % 5) / 2 }, "mixed");
  });

  it("for booklets whose blocks are interleaved, and responses missing here and there", () => {
    const isPresented = (p: number, i: number) => (i + p) % 4 < 2 && (i * 31 + p * 17) % 29 > 0;
    compare({ personCount: 500, categories: binary(40), isPresented }, "booklets");
  });

  it("for 5 % presented per person, some of whom have no response at all", () => {
    const isPresented = (p: number, i: number) => (i * 7919 + p * 104_729) % 20 === 0 && p % 9 > 0;
    compare({ personCount: 300, categories: binary(60), isPresented }, "sparse");
  });

  it("for items of 30 categories", () => {
    compare({ personCount: 200, categories: [30, 30, 30], slope: 0.2 }, "thirty");
  });

  it("for one person, and for one item", () => {
    compare({ personCount: 1, categories: binary(12) }, "one person");
    compare({ personCount: 50, categories: [3] }, "one item");
  });

  it("for so many persons that patterns repeat, share beginnings and fall into parts", () => {
    compare({ personCount: 30_000, categories: binary(20), nodeCount: 9 }, "many", [0, 0.1, 0.2]);
  });

  it("where products of likelihoods underflow: steep items, answered against their order", () => {
    compare({ personCount: 60, categories: binary(150), slope: 12 }, "steep");
  });

  it("where a posterior has two peaks", () => {
    // Half of the items say high, half say low, and the prior has two humps.
    const plain = drawn({ personCount: 200, categories: binary(6) }, "humps");
    const expectation = new Expectation(new Posteriors(patternsOf(plain), 31));
    for (const height of [1, 1e-10, 1, 1e-12, 1e-3, 1e-6, 1]) {
      const { nodeCount, logProbabilities } = tables({ personCount: 0, categories: binary(6) });
      const nodes = equallySpacedNodes(31, 6);
      const logMass = [
        nodes.map((node) =>
          Math.log(Math.exp(-20 * (node + 3) ** 2) + height * Math.exp(-20 * (node - 3) ** 2)),
        ),
      ];
      const wanted = expectedByDefinition(plain, nodeCount, logProbabilities, logMass);
      const got = expectation.expect(logProbabilities, logMass);
      expect(largestDifference(got.counts, wanted.counts)).toBeLessThan(2e-11);
    }
  });

  it("for one group alone", () => {
    const shape = { personCount: 300, categories: binary(10), groupCount: 2 };
    const plain = drawn(shape, "group");
    const { nodeCount, logProbabilities, logMass } = tables(shape);
    const onlySecond = { ...plain, weights: plain.weights.map((weight, p) => weight * (p % 2)) };
    const wanted = expectedByDefinition(onlySecond, nodeCount, logProbabilities, logMass);
    const got = new Expectation(new Posteriors(patternsOf(plain, 2), nodeCount)).expect(
      logProbabilities,
      logMass,
      1,
    );
    expect(got.logLikelihood).toBeCloseTo(wanted.logLikelihood, 8);
    expect(largestDifference(got.counts, wanted.counts)).toBeLessThan(2e-11);
  });
});

describe("parts of a booklet design", () => {
  it("end with a booklet where one ends near enough, and elsewhere otherwise", () => {
    const codeStarts = Int32Array.from({ length: 30_001 }, (_, n) => 4 * n);
    const bordersFor = (...bookletStarts: number[]) =>
      Array.from(
        cutIntoParts({ patternCount: 30_000, codeStarts, bookletStarts: Int32Array.from(bookletStarts) }),
      );
    expect(bordersFor(0, 11_000, 18_000, 30_000)).toEqual([0, 11_000, 18_000, 30_000]);
    expect(bordersFor(0, 7000, 14_000, 19_999, 20_002, 30_000)).toEqual([0, 10_000, 19_999, 30_000]);
    expect(bordersFor(0, 30_000)).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it("add up to the sums by definition though each part needs other chunks", () => {
    // Three booklets of two blocks of 14 items each: each part has one or two of the booklets.
    const isPresented = (p: number, i: number) => Math.floor(i / 14) !== p % 3;
    const shape = { personCount: 34_000, categories: binary(42), nodeCount: 5, isPresented };
    const plain = drawn(shape, "booklets in parts");
    const { nodeCount, logProbabilities, logMass } = tables(shape);
    const patterns = patternsOf(plain);
    const partStarts = cutIntoParts(patterns);
    expect(partStarts.length - 1).toBeGreaterThan(2);
    expect(chunksOfParts(patterns, partStarts)).toContain(0);
    const expectation = new Expectation(new Posteriors(patterns, nodeCount));
    // Twice: sums of the first time must not be in those of the second.
    expectation.expect(logProbabilities, logMass);
    const got = expectation.expect(logProbabilities, logMass);
    const wanted = expectedByDefinition(plain, nodeCount, logProbabilities, logMass);
    // Sums of 34,000 terms in another order.
    expect(Math.abs(got.logLikelihood / wanted.logLikelihood - 1)).toBeLessThan(1e-12);
    expect(largestDifference(got.counts, wanted.counts)).toBeLessThan(1e-11);
  });
});

describe("patterns", () => {
  it("come in the same order with the same sums however persons are sorted", () => {
    const shape = { personCount: 20_000, categories: binary(14), nodeCount: 9 };
    const plain = drawn(shape, "order");
    const reversed = {
      ...plain,
      responses: Int8Array.from({ length: plain.responses.length }, (_, n) => {
        const p = shape.personCount - 1 - Math.floor(n / 14);
        return plain.responses[p * 14 + (n % 14)] ?? 0;
      }),
    };
    const { logProbabilities, logMass } = tables(shape);
    const [a, b] = [plain, reversed].map((each) =>
      new Expectation(new Posteriors(patternsOf(each), 9)).expect(logProbabilities, logMass),
    );
    expect(Math.abs(a.logLikelihood / b.logLikelihood - 1)).toBeLessThan(1e-12);
    expect(largestDifference(a.counts, b.counts)).toBeLessThan(1e-12);
  });

  it("give each combination of a block that is presented whole one code, though blocks are interleaved", () => {
    const isPresented = (p: number, i: number) => i % 2 === p % 2;
    const patterns = patternsOf(drawn({ personCount: 2000, categories: binary(10), isPresented }, "blocks"));
    // Five items of each block make 32 combinations; who did not see it has none.
    expect(patterns.chunks.map(({ items, codeCount }) => [Array.from(items), codeCount])).toEqual([
      [[0, 2, 4, 6, 8], 32],
      [[1, 3, 5, 7, 9], 32],
    ]);
    expect(patterns.codes.length).toBe(patterns.patternCount);
  });
});
