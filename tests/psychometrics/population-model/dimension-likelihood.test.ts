import { describe, expect, it } from "vitest";
import { gpcm, grm, nominal, threeParameter } from "../../../psychometrics/models/index.js";
import type { ParameterisedItem } from "../../../psychometrics/likelihood/tables.js";
import {
  DimensionLikelihood,
  type LikelihoodDerivatives,
} from "../../../psychometrics/population-model/dimension-likelihood.js";
import { derivative } from "../../support/derivative.js";
import { uniformFrom } from "../../support/uniform.js";

/** Every kind of item, slopes from a negative one to a steep one. */
const items: ParameterisedItem[] = Array.from({ length: 30 }, (_, n) => {
  const slope = [0.6, 1.3, 2.4, -0.4, 1][n % 5];
  const d = -1.5 + n * 0.1;
  if (n % 3 === 0) return { model: gpcm, categories: 4, parameters: Float64Array.of(slope, d, d - 1, 0.3) };
  if (n % 3 === 1)
    return { model: threeParameter, categories: 2, parameters: Float64Array.of(slope, d, -1.4) };
  return { model: grm, categories: 3, parameters: Float64Array.of(slope, d + 1, d - 0.5) };
});

const personCount = 40;
const uniform = uniformFrom("responses");
const responses = Int8Array.from({ length: personCount * items.length }, (_, n) => {
  const { categories } = items[n % items.length];
  // The last two test takers: nothing presented, and one item.
  const p = Math.floor(n / items.length);
  if (p === personCount - 1) return -1;
  if (p === personCount - 2) return n % items.length === 7 ? 1 : -1;
  return uniform() < 0.2 ? -1 : Math.floor(uniform() * categories);
});
const likelihood = new DimensionLikelihood(items, responses, personCount);

function direct(person: number, theta: number): number {
  let sum = 0;
  items.forEach(({ model, categories, parameters }, i) => {
    const category = responses[person * items.length + i];
    if (category < 0) return;
    const out = new Float64Array(categories);
    model.probabilities(theta, parameters, out);
    sum += Math.log(out[category]);
  });
  return sum;
}

const empty: LikelihoodDerivatives = { value: 0, first: 0, second: 0, third: 0, fourth: 0 };

describe("a dimension's likelihood", () => {
  it("is the sum of the items' log probabilities to six decimals, for every model", () => {
    for (let p = 0; p < personCount; p++) {
      for (let theta = -9.87; theta < 10; theta += 0.613) {
        const out = { ...empty };
        likelihood.derivativesAt(p, theta, out);
        expect(Math.abs(likelihood.valueAt(p, theta) - direct(p, theta))).toBeLessThan(1e-6);
        expect(out.value).toBeCloseTo(likelihood.valueAt(p, theta), 10);
      }
    }
  });

  it("has the derivatives of that sum", () => {
    for (let p = 0; p < personCount; p++) {
      for (const theta of [-3.3, -0.71, 0.05, 1.9]) {
        const out = { ...empty };
        likelihood.derivativesAt(p, theta, out);
        const second = (x: number) => derivative((y) => derivative((z) => direct(p, z), y), x);
        expect(Math.abs(out.first - derivative((x) => direct(p, x), theta))).toBeLessThan(1e-4);
        expect(Math.abs(out.second - second(theta))).toBeLessThan(2e-3);
        expect(Math.abs(out.third - derivative(second, theta))).toBeLessThan(0.3);
      }
    }
  });

  it("goes on as a straight line far out, without a jump", () => {
    for (const end of [-1, 1]) {
      const far = (x: number) => likelihood.valueAt(3, end * x);
      expect(far(50) - far(49)).toBeCloseTo(far(90) - far(89), 8);
      expect(Number.isFinite(far(1e6))).toBe(true);
      for (let x = 10; x < 45; x += 0.125) expect(Math.abs(far(x + 0.125) - far(x))).toBeLessThan(10);
    }
  });

  it("is right where the first category is all but impossible", () => {
    // At 30 logits log P(0) is -594; e^-594 times the odds of the second category is what a right answer's chance is made of.
    const steep: ParameterisedItem[] = [
      { model: gpcm, categories: 2, parameters: Float64Array.of(20, -6) },
      { model: nominal, categories: 3, parameters: Float64Array.of(12, 1, 2, -3) },
    ];
    const one = new DimensionLikelihood(steep, Int8Array.of(1, 2), 1);
    expect(Math.abs(one.valueAt(0, 30))).toBeLessThan(1e-6);
    // Both wrong: 20 theta - 6 and 24 theta + 2 are given up.
    const none = new DimensionLikelihood(steep, Int8Array.of(0, 0), 1);
    expect(none.valueAt(0, 30)).toBeCloseTo(-(20 * 30 - 6) - (24 * 30 + 2), 6);
  });

  it("says who has responses, and is 0 for who has none", () => {
    expect(likelihood.hasResponses(personCount - 2)).toBe(true);
    expect(likelihood.hasResponses(personCount - 1)).toBe(false);
    expect(likelihood.valueAt(personCount - 1, 0.3)).toBe(0);
  });
});
