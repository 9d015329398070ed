import type { ResponseData } from "../data.js";
import type { Anchor, CalibrationOptions } from "./calibration.js";
import { continueEm } from "./continue-em.js";
import { runEm, type EmResult } from "./em.js";
import { emSteps, setUp, type Estimation } from "./estimation.js";
import { betterGrid, usualGrid, type Grid } from "./grid.js";
import type { Recoding } from "./recode.js";

/** So many times a grid gives way to a better one. */
const changesMax = 3;

/** A histogram's likelihood is flat: what more cycles gain is a few spikes, and hardly anything for the items. */
function defaultTolerance({ groups }: CalibrationOptions): number {
  return Object.values(groups ?? {}).some(({ shape }) => shape === "histogram") ? 1e-4 : 1e-6;
}

/**
 * Estimate by EM. A grid that turns out too narrow for the groups, or too coarse for the test takers' posteriors, gives way to
 * a better one, on which EM goes on from the estimates so far; see `widensGrid`.
 */
export function fitOnGrid(
  data: ResponseData,
  recoding: Recoding,
  options: CalibrationOptions,
  anchors: ReadonlyMap<string, Anchor>,
): { estimation: Estimation; em: EmResult; grid: Grid } {
  const { quadrature, range, widensGrid = quadrature === undefined && range === undefined } = options;
  let grid: Grid = { count: quadrature ?? usualGrid.count, range: range ?? usualGrid.range };
  let estimation = setUp(data, recoding, options, anchors, grid);
  let em = run(estimation, options, null);
  for (let change = 0; change < changesMax && widensGrid && em.converged; change++) {
    const { layout, population, posteriors } = estimation;
    const better = betterGrid({ layout, population, patterns: posteriors.patterns }, grid);
    if (!better) break;
    grid = better;
    estimation = setUp(data, recoding, options, anchors, grid);
    estimation.layout.values.set(layout.values);
    estimation.population.setFreeParameters(population.freeParameters());
    estimation.startsFromScores = false;
    em = run(estimation, options, em);
  }
  return { estimation, em, grid };
}

function run(estimation: Estimation, options: CalibrationOptions, before: EmResult | null): EmResult {
  const how = {
    tolerance: options.tolerance ?? defaultTolerance(options),
    cyclesMax: options.cyclesMax ?? 2000,
    onCycle: options.onCycle,
    isCancelled: options.isCancelled,
  };
  return continueEm(before, how, (rest) => runEm(emSteps(estimation), rest));
}
