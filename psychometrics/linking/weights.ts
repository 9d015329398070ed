import { equallySpacedNodes, normalMass } from "../numeric/quadrature.js";
import { Refusal } from "../messages/refusal.js";

/**
 * Where on the scale, and with what weight, curves are compared: by a normal distribution (as equateIRT does), or
 * evenly over a range (as plink does).
 */
export type CurveWeights =
  | { kind: "normal"; mean?: number; standardDeviation?: number; nodeCount?: number }
  | { kind: "uniform"; range?: number; nodeCount?: number };

/** Points on the scale with weights that sum to one. */
export interface WeightedNodes {
  nodes: Float64Array;
  weights: Float64Array;
}

/** How many standard deviations the normal nodes reach to either side. */
const normalReach = 6;

/** Nodes and weights; a standard normal on 61 nodes, or 81 nodes evenly from -4 to 4, unless told otherwise. */
export function weightedNodes(choice: CurveWeights): WeightedNodes {
  if (choice.kind === "uniform") {
    const nodes = equallySpacedNodes(choice.nodeCount ?? 81, choice.range ?? 4);
    return { nodes, weights: new Float64Array(nodes.length).fill(1 / nodes.length) };
  }
  const { mean = 0, standardDeviation = 1, nodeCount = 61 } = choice;
  if (!(standardDeviation > 0) || !Number.isFinite(standardDeviation) || !Number.isFinite(mean)) {
    throw new Refusal("normal-weights-unknown", { mean, value: standardDeviation });
  }
  const standard = equallySpacedNodes(nodeCount, normalReach);
  const weights = new Float64Array(standard.length);
  normalMass(standard, 0, 1, weights);
  return { nodes: standard.map((node) => mean + standardDeviation * node), weights };
}
