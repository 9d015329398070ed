import {
  responseData,
  scoreProbabilities,
  simulateAbilities,
  type MeasuredDimension,
  type ResponseData,
  type SimulatedItem,
  type Uniform,
} from "../../psychometrics/index.js";
import { drawCategory } from "../../psychometrics/numeric/random.js";

/** A test of several dimensions: the same number of known items for each. */
export interface SimulatedDimensions {
  data: ResponseData;
  dimensions: MeasuredDimension[];
  /** Test takers x dimensions. */
  abilities: number[][];
}

/** What to simulate from. */
export interface SimulationDesign {
  uniform: Uniform;
  personCount: number;
  /** The items of each dimension. */
  items: readonly (readonly SimulatedItem[])[];
  /** The lower Cholesky factor of the abilities' covariance. */
  factor: readonly (readonly number[])[];
  /** Added to a test taker's ability in a dimension. */
  shift?: (person: number, dimension: number) => number;
  /** Whether a test taker is presented a dimension; all by default. */
  isPresented?: (person: number, dimension: number) => boolean;
}

/** Responses of test takers with abilities from a multivariate normal distribution. */
export function simulateDimensions(design: SimulationDesign): SimulatedDimensions {
  const { uniform, personCount, items, factor, shift, isPresented } = design;
  const normals = factor.map(() => simulateAbilities(uniform, personCount));
  const abilities = Array.from({ length: personCount }, (_, p) =>
    factor.map((row, d) => row.reduce((sum, share, e) => sum + share * normals[e][p], shift?.(p, d) ?? 0)),
  );
  const rows = abilities.map((own, p) =>
    items.flatMap((ofDimension, d) =>
      ofDimension.map((item) => {
        // Drawn in any case: what is presented changes nobody's other responses.
        const score = drawCategory(uniform, scoreProbabilities(item, own[d]));
        return isPresented?.(p, d) === false ? null : score;
      }),
    ),
  );
  return {
    data: responseData({ items: items.flat().map(({ item }) => item), rows }),
    dimensions: items.map((ofDimension, d) => ({
      name: `D${d + 1}`,
      items: ofDimension.map(({ item }) => item),
    })),
    abilities,
  };
}

/** Right-or-wrong items named after their dimension, with difficulties spread evenly and slopes in turn. */
export function binaryItems(
  dimension: number,
  count: number,
  slopes: readonly number[] = [1],
): SimulatedItem[] {
  return Array.from({ length: count }, (_, i) => ({
    item: `d${dimension}i${i + 1}`,
    model: "2pl",
    slope: slopes[i % slopes.length],
    difficulties: [-1.5 + (3 * i) / Math.max(1, count - 1)],
  }));
}

/** The columns of some items of a data set, with its weights. */
export function part(data: ResponseData, items: readonly string[]): ResponseData {
  const places = items.map((item) => data.items.indexOf(item));
  return responseData({
    items,
    rows: Array.from({ length: data.personCount }, (_, p) =>
      places.map((place) => {
        const score = data.scores[p * data.items.length + place];
        return score < 0 ? null : score;
      }),
    ),
    weights: Array.from(data.weights),
  });
}
