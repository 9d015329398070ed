import { describe, expect, it } from "vitest";
import {
  modelNames,
  scoreProbabilities,
  simulateItems,
  simulateStudy,
  type SimulatedStudy,
  type StudyPlan,
} from "../../../psychometrics/index.js";
import { categoryCount } from "../../support/category-counts.js";
import { covariance, mean } from "../../support/moments.js";

/** Responses by test taker and item. */
const byName = ({ data, testTakers }: SimulatedStudy) =>
  new Map(
    testTakers.flatMap(({ id }, p) =>
      data.items.map((item, i) => [`${id} ${item}`, data.scores[p * data.items.length + i]] as const),
    ),
  );

describe("a simulated study", () => {
  const items = simulateItems(
    2,
    modelNames.map((model) => ({ model, count: 1, prefix: model, categories: categoryCount(model) })),
  );

  it("has responses of every model as often as they are probable", () => {
    const n = 6000;
    const groups = [{ name: "all", testTakers: n, mean: [0.4], covariance: [[1e-18]] }];
    const { data } = simulateStudy({ seed: 11, items, groups });
    items.forEach((item, i) => {
      const expected = scoreProbabilities(item, 0.4);
      const counts = new Float64Array(expected.length);
      for (let p = 0; p < n; p++) counts[data.scores[p * items.length + i]]++;
      expected.forEach((share, k) =>
        expect(Math.abs(counts[k] / n - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / n)),
      );
    });
  });

  it("gives nobody other responses for the order of items and groups, or for who else is there", () => {
    const groups = [
      { name: "N", testTakers: 30, mean: [0.2] },
      { name: "S", testTakers: 20 },
    ];
    const whole = byName(simulateStudy({ seed: 3, items, groups }));
    const turned = byName(
      simulateStudy({
        seed: 3,
        items: [...items].reverse().slice(2),
        groups: [{ ...groups[1], testTakers: 12 }, groups[0]],
      }),
    );
    expect(turned.size).toBe(42 * 7);
    for (const [name, score] of turned) expect(whole.get(name)).toBe(score);
    const other = byName(simulateStudy({ seed: 4, items, groups }));
    expect([...whole].some(([name, score]) => other.get(name) !== score)).toBe(true);
  });

  it("gives every school and test taker an id and random numbers of their own, whatever strata and groups are named", () => {
    const sampled = (...names: string[]) => ({
      strata: names.map((name) => ({ name, schools: 12, sampled: 12 })),
      schoolSize: { min: 3, max: 3 },
      perSchool: 3,
      intraclassCorrelation: 0.5,
    });
    // Without a separator the school 11 of s would be the first of s1, and the eleventh of s1 the first of s11.
    const plan = { seed: 5, items, groups: [{ name: "all", sample: sampled("s", "s1", "s11") }] };
    const { testTakers } = simulateStudy(plan);
    expect(new Set(testTakers.map(({ id }) => id)).size).toBe(3 * 12 * 3);
    expect(new Set(testTakers.map(({ school }) => school?.id)).size).toBe(3 * 12);
    expect(new Set(testTakers.map(({ abilities }) => abilities[0])).size).toBe(3 * 12 * 3);
    // A school and a test taker may be named alike: all between schools, none within, and nobody has the school's ability.
    const alike = simulateStudy({
      ...plan,
      groups: [
        { name: "a", sample: { ...sampled("b"), intraclassCorrelation: 1 } },
        { name: "a-b", testTakers: 12 },
      ],
    }).testTakers;
    const schools = new Set(
      alike.filter(({ school }) => school !== null).map(({ abilities }) => abilities[0]),
    );
    expect(schools.size).toBe(12);
    for (const { school, abilities } of alike) if (!school) expect(schools.has(abilities[0])).toBe(false);
    const together = [
      { name: "a", sample: sampled("b-c") },
      { name: "a-b", sample: sampled("c") },
    ];
    expect(() => simulateStudy({ ...plan, groups: together })).toThrow(
      'group a-b: the test taker a-b-c-1-1 is in another group or stratum, too, as names with "-" run together',
    );
  });

  it("has the intraclass correlation's share of the variance between schools, the rest within", () => {
    const [schools, perSchool, icc, variance] = [2000, 4, 0.5, 2];
    // Many independent abilities of few test takers tell as much of a variance as one ability of many, in less time.
    const dimensions = Array.from({ length: 20 }, (_, d) => `D${d}`);
    const sample = {
      strata: [{ name: "s", schools, sampled: schools }],
      schoolSize: { min: perSchool, max: perSchool },
      perSchool,
      intraclassCorrelation: icc,
    };
    const { testTakers } = simulateStudy({
      ...{ seed: 21, dimensions },
      items: [{ ...items[0], dimension: "D0" }],
      groups: [
        {
          ...{ name: "all", sample },
          covariance: dimensions.map((_, d) => dimensions.map((__, e) => (d === e ? variance : 0))),
        },
      ],
    });
    const own = dimensions.flatMap((_, d) =>
      Array.from({ length: schools }, (__, s) =>
        testTakers.slice(perSchool * s, perSchool * (s + 1)).map(({ abilities }) => abilities[d]),
      ),
    );
    const within = mean(own.map((values) => (covariance(values, values) * perSchool) / (perSchool - 1)));
    // The truth of the means of schools is 0.
    const between = mean(own.map((values) => mean(values) ** 2)) - within / perSchool;
    // Three standard errors of a variance of normal numbers, sqrt(2 / df): 1.2 % within schools, whose df are 120,000.
    const count = own.length;
    const errorWithin = 3 * Math.sqrt(2 / (count * (perSchool - 1)));
    expect(Math.abs(within / variance / (1 - icc) - 1)).toBeLessThan(errorWithin);
    // Of 40,000 means, which vary by the part between and a quarter of that within: 2.7 % of the part between.
    const errorBetween = 3 * Math.sqrt(2 / count) * (1 + (1 - icc) / icc / perSchool);
    expect(Math.abs(between / variance / icc - 1)).toBeLessThan(errorBetween);
    // The intraclass correlation's own, in groups of one size (Fisher, 1925): three are 1.5 % of it.
    const errorOfIcc =
      3 * (1 - icc) * (1 + (perSchool - 1) * icc) * Math.sqrt(2 / (perSchool * (perSchool - 1) * count));
    expect(Math.abs(between / (between + within) - icc)).toBeLessThan(errorOfIcc);
  });

  it("has abilities with the means, covariances and regressions of the plan", () => {
    const n = 8000;
    const plan: StudyPlan = {
      seed: 8,
      dimensions: ["math", "read"],
      items: [{ item: "a", model: "rasch", slope: 1, difficulties: [0], dimension: "read" }],
      groups: [
        {
          name: "G",
          testTakers: n,
          mean: [0.5, -0.3],
          covariance: [
            [1, 0.6],
            [0.6, 0.8],
          ],
        },
      ],
      regressors: [
        { name: "ses", kind: "normal", coefficients: [0.4, 0.2] },
        { name: "girl", kind: "binary", share: 0.3, coefficients: [-0.1, 0.5] },
      ],
    };
    const { testTakers } = simulateStudy(plan);
    const [ses, girl] = [0, 1].map((j) => testTakers.map(({ regressors }) => regressors[j]));
    const ability = [0, 1].map((d) => testTakers.map(({ abilities }) => abilities[d]));
    // Tolerances of four standard errors or more of what 8,000 give.
    expect(Math.abs(mean(girl) - 0.3)).toBeLessThan(0.021);
    expect(Math.abs(mean(ses))).toBeLessThan(0.045);
    [0.4, 0.2].forEach((slope, d) =>
      expect(Math.abs(covariance(ses, ability[d]) - slope)).toBeLessThan(0.06),
    );
    [-0.1, 0.5].forEach((slope, d) =>
      expect(Math.abs(covariance(girl, ability[d]) / 0.21 - slope)).toBeLessThan(0.11),
    );
    const rest = (d: number) =>
      ability[d].map((value, p) => value - [0.4, 0.2][d] * ses[p] - [-0.1, 0.5][d] * girl[p]);
    [0.5, -0.3].forEach((value, d) => expect(Math.abs(mean(rest(d)) - value)).toBeLessThan(0.045));
    expect(Math.abs(covariance(rest(0), rest(1)) - 0.6)).toBeLessThan(0.05);
    expect(Math.abs(covariance(rest(1), rest(1)) - 0.8)).toBeLessThan(0.05);
  });

  it("gives booklets in turn, those of the group, and presents nothing else", () => {
    const booklets = [
      { name: "B1", items: ["rasch1", "2pl1"] },
      { name: "B2", items: ["2pl1", "pcm1"], groups: ["N"] },
      { name: "B3", items: ["grm1"], groups: ["N", "S"] },
    ];
    const groups = [
      { name: "N", testTakers: 30 },
      { name: "S", testTakers: 11 },
    ];
    const { data, testTakers } = simulateStudy({ seed: 3, items, groups, booklets });
    const count = (group: string, booklet: string) =>
      testTakers.filter((one) => one.group === group && one.booklet === booklet).length;
    expect(["B1", "B2", "B3"].map((booklet) => count("N", booklet))).toEqual([10, 10, 10]);
    expect([5, 6]).toContain(count("S", "B1"));
    expect(count("S", "B2")).toBe(0);
    testTakers.forEach(({ booklet }, p) => {
      const presented = data.items.filter((_, i) => data.scores[p * data.items.length + i] >= 0);
      expect(presented.sort()).toEqual(
        [...(booklets.find(({ name }) => name === booklet)?.items ?? [])].sort(),
      );
    });
  });
});
