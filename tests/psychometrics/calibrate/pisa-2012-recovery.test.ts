import { describe, expect, it } from "vitest";
import {
  calibrate,
  simulateAbilities,
  simulateResponses,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { fixture, readTable } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

const rows = readTable(fixture("pisa-2012-mathematics.csv"));
const items = rows.map(({ item, difficulty, tau }): SimulatedItem => {
  const b = Number(difficulty);
  return {
    item,
    model: "pcm",
    slope: 1,
    difficulties: tau === "" ? [b] : [b + Number(tau), b - Number(tau)],
  };
});
const clusters = rows.map(({ cluster }) => Number(cluster) - 1);
/** Booklet n has clusters n, n + 1 and n + 3 of the nine: every cluster three times, once in each position. */
const isInBooklet = (booklet: number, cluster: number) => [0, 1, 3].includes((cluster - booklet + 9) % 9);

const personCount = 4_500;
const replicationCount = 12;
/** The divisor that took logits to PISA's scale in 2012: the spread of its test takers' abilities. */
const standardDeviation = 1.2838;

describe("PISA 2012 mathematics: the published international difficulties come back from simulated booklets", () => {
  it("are 109, eleven of them with partial credit, and sum to zero", () => {
    expect(items.length).toBe(109);
    expect(items.filter(({ difficulties }) => difficulties.length === 2).length).toBe(11);
    expect(Math.abs(rows.reduce((sum, { difficulty }) => sum + Number(difficulty), 0))).toBeLessThan(1e-9);
  });

  it(`without bias, with intervals that hold, over ${replicationCount} samples of ${personCount} test takers`, () => {
    const truths = [...items.flatMap(({ difficulties }) => difficulties), standardDeviation ** 2];
    const misses = truths.map((): number[] => []);
    let held = 0;
    for (let replication = 0; replication < replicationCount; replication++) {
      const uniform = uniformFrom(`pisa 2012 ${replication}`);
      const abilities = simulateAbilities(uniform, personCount, 0, standardDeviation);
      const data = simulateResponses(uniform, abilities, items, (p, i) => isInBooklet(p % 9, clusters[i]));
      const { items: found, groups } = calibrate(data, { model: "pcm", quadrature: 25, tolerance: 1e-3 });
      const values = [...found.flatMap(({ difficulties }) => difficulties), groups[0].variance];
      const errors = [
        ...found.flatMap(({ standardErrors }) => standardErrors.difficulties),
        groups[0].varianceStandardError,
      ];
      expect(values.length).toBe(truths.length);
      truths.forEach((truth, n) => {
        const miss = (values[n] ?? NaN) - truth;
        misses[n].push(miss);
        if (Math.abs(miss) < 1.959964 * (errors[n] ?? NaN)) held++;
      });
    }
    misses.forEach((list, n) => {
      const mean = list.reduce((sum, miss) => sum + miss, 0) / list.length;
      const variance = list.reduce((sum, miss) => sum + (miss - mean) ** 2, 0) / (list.length - 1);
      // Of 121 means of 12, one beyond 4.5 standard errors would be rare; 0.02 is the bias of order 1/n of the hardest item.
      expect(Math.abs(mean), `bias at place ${n}`).toBeLessThan(
        0.02 + 4.5 * Math.sqrt(variance / list.length),
      );
    });
    // 1,452 intervals, those of one sample not independent of each other: 0.95 within some four standard errors.
    expect(held / (truths.length * replicationCount)).toBeGreaterThan(0.925);
    expect(held / (truths.length * replicationCount)).toBeLessThan(0.975);
  });
});
