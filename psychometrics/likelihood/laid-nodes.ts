import { productNodes, quasiMonteCarloNodes, type NormalNodes } from "../numeric/normal-nodes.js";

/** Nodes that are laid about each test taker's posterior, in three and four dimensions. */
export type LaidNodes =
  /** Gauss-Hermite, so many in each dimension. */
  | { method: "adaptive"; nodes: number }
  /** Scrambled Sobol points: so many in all, a power of 2. */
  | { method: "quasi-monte-carlo"; nodes: number; seed: number };

/** With responses in fewer dimensions a product of grids costs little, and that is what there is. */
export const laidDimensionsMin = 3;

/** Test takers take turns in so many sets of quasi-Monte Carlo nodes, that their errors may average out. */
const setCount = 16;

/** The nodes for so many dimensions. */
export function nodesOf(laid: LaidNodes, size: number): NormalNodes {
  if (laid.method === "adaptive") return productNodes(laid.nodes, size);
  return quasiMonteCarloNodes(laid.nodes, size, setCount, laid.seed);
}
