import { describe, expect, it } from "vitest";
import { latentRegression, responseDataOf, type ResponseData } from "../../../psychometrics/index.js";
import { inversePositiveDefinite } from "../../../psychometrics/numeric/linear-algebra.js";
import { ScaledDesignMatrix } from "../../../psychometrics/population-model/design-matrix.js";
import { PersonPosteriors } from "../../../psychometrics/population-model/person-posteriors.js";
import { NormalPrior } from "../../../psychometrics/population-model/posterior-mode.js";
import { RegressionSteps } from "../../../psychometrics/population-model/regression-steps.js";
import { largestDifference } from "../../support/psychometric-fixtures.js";
import { simulatedPopulation, threeDimensions } from "../../support/simulated-population.js";

const one = simulatedPopulation({
  seed: "one dimension",
  personCount: 300,
  itemsPerDimension: 12,
  coefficients: [[0.2, 0.5, 0.4]],
  factor: [[0.8]],
});
const three = simulatedPopulation({
  seed: "three dimensions",
  personCount: 400,
  itemsPerDimension: 8,
  ...threeDimensions,
  presented: 0.7,
});

/** Everybody's data and predictors in another order, or with repeats. */
function rearranged(population: typeof one, order: number[], weights?: number[]) {
  const { data, design } = population;
  const scores = new Int8Array(order.length * data.items.length);
  order.forEach((p, n) =>
    scores.set(
      data.scores.subarray(p * data.items.length, (p + 1) * data.items.length),
      n * data.items.length,
    ),
  );
  const columns = Float64Array.from(
    design.names.flatMap((_, j) => order.map((p) => design.columns[j * data.personCount + p])),
  );
  return {
    data: responseDataOf({
      ...{ items: data.items, personCount: order.length, scores, maxScores: data.maxScores },
      weights: weights && Float64Array.from(weights),
    }),
    design: { names: design.names, columns },
  };
}

function estimatesOf(dimensions: typeof one.dimensions, data: ResponseData, design: typeof one.design) {
  const { summary } = latentRegression(dimensions, data, design, { tolerance: 1e-9 });
  return [
    ...summary.coefficients.flatMap(({ estimate, standardError }) => [estimate, standardError]),
    ...summary.residualCovariance.flat(),
    ...summary.rSquared,
  ];
}

describe("a test taker's posterior", () => {
  // A plain sum over a fine grid of the three abilities: 101 nodes each from -5 to 5.
  it("has by quadrature the moments of a brute-force sum in three dimensions of few items", () => {
    const { data, dimensions } = three;
    const posteriors = new PersonPosteriors(dimensions, data, { kind: "quadrature" });
    const covariance = Float64Array.of(0.81, 0.63, 0.45, 0.63, 0.85, 0.53, 0.45, 0.53, 0.7);
    const prior = new NormalPrior(covariance);
    posteriors.setPrior(prior);
    const mean = Float64Array.of(0.3, -0.2, 0.1);
    const nodes = Array.from({ length: 61 }, (_, q) => -4.5 + 0.15 * q);
    for (const person of [0, 17]) {
      const logs = posteriors.dimensions.map((dimension) =>
        nodes.map((node) => dimension.valueAt(person, node)),
      );
      const sums = new Float64Array(13);
      nodes.forEach((x, i) =>
        nodes.forEach((y, j) =>
          nodes.forEach((z, k) => {
            const theta = [x, y, z];
            let log = logs[0][i] + logs[1][j] + logs[2][k];
            for (let d = 0; d < 3; d++)
              for (let e = 0; e < 3; e++)
                log -= 0.5 * prior.precision[d * 3 + e] * (theta[d] - mean[d]) * (theta[e] - mean[e]);
            const weight = Math.exp(log);
            sums[0] += weight;
            for (let d = 0; d < 3; d++) {
              sums[1 + d] += weight * theta[d];
              for (let e = 0; e < 3; e++) sums[4 + d * 3 + e] += weight * theta[d] * theta[e];
            }
          }),
        ),
      );
      const out = { mean: new Float64Array(3), covariance: new Float64Array(9), logMarginal: 0 };
      posteriors.fillMoments(person, mean, out);
      const known = [1, 2, 3].map((n) => sums[n] / sums[0]);
      expect(largestDifference([...out.mean], known)).toBeLessThan(2e-5);
      const second = Array.from({ length: 9 }, (_, n) => {
        const [d, e] = [Math.floor(n / 3), n % 3];
        return sums[4 + n] / sums[0] - known[d] * known[e];
      });
      expect(largestDifference([...out.covariance], second)).toBeLessThan(5e-5);
      const logMass = Math.log(sums[0] * 0.15 ** 3) - 1.5 * Math.log(2 * Math.PI) - prior.halfLogDeterminant;
      expect(Math.abs(out.logMarginal - logMass)).toBeLessThan(5e-5);

      // Laplace's expansion leaves out terms of the order of one over the number of items squared.
      const laplace = new PersonPosteriors(dimensions, data, { kind: "laplace" });
      laplace.setPrior(prior);
      laplace.fillMoments(person, mean, out);
      expect(largestDifference([...out.mean], known)).toBeLessThan(0.01);
      expect(largestDifference([...out.covariance], second)).toBeLessThan(0.01);
      expect(Math.abs(out.logMarginal - logMass)).toBeLessThan(0.01);
    }
  });
});

