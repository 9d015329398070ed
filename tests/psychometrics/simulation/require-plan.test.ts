import { describe, expect, it } from "vitest";
import { simulateStudy, type StudyItem, type StudyPlan } from "../../../psychometrics/index.js";

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
    [{ items: [item, item] }, "there are two items named a"],
    [{ items: [{ ...item, dimension: "x" }] }, "item a names the dimension x"],
    [{ items: [{ ...item, difficulties: [0, 1] }] }, "2pl is for right or wrong"],
    [{ items: [{ ...item, difficulties: [] }] }, "at least one difficulty"],
    [{ items: [{ ...item, model: "grm", difficulties: [1, 0] }] }, "thresholds of grm rise"],
    [{ items: [{ ...item, model: "grm", slope: -1, difficulties: [0, 1] }] }, "thresholds of grm fall"],
    [
      {
        items: [
          { ...item, model: "grm", difficulties: [0, 1], differs: [{ groups: ["N"], slopeFactor: -1 }] },
        ],
      },
      "thresholds of grm fall",
    ],
    [{ items: [{ ...item, model: "3pl", lowerAsymptote: 1 }] }, "a lower asymptote of 1"],
    [{ items: [{ ...item, lowerAsymptote: 0.2 }] }, "a lower asymptote, which 2pl does not know"],
    [{ items: [{ ...item, categorySlopes: [2] }] }, "category slopes, which 2pl does not know"],
    [{ items: [{ ...item, differs: [{ groups: ["S"] }] }] }, "item a names the group S"],
    [{ groups: [{ name: "N" }] }, "say how many test takers"],
    [{ groups: [{ ...group, testTakers: 1.5 }] }, "1.5 is no number of test takers"],
    [{ groups: [{ ...group, mean: [0, 0] }] }, "its means must be 1 number,"],
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
    [{ regressors: [{ name: "x", kind: "normal", coefficients: [] }] }, "its coefficients must be 1 number,"],
    [{ seed: -1 }, "a seed is a whole number"],
  ])("%j", (change, sentence) => {
    expect(() => simulateStudy({ ...plan, ...change })).toThrow(sentence);
  });

  it("but not a graded item of negative slope whose thresholds fall: abler test takers score lower", () => {
    const { data, testTakers } = simulateStudy({
      ...{ seed: 1, groups: [{ name: "N", testTakers: 500 }] },
      items: [{ item: "a", model: "grm", slope: -2, difficulties: [1, 0, -1] }],
    });
    const meanAbility = (score: number) => {
      const own = testTakers.filter((_, p) => data.scores[p] === score);
      return own.reduce((sum, { abilities }) => sum + abilities[0], 0) / own.length;
    };
    const means = [0, 1, 2, 3].map(meanAbility);
    expect(means).toEqual([...means].sort((a, b) => b - a));
  });
});
