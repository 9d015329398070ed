import { describe, expect, it } from "vitest";
import { simulateStudy, type StudyItem, type StudyPlan } from "../../../psychometrics/index.js";
import { covariance, mean } from "../../support/moments.js";

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

  it("weighs the pupils of schools of one size as the population has them, to the last one", () => {
    const even = { ...sample, schoolSize: { min: 20, max: 20 } };
    const { testTakers } = simulateStudy({ ...plan(3), groups: [{ name: "N", sample: even }] });
    const weightOf = (stratum: string) =>
      testTakers.reduce((sum, { weight, school }) => sum + (school?.stratum === stratum ? weight : 0), 0);
    expect(weightOf("city")).toBeCloseTo(30 * 20, 8);
    expect(weightOf("land")).toBeCloseTo(60 * 20, 8);
  });

  it("takes all schools of a census, and of schools of very different sizes the large ones with certainty", () => {
    const strata = [{ name: "all", schools: 40, sampled: 40 }];
    const census = simulateStudy({ ...plan(4), groups: [{ name: "N", sample: { ...sample, strata } }] });
    expect(new Set(census.testTakers.map(({ school }) => school?.id)).size).toBe(40);
    // 40 schools of 2 to 400 pupils, 30 wanted: a school that stands for itself has the weight of its own pupils.
    const uneven = { ...sample, strata: [{ ...strata[0], sampled: 30 }], schoolSize: { min: 2, max: 400 } };
    const { testTakers } = simulateStudy({ ...plan(5), groups: [{ name: "N", sample: uneven }] });
    const weights = testTakers.map(({ weight }) => weight);
    expect(new Set(testTakers.map(({ school }) => school?.id)).size).toBe(30);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(1);
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

  it("gives each pupil the school's part and an own part, by the roots of their shares of the variance", () => {
    const of = (intraclassCorrelation: number) =>
      simulateStudy({
        ...{ seed: 5, items: [item] },
        groups: [{ name: "N", sample: { ...sample, strata: sample.strata.slice(1), intraclassCorrelation } }],
      }).testTakers;
    const [ownAlone, schoolAlone] = [of(0), of(1)];
    const schools = new Set(schoolAlone.map(({ abilities }) => abilities[0]));
    expect(schools.size).toBe(5);
    expect(new Set(ownAlone.map(({ abilities }) => abilities[0])).size).toBe(60);
    for (const share of [0.05, 0.3, 0.8])
      of(share).forEach(({ abilities }, p) => {
        const school = Math.sqrt(share) * schoolAlone[p].abilities[0];
        expect(abilities[0]).toBeCloseTo(school + Math.sqrt(1 - share) * ownAlone[p].abilities[0], 12);
      });
  });
});