describe("a latent regression", () => {
  it("is at the maximum of the likelihood, with the standard errors of its curvature", () => {
    for (const { dimensions, data, design } of [
      one,
      { ...three, dimensions: three.dimensions.slice(0, 2) },
    ]) {
      const { summary, coefficients, information, posteriors } = latentRegression(dimensions, data, design, {
        tolerance: 1e-9,
      });
      const scaled = new ScaledDesignMatrix(design, data.weights);
      const steps = new RegressionSteps(posteriors, scaled, data.weights);
      steps.residualCovariance = Float64Array.from(summary.residualCovariance.flat());
      const at = (place: number, move: number, other = place, otherMove = 0) => {
        steps.coefficients = coefficients.slice();
        steps.coefficients[place] += move;
        steps.coefficients[other] += otherMove;
        return steps.expect();
      };
      const size = coefficients.length;
      const h = 0.02;
      const curvature = new Float64Array(size * size);
      for (let j = 0; j < size; j++) {
        expect(Math.abs((at(j, h) - at(j, -h)) / (2 * h))).toBeLessThan(0.01);
        for (let k = 0; k < size; k++) {
          const mixed = at(j, h, k, h) - at(j, h, k, -h) - at(j, -h, k, h) + at(j, -h, k, -h);
          curvature[j * size + k] = -mixed / (4 * h * h);
        }
      }
      const inverse = inversePositiveDefinite(curvature, size);
      // Differences of a likelihood are good to three digits here.
      information
        .variances()
        .forEach((variance, j) => expect(variance / (inverse?.[j * (size + 1)] ?? NaN)).toBeCloseTo(1, 2));
    }
  });

  it("counts a weight of 2 as two test takers, a weight of 0 and an empty row as none", () => {
    const { dimensions, data, design } = one;
    const all = Array.from({ length: data.personCount }, (_, p) => p);
    const doubled = rearranged(one, [...all, ...all.slice(0, 50)]);
    const weighted = rearranged(
      one,
      all,
      all.map((p) => (p < 50 ? 2 : 1)),
    );
    expect(
      largestDifference(
        estimatesOf(dimensions, weighted.data, weighted.design),
        estimatesOf(dimensions, doubled.data, doubled.design),
      ),
    ).toBeLessThan(1e-6);

    const padded = rearranged(one, [...all, 7, 8], [...all.map(() => 1), 0, 1]);
    padded.data.scores.fill(-1, (data.personCount + 1) * data.items.length);
    expect(
      largestDifference(
        estimatesOf(dimensions, padded.data, padded.design),
        estimatesOf(dimensions, data, design),
      ),
    ).toBeLessThan(1e-6);
    const { means, covariances, summary } = latentRegression(dimensions, padded.data, padded.design);
    expect(summary.personsWithoutResponses).toBe(1);
    expect(summary.personCount).toBe(300);
    // Without responses the posterior is the regression itself.
    expect(covariances[301]).toBeCloseTo(summary.residualCovariance[0][0], 10);
    const [intercept, group, ses] = summary.coefficients.map(({ estimate }) => estimate);
    expect(means[301]).toBeCloseTo(intercept + group * design.columns[8] + ses * design.columns[308], 10);
  });

  it("does not depend on the order of test takers, predictors, or on their units", () => {
    const { dimensions, data, design } = three;
    const order = Array.from({ length: 400 }, (_, n) => (n * 37) % 400);
    const shuffled = rearranged(three, order);
    const known = latentRegression(dimensions, data, design, { tolerance: 1e-9 }).summary;
    const again = latentRegression(dimensions, shuffled.data, shuffled.design, { tolerance: 1e-9 }).summary;
    const estimates = (summary: typeof known) => summary.coefficients.map(({ estimate }) => estimate);
    expect(largestDifference(estimates(again), estimates(known))).toBeLessThan(1e-7);

    const columns = Float64Array.from([...design.columns.subarray(400), ...design.columns.subarray(0, 400)]);
    const others = {
      names: ["ses in thousands", "group"],
      columns: columns.map((x, n) => (n < 400 ? 5 + x / 1000 : x)),
    };
    const turned = latentRegression(dimensions, data, others, { tolerance: 1e-9 }).summary;
    for (let d = 0; d < 3; d++) {
      const [, group, ses] = known.coefficients.slice(3 * d);
      const [intercept, thousands, other] = turned.coefficients.slice(3 * d);
      expect(thousands.estimate / 1000).toBeCloseTo(ses.estimate, 6);
      expect(thousands.standardError / 1000).toBeCloseTo(ses.standardError, 6);
      expect(other.estimate).toBeCloseTo(group.estimate, 6);
      expect(intercept.estimate + 5 * thousands.estimate).toBeCloseTo(known.coefficients[3 * d].estimate, 5);
    }
  });

  it("leaves out a constant, a copy and a sum of predictors, by name", () => {
    const { dimensions, data, design } = one;
    const [group, ses] = [design.columns.subarray(0, 300), design.columns.subarray(300)];
    const columns = Float64Array.from([
      ...group,
      ...ses,
      ...new Float64Array(300).fill(7),
      ...group,
      ...group.map((value, p) => 3 * value - 2 * ses[p] + 1),
    ]);
    const names = ["group", "ses", "seven", "copy", "sum"];
    const { summary } = latentRegression(dimensions, data, { names, columns });
    expect(summary.dropped).toMatchObject([
      { name: "seven", reason: { english: "it is the same for everybody" } },
      { name: "copy", reason: { english: "those before it make it up" } },
      { name: "sum", reason: { english: "those before it make it up" } },
    ]);
    const plain = latentRegression(dimensions, data, design).summary;
    expect(summary.coefficients).toEqual(plain.coefficients);
    expect(summary.notes[0].english).toBe("Predictor seven was left out: it is the same for everybody.");
  });

  it("without predictors is the mean and variance of the population", () => {
    const { summary } = latentRegression(one.dimensions, one.data, {
      names: [],
      columns: new Float64Array(0),
    });
    expect(summary.coefficients).toHaveLength(1);
    expect(summary.rSquared[0]).toBeCloseTo(0, 12);
    expect(summary.populationVariance[0]).toBeCloseTo(summary.residualCovariance[0][0], 5);
  });

  it("says that a variance fell to nothing where everybody's responses are the same", () => {
    const { data, dimensions } = one;
    const scores = data.scores.map((_, n) => (n % data.items.length) % 2);
    const none = { names: [], columns: new Float64Array(0) };
    const { summary } = latentRegression(dimensions, { ...data, scores }, none);
    expect(summary.residualCovariance[0][0]).toBeLessThan(0.01);
    expect(summary.notes.map(({ english }) => english).join(" ")).toContain(
      `The variance of ${dimensions[0].name} given the predictors fell to`,
    );
    expect(latentRegression(dimensions, data, none).summary.notes).toEqual([]);
  });

  it.each([
    ["right", 1, "predictor-all-right"],
    ["wrong", 0, "predictor-all-wrong"],
  ])(
    "says which predictor separates those with everything %s, and not where one differs",
    (_, score, code) => {
      const { data, dimensions, design } = three;
      const width = data.items.length;
      const own = new Set(dimensions[2].items.map(({ item }) => item));
      const isOfFew = (p: number) => p % 40 === 0;
      const scores = data.scores.map((given, n) =>
        given >= 0 && isOfFew(Math.floor(n / width)) && own.has(data.items[n % width]) ? score : given,
      );
      const few = Float64Array.from({ length: data.personCount }, (__, p) => Number(isOfFew(p)));
      const separating = {
        names: [...design.names, "few"],
        columns: Float64Array.from([...design.columns, ...few]),
      };
      const notesOf = () =>
        latentRegression(dimensions, { ...data, scores }, separating, { cyclesMax: 2 }).summary.notes;
      expect(notesOf()).toContainEqual(
        expect.objectContaining({ code, values: { name: "few", value: 1, dimension: dimensions[2].name } }),
      );
      // Only where they are few: no other value and no other dimension is named.
      expect(notesOf().filter((note) => note.code.startsWith("predictor-all"))).toHaveLength(1);
      const one = scores.findIndex(
        (given, n) => given >= 0 && isOfFew(Math.floor(n / width)) && own.has(data.items[n % width]),
      );
      scores[one] = 1 - score;
      expect(notesOf().filter((note) => note.code.startsWith("predictor-all"))).toEqual([]);
    },
  );

  it("recovers three dimensions' correlations and coefficients within four standard errors", () => {
    const population = simulatedPopulation({
      seed: "recovery in three dimensions",
      personCount: 3000,
      itemsPerDimension: 12,
      ...threeDimensions,
    });
    const { summary } = latentRegression(population.dimensions, population.data, population.design, {
      tolerance: 1e-4,
    });
    const truth = [0, 0.4, 0.3, 0.3, 0.2, 0.5, -0.2, 0, 0.4];
    summary.coefficients.forEach(({ estimate, standardError }, n) => {
      expect(Math.abs(estimate - truth[n]) / standardError).toBeLessThan(4);
      expect(standardError).toBeLessThan(0.06);
    });
    // The correlations of F F': 0.63 / (0.9 sqrt 0.85), 0.45 / (0.9 sqrt 0.7), 0.53 / sqrt(0.85 x 0.7).
    const { residualCorrelation: r } = summary;
    expect(Math.abs(r[0][1] - 0.7593)).toBeLessThan(0.05);
    expect(Math.abs(r[0][2] - 0.5976)).toBeLessThan(0.05);
    expect(Math.abs(r[1][2] - 0.6871)).toBeLessThan(0.05);
  });
});

