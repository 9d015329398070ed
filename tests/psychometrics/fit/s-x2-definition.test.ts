import { describe, expect, it } from "vitest";
import { calibrate, itemFit, responseData } from "../../../psychometrics/index.js";
import { uniformFrom } from "../../support/uniform.js";

const itemCount = 4;
const allPatterns = Array.from({ length: 2 ** itemCount }, (_, n) =>
  Array.from({ length: itemCount }, (__, i) => (n >> i) & 1),
);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("S-X2 by its definition, over every pattern of responses", () => {
  it("with groups of different ability, weights, and test takers whom an item was not presented", () => {
    const uniform = uniformFrom("s-x2 definition");
    const rows: (number | null)[][] = [];
    const weights: number[] = [];
    const groups: string[] = [];
    for (let p = 0; p < 800; p++) {
      const isHigh = p % 3 === 0;
      const ability = (isHigh ? 1 : -0.3) + 2 * (uniform() + uniform() - 1);
      const row: (number | null)[] = [-1, -0.2, 0.4, 1].map((b, i) =>
        uniform() < 1 / (1 + Math.exp((0.5 + 0.6 * i) * (b - ability))) ? 1 : 0,
      );
      if (p % 7 === 0) row[p % itemCount] = null;
      rows.push(row);
      weights.push([1, 0, 2.5, 0.7][p % 4]);
      groups.push(isHigh ? "high" : "low");
    }
    const data = responseData({ items: ["a", "b", "c", "d"], rows, weights, groups });
    const calibration = calibrate(data, { model: "2pl" });
    const { count, range } = calibration.quadrature;
    const nodes = Array.from({ length: count }, (_, q) => -range + (2 * range * q) / (count - 1));

    // Under unequal slopes what is expected of a score depends on who has it: the groups by their complete test takers.
    // Test takers with every response: how many, by weight, of each pattern and of each group.
    const complete = rows.flatMap((row, p) => (row.includes(null) ? [] : [p]));
    const weightWhere = (test: (p: number) => boolean) => sum(complete.filter(test).map((p) => weights[p]));
    const population = nodes.map(() => 0);
    for (const { name, mean, variance } of calibration.groups) {
      const density = nodes.map((node) => Math.exp(-((node - mean) ** 2) / (2 * variance)));
      const share = weightWhere((p) => groups[p] === name) / sum(density);
      density.forEach((value, q) => (population[q] += share * value));
    }
    const chances = allPatterns.map((pattern) =>
      sum(
        nodes.map((node, q) =>
          calibration.items.reduce((product, { slope, intercepts }, i) => {
            const right = 1 / (1 + Math.exp(-(slope * node + intercepts[0])));
            return product * (pattern[i] === 1 ? right : 1 - right);
          }, population[q]),
        ),
      ),
    );

    itemFit(calibration, data).forEach(({ sx2, sx2Df }, i) => {
      let statistic = 0;
      for (let score = 1; score < itemCount; score++) {
        const chance = (category: number) =>
          sum(chances.filter((_, n) => sum(allPatterns[n]) === score && allPatterns[n][i] === category));
        const observed = (category: number) =>
          weightWhere((p) => sum(rows[p].map((x) => x ?? 0)) === score && rows[p][i] === category);
        for (const category of [0, 1]) {
          const expected = ((observed(0) + observed(1)) * chance(category)) / (chance(0) + chance(1));
          // No cell is small enough to be pooled.
          expect(expected).toBeGreaterThan(1);
          statistic += (observed(category) - expected) ** 2 / expected;
        }
      }
      expect(sx2).toBeCloseTo(statistic, 9);
      // Three scores, less the slope and the intercept.
      expect(sx2Df).toBe(1);
    });
  });
});
