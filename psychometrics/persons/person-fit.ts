import type { ParameterisedItem } from "../likelihood/tables.js";

/** How a response pattern fits the model at the test taker's ability. */
export interface PersonFit {
  /** Mean squared residual weighted by the information; 1 is expected. */
  infit: number | null;
  /** Mean squared standardised residual; 1 is expected, and single surprises far from the ability count most. */
  outfit: number | null;
  /** Standardised log-likelihood (Drasgow, Levine & Williams, 1985); about standard normal, low is misfit. */
  lz: number | null;
}

/**
 * Person fit of one pattern of categories at an ability. Null where nothing can vary.
 *
 * Drasgow, F., Levine, M. V., & Williams, E. A. (1985). Appropriateness measurement with polychotomous item response
 * models and standardized indices. British Journal of Mathematical and Statistical Psychology, 38(1), 67-86.
 */
export function personFit(
  items: readonly ParameterisedItem[],
  responses: Int8Array,
  theta: number,
): PersonFit {
  let count = 0;
  let squaredZ = 0;
  let squaredResidual = 0;
  let totalVariance = 0;
  let surprise = 0;
  let surpriseVariance = 0;
  items.forEach(({ model, categories, parameters }, i) => {
    const category = responses[i];
    if (category < 0) return;
    const probabilities = new Float64Array(categories);
    model.probabilities(theta, parameters, probabilities);
    const logs = probabilities.map((probability) => Math.log(Math.max(probability, 1e-300)));
    let expected = 0;
    let expectedLog = 0;
    for (let k = 0; k < categories; k++) {
      expected += k * probabilities[k];
      expectedLog += probabilities[k] * logs[k];
    }
    let variance = 0;
    let logVariance = 0;
    for (let k = 0; k < categories; k++) {
      variance += probabilities[k] * (k - expected) ** 2;
      logVariance += probabilities[k] * (logs[k] - expectedLog) ** 2;
    }
    if (!(variance > 0)) return;
    count++;
    squaredZ += (category - expected) ** 2 / variance;
    squaredResidual += (category - expected) ** 2;
    totalVariance += variance;
    surprise += logs[category] - expectedLog;
    surpriseVariance += logVariance;
  });
  return {
    infit: totalVariance > 0 ? squaredResidual / totalVariance : null,
    outfit: count > 0 ? squaredZ / count : null,
    lz: surpriseVariance > 0 ? surprise / Math.sqrt(surpriseVariance) : null,
  };
}