describe("a latent regression refuses", () => {
  const { dimensions, data, design } = one;
  const [{ name, items }] = dimensions;

  it("an item in two dimensions, an unknown item, a dimension nobody answered, and none at all", () => {
    expect(() =>
      latentRegression([...dimensions, { name: "again", items: items.slice(2, 3) }], data, design),
    ).toThrow("item d1i3 is in dimension dimension 1 and in again; an item measures one dimension here");
    expect(() => latentRegression([{ name, items: [{ ...items[0], item: "x" }] }], data, design)).toThrow(
      "item x is not in the data",
    );
    const empty = { ...data, scores: data.scores.slice().fill(-1) };
    expect(() => latentRegression(dimensions, empty, design)).toThrow(
      "no test taker responded to any item of dimension dimension 1",
    );
    expect(() => latentRegression([{ name, items: [] }], data, design)).toThrow(
      "dimension dimension 1 has no items",
    );
    expect(() => latentRegression([], data, design)).toThrow("there are no dimensions");
  });

  it.each([
    ["right", 1, "above"],
    ["wrong", 0, "below"],
  ])(
    "responses that are all %s, which bound no mean, and takes them where one differs",
    (word, value, side) => {
      const { data, dimensions, design } = three;
      const eight = new Set(dimensions[1].items.map(({ item }) => item));
      const scores = data.scores.map((score, n) =>
        score >= 0 && eight.has(data.items[n % data.items.length]) ? value : score,
      );
      const alike = { ...data, scores };
      const fit = () => latentRegression(dimensions, alike, design, { cyclesMax: 2 });
      expect(fit).toThrow(`every response to the items of ${dimensions[1].name} is ${word}`);
      expect(fit).toThrow(`nothing bounds the mean ability from ${side}`);
      // One that differs, of somebody without weight, is no help; of somebody else it is.
      const at = data.items.findIndex((item) => eight.has(item));
      const person = Array.from({ length: data.personCount }, (_, p) => p).find(
        (p) => scores[p * data.items.length + at] >= 0,
      ) as number;
      scores[person * data.items.length + at] = 1 - value;
      expect(() =>
        latentRegression(
          dimensions,
          { ...alike, weights: data.weights.map((weight, p) => (p === person ? 0 : weight)) },
          design,
        ),
      ).toThrow("nothing bounds");
      expect(fit).not.toThrow();
    },
  );

  it("predictors that are no numbers or too many, and a grid in two dimensions", () => {
    const columns = design.columns.slice();
    columns[304] = NaN;
    expect(() => latentRegression(dimensions, data, { names: design.names, columns })).toThrow(
      "row 5, predictor ses: NaN is not a number",
    );
    const few = rearranged(one, [0, 1, 2]);
    expect(() => latentRegression(dimensions, few.data, few.design)).toThrow(
      "3 coefficients cannot be estimated from 3 test takers; take fewer predictors or components",
    );
    expect(() =>
      latentRegression(three.dimensions, three.data, three.design, {
        method: { kind: "grid", count: 61, range: 6 },
      }),
    ).toThrow("a fixed grid is for one dimension, not 3; take quadrature");
  });
});
