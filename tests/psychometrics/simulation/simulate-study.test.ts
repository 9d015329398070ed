import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  modelNames,
  scoreProbabilities,
  simulateItems,
  simulateStudy,
  type SimulatedStudy,
  type StudyItem,
  type StudyPlan,
} from "../../../psychometrics/index.js";

const several = (model: (typeof modelNames)[number]) => namedCategories[model] ?? 4;
const namedCategories: Partial<Record<(typeof modelNames)[number], number>> = {
  rasch: 2,
  "1pl": 2,
  "2pl": 2,
  "3pl": 2,
};

/** Responses by test taker and item. */
const byName = ({ data, testTakers }: SimulatedStudy) =>
  new Map(
    testTakers.flatMap(({ id }, p) =>
      data.items.map((item, i) => [`${id} ${item}`, data.scores[p * data.items.length + i]] as const),
    ),
  );
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const covariance = (x: readonly number[], y: readonly number[]) => {
  const [meanX, meanY] = [mean(x), mean(y)];
  return mean(x.map((value, n) => (value - meanX) * (y[n] - meanY)));
};

describe("simulated items", () => {
  const sets = modelNames.map((model) => ({ model, count: 3, prefix: model, categories: several(model) }));

  it("are of every model, and the same whatever others there are", () => {
    const items = simulateItems(4, sets);
    expect(items).toHaveLength(27);
    for (const item of items) expect(item.difficulties).toHaveLength(several(item.model) - 1);
    expect(items.filter(({ model }) => model === "rasch").map(({ slope }) => slope)).toEqual([1, 1, 1]);
    const one = simulateItems(4, [{ ...sets[6], count: 2 }]);
    expect(one).toEqual(items.filter(({ model }) => model === sets[6].model).slice(0, 2));
    expect(simulateItems(5, [sets[6]])[0].difficulties).not.toEqual(one[0].difficulties);
  });

  it("have the locations and slopes that are asked for", () => {
    const set = {
      model: "2pl",
      count: 2000,
      prefix: "i",
      difficulty: { mean: -0.5, sd: 0.8 },
      slope: { median: 1.3, sdLog: 0.25 },
    } as const;
    const items = simulateItems(1, [set]);
    const locations = items.map(({ difficulties }) => difficulties[0]);
    const logs = items.map(({ slope }) => Math.log(slope));
    // Four standard errors of means and standard deviations of 2,000.
    expect(Math.abs(mean(locations) + 0.5)).toBeLessThan(4 * 0.8 * Math.sqrt(1 / 2000));
    expect(Math.abs(Math.sqrt(covariance(locations, locations)) - 0.8)).toBeLessThan(
      4 * 0.8 * Math.sqrt(1 / 4000),
    );
    expect(Math.abs(mean(logs) - Math.log(1.3))).toBeLessThan(4 * 0.25 * Math.sqrt(1 / 2000));
  });

  it("are refused where the model does not know them", () => {
    expect(() => simulateItems(1, [{ model: "2pl", count: 1, prefix: "a", categories: 3 }])).toThrow(
      "does not know 3",
    );
    expect(() => simulateItems(1, [{ model: "2pl", count: 0, prefix: "a" }])).toThrow(
      "0 is no number of items",
    );
    expect(() =>
      simulateItems(1, [{ model: "2pl", count: 1, prefix: "a", slope: { median: 0, sdLog: 0 } }]),
    ).toThrow("above 0");
  });
});

