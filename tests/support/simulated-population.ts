import {
  responseDataOf,
  simulateResponses,
  type FixedDimension,
  type ResponseData,
  type Uniform,
} from "../../psychometrics/index.js";
import { fixedItemsFrom } from "../../psychometrics/population-model/fixed-item.js";
import { normalSource } from "../../psychometrics/numeric/random.js";
import { uniformFrom } from "./uniform.js";

/** A population whose abilities follow a known regression, and their responses to known items. */
export interface SimulatedPopulation {
  dimensions: FixedDimension[];
  data: ResponseData;
  ids: string[];
  design: { names: string[]; columns: Float64Array };
  abilities: Float64Array;
}

/** What to simulate: in each dimension so many right-or-wrong items, easy to hard; predictors of kinds in turn. */
export interface PopulationPlan {
  seed: string;
  personCount: number;
  itemsPerDimension: number;
  /** For each dimension: intercept, coefficient of a group of halves, coefficient of a normal predictor. */
  coefficients: number[][];
  /** The lower factor of the residual covariance, row by row. */
  factor: number[][];
  /** Share of items that each test taker is presented; all by default. */
  presented?: number;
}

/** The regression of two abilities that goes with `PopulationPlan`. */
export const twoDimensions = {
  coefficients: [
    [0, 0.5, 0.4],
    [0.2, 0.3, 0.6],
  ],
  factor: [[0.9], [0.6, 0.6]],
};

/** The regression of three abilities that goes with `PopulationPlan`. */
export const threeDimensions = {
  coefficients: [
    [0, 0.4, 0.3],
    [0.3, 0.2, 0.5],
    [-0.2, 0, 0.4],
  ],
  factor: [[0.9], [0.7, 0.6], [0.5, 0.3, 0.6]],
};

/** Simulates by seed. */
export function simulatedPopulation(plan: PopulationPlan): SimulatedPopulation {
  const uniform = uniformFrom(plan.seed);
  const normal = normalSource(uniform);
  const { personCount, coefficients, factor } = plan;
  const size = coefficients.length;
  const columns = new Float64Array(2 * personCount);
  const abilities = new Float64Array(personCount * size);
  for (let p = 0; p < personCount; p++) {
    columns[p] = p % 2;
    columns[personCount + p] = normal();
    const residuals = coefficients.map(() => normal());
    coefficients.forEach(([intercept, group, slope], d) => {
      const residual = factor[d].reduce((sum, share, e) => sum + share * residuals[e], 0);
      abilities[p * size + d] = intercept + group * columns[p] + slope * columns[personCount + p] + residual;
    });
  }
  const parts = coefficients.map((_, d) => simulatedDimension(plan, d, size, abilities, uniform));
  const items = parts.flatMap(({ data }) => data.items);
  const scores = new Int8Array(personCount * items.length);
  parts.forEach(({ data }, d) => {
    const width = plan.itemsPerDimension;
    for (let p = 0; p < personCount; p++)
      scores.set(data.scores.subarray(p * width, (p + 1) * width), p * items.length + d * width);
  });
  return {
    dimensions: parts.map(({ dimension }) => dimension),
    data: responseDataOf({ items, personCount, scores, maxScores: items.map(() => 1) }),
    ids: Array.from({ length: personCount }, (_, p) => `t${p + 1}`),
    design: { names: ["group", "ses"], columns },
    abilities,
  };
}

function simulatedDimension(
  plan: PopulationPlan,
  d: number,
  size: number,
  abilities: Float64Array,
  uniform: Uniform,
) {
  const { itemsPerDimension: count, presented = 1 } = plan;
  const items = Array.from({ length: count }, (_, i) => ({
    item: `d${d + 1}i${i + 1}`,
    model: "2pl" as const,
    slope: [1, 1.4, 0.8][i % 3],
    difficulties: [count > 1 ? -1.8 + (3.6 * i) / (count - 1) : 0],
  }));
  const thetas = Array.from({ length: plan.personCount }, (_, p) => abilities[p * size + d]);
  const data = simulateResponses(uniform, thetas, items, () => presented === 1 || uniform() < presented);
  const anchors = items.map(({ item, model, slope, difficulties }) => ({
    ...{ item, model, slope },
    intercepts: difficulties.map((b) => -slope * b),
  }));
  return { data, dimension: { name: `dimension ${d + 1}`, items: fixedItemsFrom(anchors) } };
}
