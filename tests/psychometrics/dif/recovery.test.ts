import { describe, expect, it } from "vitest";
import {
  contingencyDif,
  logisticDif,
  simulateAbilities,
  simulateResponses,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { uniformFrom } from "../../support/uniform.js";

const replications = 200;
const items: SimulatedItem[] = Array.from({ length: 16 }, (_, i) => ({
  item: `i${i}`,
  model: "rasch",
  slope: 1,
  difficulties: [-1.4 + (2.8 * ((i * 7) % 16)) / 15],
}));

/**
 * 400 test takers in each group, the focal one half a standard deviation lower. Item 0 is 0.8 harder for it (-1.9 delta);
 * item 1 discriminates less for it around its own difficulty.
 */
function simulated(seed: string): ResponseData {
  const uniform = uniformFrom(seed);
  const moved = items.map((item, i): SimulatedItem => {
    if (i === 0) return { ...item, difficulties: [item.difficulties[0] + 0.8] };
    return i === 1 ? { ...item, model: "2pl", slope: 0.25 } : item;
  });
  const reference = simulateResponses(uniform, simulateAbilities(uniform, 400), items);
  const focal = simulateResponses(uniform, simulateAbilities(uniform, 400, -0.5), moved);
  return {
    ...reference,
    personCount: 800,
    scores: Int8Array.from([...reference.scores, ...focal.scores]),
    weights: new Float64Array(800).fill(1),
    groups: Int32Array.from({ length: 800 }, (_, p) => (p < 400 ? 0 : 1)),
    groupNames: ["reference", "focal"],
  };
}

describe(`differential functioning in ${replications} simulated samples`, () => {
  const samples = Array.from({ length: replications }, (_, r) => simulated(`dif ${r}`));
  const tables = samples.map((data) => contingencyDif(data, { purify: true }).items);
  const regressions = samples.map((data) => logisticDif(data).items);
  /** The share of tests below 5 %, over samples and some items. */
  const rejected = (p: (sample: number, item: number) => number | undefined, places: number[]) => {
    const tests = samples.flatMap((_, r) => places.map((i) => p(r, i) ?? NaN));
    return tests.filter((value) => value < 0.05).length / tests.length;
  };
  const null14 = Array.from({ length: 14 }, (_, i) => i + 2);

  it("is found in items that have none about as often as the level of the tests says", () => {
    // 2800 tests, of which the 14 of a sample hang together a little: three standard errors are about 0.015. The
    // regressions are not purified, so that the two items that differ spoil their match, for which they get 0.02.
    const tests = [
      rejected((r, i) => tables[r][i].mantelHaenszel?.uncorrected.p, null14),
      rejected((r, i) => tables[r][i].mantelHaenszel?.corrected.p, null14),
      rejected((r, i) => tables[r][i].mantelHaenszel?.homogeneity.p, null14),
      rejected((r, i) => tables[r][i].mantel?.p, null14),
    ];
    for (const share of tests) expect(Math.abs(share - 0.05)).toBeLessThan(0.015);
    const regressed = [
      rejected((r, i) => regressions[r][i].uniform?.p, null14),
      rejected((r, i) => regressions[r][i].nonUniform?.p, null14),
      rejected((r, i) => regressions[r][i].both?.p, null14),
    ];
    for (const share of regressed) expect(Math.abs(share - 0.05)).toBeLessThan(0.02);
  });

  it("is found where it is: uniform by every test, non-uniform by the interaction", () => {
    expect(rejected((r, i) => tables[r][i].mantelHaenszel?.corrected.p, [0])).toBeGreaterThan(0.95);
    expect(rejected((r, i) => regressions[r][i].uniform?.p, [0])).toBeGreaterThan(0.95);
    expect(rejected((r, i) => regressions[r][i].nonUniform?.p, [1])).toBeGreaterThan(0.9);
    // Breslow and Day's test looks at every stratum by itself and is weaker.
    expect(rejected((r, i) => tables[r][i].mantelHaenszel?.homogeneity.p, [1])).toBeGreaterThan(0.4);
  });

  it("has its size in delta: 0.8 logits are 1.88, with standard errors that cover", () => {
    const found = tables.map(([item]) => item.mantelHaenszel);
    const mean = found.reduce((sum, item) => sum + (item?.delta ?? NaN), 0) / replications;
    // The standard error of the mean is 0.03; the items that differ were found by chance in part, which pulls a little.
    expect(Math.abs(mean + 2.35 * 0.8)).toBeLessThan(0.15);
    const covered = found.filter(
      (item) => item && Math.abs(item.delta + 1.88) < 1.96 * item.deltaStandardError,
    ).length;
    expect(covered / replications).toBeGreaterThan(0.9);
    expect(found.filter((item) => item?.etsClass !== "A").length / replications).toBeGreaterThan(0.95);
  });
});
