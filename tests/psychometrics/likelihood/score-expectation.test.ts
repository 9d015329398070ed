import { describe, expect, it } from "vitest";
import { findPatterns } from "../../../psychometrics/likelihood/patterns.js";
import { ScoreExpectation } from "../../../psychometrics/likelihood/score-expectation.js";
import { rowStarts } from "../../../psychometrics/likelihood/tables.js";
import { binary, drawn, tables, type Shape } from "../../support/drawn-responses.js";
import { expectedByDefinition, largestDifference } from "../../support/expected-counts.js";

/** The sums of counts by definition. */
function sumsOf(counts: Float64Array, categories: number[], nodes: Float64Array) {
  const rows = rowStarts(categories);
  const rowOf = (row: number) => counts.subarray(row * nodes.length, (row + 1) * nodes.length);
  const allRows = Array.from({ length: rows[categories.length] ?? 0 }, (_, row) => rowOf(row));
  return {
    totals: categories.flatMap((count, i) =>
      Array.from(nodes, (_, q) =>
        Array.from({ length: count }, (_, k) => rowOf((rows[i] ?? 0) + k)[q] ?? 0).reduce((a, b) => a + b),
      ),
    ),
    responses: allRows.map((row) => row.reduce((a, b) => a + b, 0)),
    abilities: allRows.map((row) => row.reduce((sum, count, q) => sum + count * (nodes[q] ?? 0), 0)),
  };
}

type Tables = ReturnType<typeof tables>;

/** Two E-steps in a row, each against the definition. */
function compare(
  shape: Shape,
  seed: string,
  change: (made: Tables) => void = () => {},
  shifts = [0, 0.7],
): void {
  const plain = drawn(shape, seed);
  const { responses, categories, weights, groups } = plain;
  const patterns = findPatterns(responses, categories, weights, groups, shape.groupCount ?? 1);
  const expectation = new ScoreExpectation(patterns, tables(shape).nodes);
  for (const shift of shifts) {
    const made = tables(shape, shift);
    change(made);
    const { nodes, nodeCount, logProbabilities, logMass, slopes, intercepts } = made;
    const wanted = expectedByDefinition(plain, nodeCount, logProbabilities, logMass);
    const got = expectation.expect(slopes, intercepts, logMass);
    // What a series leaves out is below 1e-12 of a posterior, as is what its window leaves out; the rest is rounding.
    expect(Math.abs(got.logLikelihood / wanted.logLikelihood - 1)).toBeLessThan(2e-12);
    const sums = sumsOf(wanted.counts, shape.categories, nodes);
    expect(largestDifference(got.sums.totals, sums.totals)).toBeLessThan(2e-12);
    expect(largestDifference(got.sums.responses, sums.responses)).toBeLessThan(2e-12);
    expect(largestDifference(got.sums.abilities, sums.abilities)).toBeLessThan(1e-11);
    got.groupMass.forEach((mass, g) =>
      expect(largestDifference(mass, wanted.groupMass[g] ?? [])).toBeLessThan(2e-12),
    );
  }
}

describe("sums by weighted scores are those of the definition", () => {
  it("for right-or-wrong items, seen by all, on fine and on coarse grids", () => {
    compare({ personCount: 400, categories: binary(40) }, "binary");
    compare({ personCount: 200, categories: binary(25), nodeCount: 61 }, "fine");
    compare({ personCount: 200, categories: binary(25), nodeCount: 5 }, "coarse");
  });

  it("for items of 2 to 5 categories, groups, weights and weights of zero", () => {
    const categories = [2, 3, 5, 2, 4, 4, 3, 2];
    compare({ personCount: 400, categories, groupCount: 3, weightOf: (p) => (p % 5) / 2 }, "mixed");
  });

  it("for booklets whose blocks are interleaved", () => {
    const isPresented = (p: number, i: number) => (i + p) % 4 < 2;
    compare({ personCount: 600, categories: binary(70), isPresented, groupCount: 2 }, "booklets");
  });

  it("where nearly everybody has a booklet of their own, and some have no response at all", () => {
    const isPresented = (p: number, i: number) => (i * 7919 + p * 104_729) % 20 === 0 && p % 9 > 0;
    compare({ personCount: 300, categories: binary(60), isPresented }, "sparse");
  });

  it("for one person, for one item, and for items of 30 categories", () => {
    compare({ personCount: 1, categories: binary(12) }, "one person");
    compare({ personCount: 50, categories: [3] }, "one item");
    compare({ personCount: 150, categories: [30, 30, 30], slope: 0.2 }, "thirty");
  });

  it("for steep items, answered against their order, some keyed the wrong way round", () => {
    compare({ personCount: 60, categories: binary(150), slope: 12 }, "steep");
    compare({ personCount: 200, categories: binary(30), slope: -1 }, "reversed");
  });

  it("for patterns in parts, each with some of the booklets", () => {
    const isPresented = (p: number, i: number) => Math.floor(i / 14) !== p % 3;
    compare(
      { personCount: 18_000, categories: binary(42), nodeCount: 7, isPresented },
      "parts",
      () => {},
      [0],
    );
  });

  it("for a prior of two humps, and one with nodes that have no mass", () => {
    // Between the humps a posterior is wider than the bins are made for: those test takers go node by node.
    for (const height of [1, 1e-3, 0]) {
      compare({ personCount: 200, categories: binary(6) }, "humps", ({ nodes, logMass }) => {
        const mass = nodes.map(
          (node) => Math.exp(-20 * (node + 3) ** 2) + height * Math.exp(-20 * (node - 3) ** 2),
        );
        logMass[0] = mass.map(Math.log);
      });
    }
  });
});
