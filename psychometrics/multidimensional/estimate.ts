import { itemsAtSlopeBound } from "../calibrate/at-bounds.js";
import { continueEm } from "../calibrate/continue-em.js";
import type { EmResult } from "../calibrate/em.js";
import { nameFit } from "../calibrate/name-fit.js";
import type { ResponseData } from "../data.js";
import { message } from "../messages/message.js";
import { areLaidNodesEnough } from "./accuracy.js";
import type { MultidimensionalOptions } from "./options.js";
import { runRounds } from "./run-rounds.js";
import { setUpMultidimensional, type MultidimensionalEstimation } from "./setup.js";
import { MultidimensionalSteps } from "./steps.js";
import { widerRange } from "./wider-range.js";

/** An estimation at its end. */
export interface Estimate {
  estimation: MultidimensionalEstimation;
  steps: MultidimensionalSteps;
  em: EmResult;
  /** Nodes were laid about the posteriors, did not do, and the product of grids was taken in their place. */
  hasFallenBack: boolean;
}

/**
 * Estimate by EM. Where the caller named no grid and the one at first turns out too narrow for the test takers' abilities, it goes on
 * with a wider one. Where the caller left the choice of nodes and those laid about the posteriors turn out not to do (few items
 * with steep slopes, the posteriors of which are far from normal), again on the product of grids, which takes longer.
 *
 * @throws {RangeError} as `calibrateMultidimensional`.
 */
export function estimateMultidimensional(data: ResponseData, options: MultidimensionalOptions): Estimate {
  let first = estimateWith(data, options);
  let own = options;
  if (options.quadrature === undefined && options.range === undefined && first.em.converged) {
    const range = widerRange(first.estimation, first.steps);
    if (range !== null) first = estimateWith(data, (own = { ...options, range }), first);
  }
  const { estimation, steps, em } = first;
  if (!estimation.laid || options.quadrature !== undefined) return { ...first, hasFallenBack: false };
  const isSound = em.converged && itemsAtSlopeBound(estimation.layout).length === 0;
  if (isSound && areLaidNodesEnough(estimation, steps)) return { ...first, hasFallenBack: false };
  const again = nameFit({ ...own, quadrature: { method: "grid" as const } }, message("fit-on-grid"));
  return { ...estimateWith(data, again), hasFallenBack: true };
}

/** @param before to go on from. */
function estimateWith(
  data: ResponseData,
  options: MultidimensionalOptions,
  before?: Omit<Estimate, "hasFallenBack">,
): Omit<Estimate, "hasFallenBack"> {
  const estimation = setUpMultidimensional(data, options);
  const startsFromScores = !before && !options.anchors?.length && !options.start?.length;
  const steps = new MultidimensionalSteps(estimation, startsFromScores, options.crew);
  if (before) steps.setParameters(before.steps.parameters());
  const how = {
    tolerance: options.tolerance ?? 1e-6,
    cyclesMax: options.cyclesMax ?? 2000,
    onCycle: options.onCycle,
    isCancelled: options.isCancelled,
  };
  const em = continueEm(before?.em ?? null, how, (rest) => runRounds(steps, rest));
  return { estimation, steps, em };
}
