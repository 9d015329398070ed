import { describe, expect, it } from "vitest";
import {
  equateObservedScores,
  equateTrueScores,
  formItem,
  link,
  linkedForms,
  type CalibratedForm,
} from "../../../psychometrics/index.js";
import { transformFormItem } from "../../../psychometrics/linking/transform.js";

const base: CalibratedForm = {
  items: [
    formItem({ item: "a", model: "2pl", slope: 1.2, difficulties: [-0.8] }),
    formItem({ item: "b", model: "gpcm", slope: 0.9, difficulties: [-0.5, 0.7] }),
    formItem({ item: "c", model: "grm", slope: 1.4, difficulties: [-0.2, 1] }),
    formItem({ item: "d", model: "2pl", slope: 0.7, difficulties: [0.4] }),
  ],
};
const guessing: CalibratedForm = {
  items: [-1, 0, 1].map((b, i) =>
    formItem({ item: `g${i}`, model: "3pl", slope: 1, difficulties: [b], lowerAsymptote: 0.2 }),
  ),
};

describe.each([
  ["true", equateTrueScores],
  ["observed", equateObservedScores],
] as const)("IRT %s-score equating", (_, equate) => {
  it("of a form to itself is no change, also where it was calibrated on another scale", () => {
    const moved = {
      items: base.items.map((item) => transformFormItem(item, { slope: 0.8, intercept: -0.3 })),
    };
    const linking = link(base, moved);
    const forms = linkedForms({ calibration: base }, { calibration: moved }, linking);
    for (const { score, equivalent, standardError } of equate(forms)) {
      expect(equivalent).toBeCloseTo(score, 5);
      expect(standardError).toBeNull();
    }
  });

  it("gives a harder form the lower scores", () => {
    const harder = {
      items: base.items.map((item) => transformFormItem(item, { slope: 1, intercept: 0.5 })),
    };
    const rows = equate(linkedForms({ calibration: base }, { calibration: harder }, null));
    rows.slice(1, -1).forEach(({ score, equivalent }) => expect(equivalent).toBeLessThan(score));
  });

  it("refuses items that it does not know or that fall with ability", () => {
    expect(() => linkedForms({ calibration: base, items: ["x"] }, { calibration: base }, null)).toThrow(
      "item x",
    );
    expect(() => linkedForms({ calibration: base, items: [] }, { calibration: base }, null)).toThrow(
      "no items",
    );
    const falling = { items: [formItem({ item: "f", model: "2pl", slope: -1, difficulties: [0] })] };
    expect(() => linkedForms({ calibration: falling }, { calibration: base }, null)).toThrow("slope of -1");
  });
});

describe("forms with nominal items", () => {
  const nominal = (categorySlopes: number[]): CalibratedForm => ({
    items: [
      ...base.items,
      formItem({ item: "n", model: "nominal", slope: 1, difficulties: [0, 0.4, 0.2], categorySlopes }),
    ],
  });

  it("are equated where the categories' slopes rise with the score: every score has its ability, in rising order", () => {
    const form = nominal([0.4, 1.3, 1.5]);
    const rows = equateTrueScores(linkedForms({ calibration: form }, { calibration: base }, null));
    const thetas = rows.slice(1, -1).map(({ theta }) => theta ?? NaN);
    thetas.forEach((theta, n) => expect(theta).toBeGreaterThan(n === 0 ? -20 : thetas[n - 1]));
  });

  it.each([
    ["fall", [2, 1.9, 1.5]],
    ["begin below 0", [-0.8, 1, 1.5]],
    ["are alike", [1, 1, 1.5]],
  ])("are refused where these %s: a sum would belong to two abilities or none", (_, slopes) => {
    const forms = () => linkedForms({ calibration: base }, { calibration: nominal(slopes) }, null);
    expect(forms).toThrow(`item n has the category slopes ${slopes.join(", ")}`);
  });
});

describe("IRT true-score equating", () => {
  it("there and back is no change", () => {
    const other = {
      items: [-1, -0.4, 0.1, 0.6, 1.1].map((b, i) =>
        formItem({ item: `o${i}`, model: "2pl", slope: 1.1, difficulties: [b] }),
      ),
    };
    for (const { score, theta, equivalent } of equateTrueScores(
      linkedForms({ calibration: other }, { calibration: base }, null),
    )) {
      if (theta === null) continue;
      const back = equateTrueScores(linkedForms({ calibration: base }, { calibration: other }, null));
      const low = Math.floor(equivalent);
      // Between the whole scores of the other form, at which the way back is known.
      expect(back[low].equivalent).toBeLessThanOrEqual(score + 1e-9);
      expect(back[low + 1].equivalent).toBeGreaterThanOrEqual(score - 1e-9);
    }
  });

  it("interpolates below what guessing alone is expected to give", () => {
    const rows = equateTrueScores(linkedForms({ calibration: guessing }, { calibration: base }, null));
    // Three guesses of 0.2 are 0.6: a score of 0 has no ability, a score of 1 has one.
    expect(rows[0]).toMatchObject({ equivalent: 0, theta: null });
    expect(rows[1].theta).not.toBeNull();
    expect(rows[3]).toMatchObject({ equivalent: 6, theta: null });
  });
});

describe("IRT observed-score equating", () => {
  it("depends on its population where the forms differ, and refuses what is none", () => {
    const other = {
      items: base.items.map((item) => transformFormItem(item, { slope: 0.7, intercept: 0.2 })),
    };
    const forms = linkedForms({ calibration: base }, { calibration: other }, null);
    const low = equateObservedScores(forms, { from: { mean: -1, variance: 1 }, fromWeight: 1 });
    const high = equateObservedScores(forms, { from: { mean: 1, variance: 1 }, fromWeight: 1 });
    expect(Math.abs(low[3].equivalent - high[3].equivalent)).toBeGreaterThan(0.01);
    expect(() => equateObservedScores(forms, { fromWeight: 2 })).toThrow("0 to 1");
    expect(() => equateObservedScores(forms, { to: { mean: 0, variance: 0 } })).toThrow("above 0");
  });
});
