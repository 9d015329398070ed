import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import type { Estimator } from "../persons/score-persons.js";
import { residualsOf } from "./residuals.js";

/** Infit and outfit of one item at point estimates of ability; null without responses. */
export interface PlugInFit {
  item: string;
  infit: number | null;
  outfit: number | null;
}

/**
 * Infit and outfit with residuals at each test taker's own estimate, as mirt prints them at the EAP and WLE and TAM
 * at the WLE: outfit the mean of (x - E)^2 / V, infit the sum of (x - E)^2 over the sum of V. On short tests they lie
 * well below 1 where the estimate follows the responses; `itemFit` has those averaged over the posterior, which do not.
 * Weights count as frequencies. With ML, test takers without a finite estimate are left out.
 *
 * @throws {RangeError} as `align`.
 */
export function plugInFit(calibration: Calibration, data: ResponseData, at: Estimator = "wle"): PlugInFit[] {
  const { aligned, residuals, variances } = residualsOf(calibration, data, at);
  const { patterns, items } = aligned;
  return calibration.items.map(({ item }, i) => {
    let total = 0;
    let squaredZ = 0;
    let squared = 0;
    let variance = 0;
    for (let n = 0; n < patterns.patternCount; n++) {
      const place = n * items.length + i;
      const weight = patterns.weights[n];
      if (!(weight > 0) || !(variances[place] > 0)) continue;
      total += weight;
      squaredZ += (weight * residuals[place] ** 2) / variances[place];
      squared += weight * residuals[place] ** 2;
      variance += weight * variances[place];
    }
    return {
      item,
      infit: variance > 0 ? squared / variance : null,
      outfit: total > 0 ? squaredZ / total : null,
    };
  });
}
