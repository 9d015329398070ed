import { usualGrid } from "../calibrate/grid.js";
import type { LaidNodes } from "../likelihood/laid-nodes.js";
import { Refusal } from "../messages/refusal.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";
import type { MultidimensionalOptions, MultidimensionalQuadrature } from "./options.js";

/** Nodes in each of one, two or three dimensions, and in four where the caller asks for a product of grids. */
const gridNodes = [0, 61, 61, 31, 31];
/** Nodes of the grids that likelihoods are read off between, where nodes are laid. */
const readOffNodes = 101;
const adaptiveDefault = 7;
const adaptiveMin = 2;
const adaptiveMax = 15;
const quasiDefault = 2048;
const quasiMin = 64;
const quasiMax = 65_536;
/** From so many dimensions on nodes may be laid about the posteriors, and by default from the second number on they are. */
const laidFrom = 3;
const laidByDefaultFrom = 4;

/** What to integrate over: one grid for each dimension, and nodes that are laid about the posteriors, if any. */
export interface ReadQuadrature {
  nodes: Float64Array;
  laid: LaidNodes | null;
}

/** As close together as so many nodes are on [-6, 6], where the range is larger. */
function nodesOver(count: number, range: number): number {
  return 2 * Math.ceil(((count - 1) / 2) * Math.max(1, range / usualGrid.range)) + 1;
}

/**
 * The nodes that the options ask for.
 *
 * @throws {RangeError} where they are none, with what can be asked for.
 */
export function readQuadrature({
  dimensions,
  quadrature,
  range = usualGrid.range,
}: MultidimensionalOptions): ReadQuadrature {
  const size = dimensions.length;
  const asked: MultidimensionalQuadrature =
    typeof quadrature === "number"
      ? { method: "grid", nodes: quadrature }
      : (quadrature ?? { method: size < laidByDefaultFrom ? "grid" : "adaptive" });
  if (asked.method === "grid")
    return { nodes: equallySpacedNodes(asked.nodes ?? nodesOver(gridNodes[size], range), range), laid: null };
  if (size < laidFrom) {
    throw new Refusal("laid-nodes-in-few-dimensions", { name: asked.method, count: size });
  }
  return { nodes: equallySpacedNodes(nodesOver(readOffNodes, range), range), laid: readLaid(asked) };
}

function readLaid(asked: Exclude<MultidimensionalQuadrature, { method: "grid" }>): LaidNodes {
  if (asked.method === "adaptive") {
    const { nodes = adaptiveDefault } = asked;
    if (Number.isInteger(nodes) && nodes >= adaptiveMin && nodes <= adaptiveMax)
      return { method: "adaptive", nodes };
    throw new Refusal("adaptive-nodes", { least: adaptiveMin, most: adaptiveMax, value: nodes });
  }
  const { nodes = quasiDefault, seed = 1 } = asked;
  if (!Number.isInteger(Math.log2(nodes)) || nodes < quasiMin || nodes > quasiMax) {
    throw new Refusal("quasi-monte-carlo-nodes", { least: quasiMin, most: quasiMax, value: nodes });
  }
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Refusal("quasi-monte-carlo-seed", { value: seed });
  return { method: "quasi-monte-carlo", nodes, seed };
}
