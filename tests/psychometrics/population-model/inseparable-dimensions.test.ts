import { describe, expect, it } from "vitest";
import { latentRegression, type ResponseData } from "../../../psychometrics/index.js";
import { ScaledDesignMatrix } from "../../../psychometrics/population-model/design-matrix.js";
import { PersonPosteriors } from "../../../psychometrics/population-model/person-posteriors.js";
import { RegressionSteps } from "../../../psychometrics/population-model/regression-steps.js";
import { simulatedPopulation, threeDimensions } from "../../support/simulated-population.js";

const three = simulatedPopulation({
  seed: "three dimensions",
  personCount: 400,
  itemsPerDimension: 8,
  ...threeDimensions,
  presented: 0.7,
});

describe("a latent regression of dimensions that cannot be told apart", () => {
  it("names the dimensions that are nearly one", () => {
    const { data, dimensions, design } = three;
    const [first, second, third] = dimensions;
    const width = data.items.length;
    // The third dimension's items are the first's once more, each with the same response.
    const again = new Map(third.items.map(({ item }, i) => [item, first.items[i].item]));
    const places = data.items.map((item) => data.items.indexOf(again.get(item) ?? item));
    const scores = data.scores.map((_, n) => data.scores[n - (n % width) + places[n % width]]);
    const copy = {
      name: "copy",
      items: first.items.map((own, i) => ({ ...own, item: third.items[i].item })),
    };
    const options = { method: { kind: "laplace" as const }, tolerance: 1e-5 };
    const notesOf = (of: typeof dimensions, given: ResponseData) =>
      latentRegression(of, given, design, options).summary.notes.filter(({ code }) =>
        code.startsWith("dimensions"),
      );
    const [note, ...others] = notesOf([first, second, copy], { ...data, scores });
    expect(others).toEqual([]);
    expect(note.english).toMatch(
      new RegExp(
        `can hardly be told apart: ${first.name} and copy correlate by (?:1|0\\.99\\d+)\\. Take`,
        "u",
      ),
    );
    expect(notesOf(dimensions, data)).toEqual([]);
  });

  it("refuses dimensions that are one, or of which one follows from the others, by name", () => {
    const refusalOf = (...rows: number[][]) => {
      const { dimensions, data, design } = three;
      const posteriors = new PersonPosteriors(dimensions, data, { kind: "laplace" });
      const steps = new RegressionSteps(
        posteriors,
        new ScaledDesignMatrix(design, data.weights),
        data.weights,
      );
      steps.residualCovariance = Float64Array.from(rows.flat());
      expect(() => steps.parameters()).toThrow(RangeError);
      return () => steps.expect();
    };
    const [a, b, c] = three.dimensions.map(({ name }) => name);
    expect(refusalOf([1, 2, 0], [2, 4, 0], [0, 0, 1])).toThrow(
      `told apart given the predictors: ${a} and ${b} correlate by 1; take`,
    );
    // The third is the sum of the first and the second.
    expect(refusalOf([1, 0, 1], [0, 1, 1], [1, 1, 2])).toThrow(
      `the dimensions ${a}, ${b}, ${c} cannot be told apart given the predictors: one of them follows`,
    );
    expect(refusalOf([1, 0, 0], [0, 0, 0], [0, 0, 1])).toThrow(
      `the variance of ${b} given the predictors fell`,
    );
  });
});
