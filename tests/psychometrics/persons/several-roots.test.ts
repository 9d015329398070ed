import { describe, expect, it } from "vitest";
import { namedModel, type ModelName } from "../../../psychometrics/index.js";
import { findPatterns } from "../../../psychometrics/likelihood/patterns.js";
import { PatternLikelihoods } from "../../../psychometrics/persons/likelihood.js";
import { PointEstimator } from "../../../psychometrics/persons/point-estimates.js";

const item = (name: ModelName, ...parameters: number[]) => ({
  model: namedModel(name).itemModel,
  categories: name === "3pl" ? 2 : parameters.length,
  parameters: Float64Array.from(parameters),
});

/** Every pattern of responses to the items, as rows one after the other. */
function allPatterns(categories: readonly number[]): Int8Array {
  let rows: number[][] = [[]];
  for (const count of categories)
    rows = rows.flatMap((row) => Array.from({ length: count }, (_, k) => [...row, k]));
  return Int8Array.from(rows.flat());
}

/** The falling roots of l' + J / (2I), each with the integral of that up to it, found in small steps from end to end. */
function rootsByDefinition(likelihoods: PatternLikelihoods, pattern: number) {
  const [range, step] = [3, 0.01];
  const roots: { theta: number; criterion: number }[] = [];
  let before = 0;
  let criterion = 0;
  for (let theta = -range; theta <= range; theta += step) {
    const { score, bias, information } = likelihoods.at(pattern, theta);
    const slope = score + bias / (2 * information);
    criterion += (step * (slope + before)) / 2;
    if (before > 0 && slope <= 0) roots.push({ theta: theta - (step * slope) / (slope - before), criterion });
    before = slope;
  }
  return roots;
}

/** The WLE of every pattern is the root with the highest criterion; returns how many patterns have several. */
function compare(items: ReturnType<typeof item>[]): number {
  const categories = items.map((one) => one.categories);
  const responses = allPatterns(categories);
  const count = responses.length / items.length;
  const patterns = findPatterns(
    responses,
    Int32Array.from(categories),
    new Float64Array(count).fill(1),
    new Int32Array(count),
    1,
  );
  const likelihoods = new PatternLikelihoods(items, patterns);
  const estimator = new PointEstimator(likelihoods);
  let several = 0;
  for (let n = 0; n < patterns.patternCount; n++) {
    const roots = rootsByDefinition(likelihoods, n);
    const best = roots.reduce((one, other) => (other.criterion > one.criterion ? other : one));
    // The steps find a root to some 1e-3.
    expect(Math.abs((estimator.wle(n).theta ?? Infinity) - best.theta)).toBeLessThan(0.01);
    if (roots.length > 1) several++;
  }
  return several;
}

describe("of several roots of Warm's equation the WLE is the one of the highest weighted likelihood", () => {
  it("where J / (2I) is not the derivative of log I / 2: under lower asymptotes", () => {
    const items = [
      ...[item("3pl", 9, 3, -1.4), item("3pl", 7, -3, -1.1), item("3pl", 5, 4, -1.6)],
      ...[item("3pl", 8, -6, -1.2), item("3pl", 3, 0.4, -1.9), item("3pl", 6, 0.3, -1)],
    ];
    expect(compare(items)).toBeGreaterThan(4);
  });

  it("and for steep graded items, whose roots can lie close together", () => {
    const items = [
      ...[item("grm", 12, 8, -4), item("grm", 14, 9.5, 1), item("grm", 9, 6, -3, -9)],
      ...[item("grm", 16, 13, 2), item("grm", 11, 5, 0.5)],
    ];
    expect(compare(items)).toBeGreaterThan(4);
  });
});
