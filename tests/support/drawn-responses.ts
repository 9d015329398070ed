// Responses drawn at random and tables of a model, for tests of the E-step.
import seedrandom from "seedrandom";
import { fillProbabilities, logInPlace, rowStarts } from "../../psychometrics/likelihood/tables.js";
import { namedModel } from "../../psychometrics/models/index.js";
import { equallySpacedNodes, normalMass } from "../../psychometrics/numeric/quadrature.js";
import type { PlainResponses } from "./expected-counts.js";

/** What is drawn. */
export interface Shape {
  personCount: number;
  /** The number of categories of each item. */
  categories: number[];
  groupCount?: number;
  isPresented?: (p: number, i: number) => boolean;
  weightOf?: (p: number) => number;
  slope?: number;
  nodeCount?: number;
}

/** Responses drawn at random, without a model: the E-step must be right for whatever it is given. */
export function drawn(shape: Shape, seed: string): PlainResponses {
  const random = seedrandom(seed);
  const { personCount, categories, groupCount = 1, isPresented = () => true, weightOf = () => 1 } = shape;
  const responses = new Int8Array(personCount * categories.length);
  for (let p = 0; p < personCount; p++) {
    const level = random();
    categories.forEach((count, i) => {
      const category = Math.floor(count * (0.5 * level + 0.5 * random()));
      responses[p * categories.length + i] = isPresented(p, i) ? category : -1;
    });
  }
  return {
    responses,
    categories: Int32Array.from(categories),
    weights: Float64Array.from({ length: personCount }, (_, p) => weightOf(p)),
    groups: Int32Array.from({ length: personCount }, (_, p) => p % groupCount),
  };
}

/** A GPCM whose items are `shift` harder, with normal groups, as tables at the nodes; its slopes and intercepts by category. */
export function tables({ categories, slope = 1, groupCount = 1, nodeCount = 31 }: Shape, shift = 0) {
  const nodes = equallySpacedNodes(nodeCount, 6);
  const { itemModel } = namedModel("gpcm");
  const items = categories.map((count, i) => ({
    model: itemModel,
    categories: count,
    parameters: Float64Array.from({ length: count }, (_, k) =>
      k === 0 ? slope * (0.6 + (i % 4) * 0.3) : -slope * k * (((i % 7) - 3) / 2 + shift),
    ),
  }));
  const ofCategories = (value: (parameters: Float64Array, k: number) => number) =>
    Float64Array.from(
      items.flatMap(({ parameters }) => Array.from(parameters, (_, k) => value(parameters, k))),
    );
  const logProbabilities = new Float64Array((rowStarts(categories).at(-1) ?? 0) * nodeCount);
  fillProbabilities(items, nodes, logProbabilities);
  logInPlace(logProbabilities);
  const logMass = Array.from({ length: groupCount }, (_, g) => {
    const mass = new Float64Array(nodeCount);
    normalMass(nodes, g * 0.4, 1 + g * 0.5, mass);
    return mass.map(Math.log);
  });
  return {
    nodes,
    nodeCount,
    logProbabilities,
    logMass,
    slopes: ofCategories((parameters, k) => k * (parameters[0] ?? 0)),
    intercepts: ofCategories((parameters, k) => (k === 0 ? 0 : (parameters[k] ?? 0))),
  };
}

/** Categories of right-or-wrong items. */
export const binary = (count: number): number[] => new Array<number>(count).fill(2);
