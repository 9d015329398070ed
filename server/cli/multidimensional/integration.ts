import type { MultidimensionalQuadrature } from "../../../psychometrics/index.js";

/** How several dimensions can be integrated over. */
export const integrations = ["grid", "adaptive", "quasi-monte-carlo"] as const;
export type Integration = (typeof integrations)[number];

/**
 * What the library is to integrate over.
 *
 * @param integration by default the library's own choice, or a grid where a number of nodes is given.
 * @param nodes in each dimension, or of quasi-Monte Carlo in all; the library's own by default.
 * @param seed of quasi-Monte Carlo.
 */
export function quadratureOf(
  integration: Integration | undefined,
  nodes: number | undefined,
  seed: number | undefined,
): number | MultidimensionalQuadrature | undefined {
  if (integration === undefined) return nodes;
  return integration === "quasi-monte-carlo"
    ? { method: integration, nodes, seed }
    : { method: integration, nodes };
}