describe("a simulated study", () => {
  const items = simulateItems(
    2,
    modelNames.map((model) => ({ model, count: 1, prefix: model, categories: several(model) })),
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

describe("a two-stage sample", () => {
  const sample = {
    strata: [
      { name: "city", schools: 30, sampled: 8, shift: [0.6] },
      { name: "land", schools: 60, sampled: 5 },
    ],
    schoolSize: { min: 20, max: 200 },
    perSchool: 12,
    intraclassCorrelation: 0.3,
  };
  const item: StudyItem = { item: "a", model: "rasch", slope: 1, difficulties: [0] };
  const plan = (seed: number): StudyPlan => ({ seed, items: [item], groups: [{ name: "N", sample }] });

  it("takes so many schools of each stratum, in pairs, and so many pupils of each, whose weights are alike", () => {
    const { testTakers, data } = simulateStudy(plan(1));
    const schools = [...new Set(testTakers.map(({ school }) => school?.id))];
    expect(schools).toHaveLength(13);
    for (const id of schools) {
      const own = testTakers.filter(({ school }) => school?.id === id);
      expect(own).toHaveLength(12);
      expect(new Set(own.map(({ weight }) => weight)).size).toBe(1);
    }
    // 4 pairs of city schools; 2 pairs and one alone, whose pupils make both halves, in the country.
    const zones = new Map<number, Set<string>>();
    for (const { school } of testTakers)
      zones.set(school?.zone ?? 0, (zones.get(school?.zone ?? 0) ?? new Set()).add(`${school?.half}`));
    expect([...zones.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const halves of zones.values()) expect(halves.size).toBe(2);
    expect(Array.from(data.weights)).toEqual(testTakers.map(({ weight }) => weight));
  });

  it("is representative: weights give the population's size and mean over samples, unweighted means do not", () => {
    const runs = Array.from({ length: 100 }, (_, r) => {
      const { testTakers } = simulateStudy(plan(100 + r));
      const total = testTakers.reduce((sum, { weight }) => sum + weight, 0);
      return {
        total,
        weighted: testTakers.reduce((sum, { weight, abilities }) => sum + weight * abilities[0], 0) / total,
        plain: mean(testTakers.map(({ abilities }) => abilities[0])),
      };
    });
    const within = (values: number[], truth: number) => {
      const error = Math.sqrt(covariance(values, values) / values.length);
      return Math.abs(mean(values) - truth) / error;
    };
    // 90 schools of 110 pupils on average, a third of them 0.6 better. Four standard errors over the samples.
    expect(
      within(
        runs.map(({ total }) => total),
        9900,
      ),
    ).toBeLessThan(4);
    expect(
      within(
        runs.map(({ weighted }) => weighted),
        0.2,
      ),
    ).toBeLessThan(4);
    expect(
      within(
        runs.map(({ plain }) => plain),
        0.2,
      ),
    ).toBeGreaterThan(8);
  });

  it("has the intraclass correlation of the plan", () => {
    const many = { ...sample, strata: [{ name: "s", schools: 400, sampled: 400 }], perSchool: 20 };
    const { testTakers } = simulateStudy({ seed: 5, items: [item], groups: [{ name: "N", sample: many }] });
    const bySchool = Array.from({ length: 400 }, (_, s) =>
      testTakers.slice(20 * s, 20 * s + 20).map(({ abilities }) => abilities[0]),
    );
    const withinVariance = mean(bySchool.map((own) => (covariance(own, own) * 20) / 19));
    const means = bySchool.map(mean);
    const between = (covariance(means, means) * 400) / 399 - withinVariance / 20;
    // The standard error of a variance of 400 school means about 0.3 is 0.024.
    expect(Math.abs(between - 0.3)).toBeLessThan(0.1);
    expect(Math.abs(withinVariance - 0.7)).toBeLessThan(0.05);
  });
});

describe("calibrating a simulated study gives back what it was made from", () => {
  it("two cycles with booklets, partial credit, and an item that has drifted", () => {
    const known = simulateItems(21, [
      { model: "2pl", count: 14, prefix: "m" },
      { model: "gpcm", count: 4, prefix: "p", categories: 3 },
    ]).map((item) => (item.item === "m3" ? { ...item, differs: [{ groups: ["2026"], shift: 0.7 }] } : item));
    const names = known.map(({ item }) => item);
    const { data } = simulateStudy({
      seed: 77,
      items: known,
      groups: [
        { name: "2023", testTakers: 1200 },
        { name: "2026", testTakers: 1200, mean: [0.3], covariance: [[1.44]] },
      ],
      booklets: [
        { name: "A", items: names.slice(0, 12) },
        { name: "B", items: names.slice(6) },
      ],
    });
    const calibration = calibrate(data, {
      model: "gpcm",
      models: Object.fromEntries(names.slice(0, 14).map((name) => [name, "2pl"])),
      unique: [{ item: "m3", groups: ["2026"] }],
    });
    const z: number[] = [];
    for (const { item, groups, difficulties, slope, standardErrors } of calibration.items) {
      const truth = known.find((one) => one.item === item);
      const moved = groups?.includes("2026") ? 0.7 : 0;
      z.push((slope - (truth?.slope ?? NaN)) / (standardErrors.slope ?? NaN));
      difficulties.forEach((b, k) =>
        z.push(
          ((b ?? NaN) - (truth?.difficulties[k] ?? NaN) - moved) / (standardErrors.difficulties[k] ?? NaN),
        ),
      );
    }
    // 42 standardised errors: the mean of their squares is 1, give or take 0.22 (more, as they share the scale).
    expect(mean(z.map((value) => value ** 2))).toBeGreaterThan(0.4);
    expect(mean(z.map((value) => value ** 2))).toBeLessThan(1.9);
    const later = calibration.groups[1];
    expect(Math.abs(later.mean - 0.3)).toBeLessThan(3.5 * (later.meanStandardError ?? NaN));
    expect(Math.abs(later.variance - 1.44)).toBeLessThan(3.5 * (later.varianceStandardError ?? NaN));
  });

  it("two correlated dimensions with a regressor", () => {
    const items = simulateItems(6, [
      { model: "rasch", count: 10, prefix: "m", dimension: "math" },
      { model: "rasch", count: 10, prefix: "r", dimension: "read" },
    ]);
    const { data, testTakers } = simulateStudy({
      seed: 9,
      dimensions: ["math", "read"],
      items,
      groups: [
        {
          name: "all",
          testTakers: 1000,
          covariance: [
            [1, 0.7],
            [0.7, 1.2],
          ],
        },
      ],
      regressors: [{ name: "ses", kind: "normal", coefficients: [0.5, 0.3] }],
    });
    const { calibration } = calibrateMultidimensional(data, {
      model: "rasch",
      quadrature: 21,
      dimensions: ["math", "read"].map((name) => ({
        name,
        items: items.filter(({ dimension }) => dimension === name).map(({ item }) => item),
      })),
      regressors: {
        names: ["ses"],
        columns: Float64Array.from(testTakers, ({ regressors }) => regressors[0]),
      },
    });
    [0.5, 0.3].forEach((truth, d) => {
      const found = calibration.coefficients.filter(({ regressor }) => regressor === "ses")[d];
      expect(Math.abs(found.estimate - truth)).toBeLessThan(3.5 * (found.standardError ?? NaN));
    });
  });
});

describe("a plan is refused by name", () => {
  const item: StudyItem = { item: "a", model: "2pl", slope: 1, difficulties: [0] };
  const group = { name: "N", testTakers: 5 };
  const plan: StudyPlan = { seed: 1, items: [item], groups: [group] };
  const school = {
    strata: [{ name: "s", schools: 4, sampled: 2 }],
    schoolSize: { min: 5, max: 9 },
    perSchool: 3,
    intraclassCorrelation: 0.2,
  };
  it.each<[Partial<StudyPlan>, string]>([
    [{ items: [] }, "no items"],
    [{ groups: [] }, "no groups"],
    [{ items: [item, item] }, "two items are named a"],
    [{ items: [{ ...item, dimension: "x" }] }, "item a names the dimension x"],
    [{ items: [{ ...item, difficulties: [0, 1] }] }, "2pl is for right or wrong"],
    [{ items: [{ ...item, difficulties: [] }] }, "at least one difficulty"],
    [{ items: [{ ...item, model: "grm", difficulties: [1, 0] }] }, "thresholds of grm rise"],
    [{ items: [{ ...item, model: "3pl", lowerAsymptote: 1 }] }, "a lower asymptote of 1"],
    [{ items: [{ ...item, differs: [{ groups: ["S"] }] }] }, "item a names the group S"],
    [{ groups: [{ name: "N" }] }, "say how many test takers"],
    [{ groups: [{ ...group, testTakers: 1.5 }] }, "1.5 is no number of test takers"],
    [{ groups: [{ ...group, mean: [0, 0] }] }, "its means must be 1 numbers"],
    [{ groups: [{ ...group, covariance: [[-1]] }] }, "not positive definite"],
    [{ groups: [{ name: "N", sample: { ...school, perSchool: 0 } }] }, "0 is no number of pupils"],
    [{ groups: [{ name: "N", sample: { ...school, intraclassCorrelation: 2 } }] }, "from 0 to 1, not 2"],
    [
      { groups: [{ name: "N", sample: { ...school, strata: [{ name: "s", schools: 2, sampled: 3 }] } }] },
      "3 of 2 schools",
    ],
    [{ booklets: [{ name: "B", items: ["b"] }] }, "booklet B names the item b"],
    [{ booklets: [{ name: "B", items: ["a"], groups: [] }] }, "group N has no booklet"],
    [{ regressors: [{ name: "x", kind: "binary", share: 1, coefficients: [0] }] }, "a share of 1"],
    [{ regressors: [{ name: "x", kind: "normal", coefficients: [] }] }, "its coefficients must be 1 numbers"],
    [{ seed: -1 }, "a seed is a whole number"],
  ])("%j", (change, sentence) => {
    expect(() => simulateStudy({ ...plan, ...change })).toThrow(sentence);
  });
});
