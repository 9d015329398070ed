import type { ParameterisedItem } from "../likelihood/tables.js";

/** Of the variance of the log-likelihood: less is left only where it is its own derivative, as with equal items. */
const negligible = 1e-9;

/** How a response pattern fits the model at the test taker's ability. */
export interface PersonFit {
  /** Mean squared residual weighted by the information; 1 is expected. */
  infit: number | null;
  /** Mean squared standardised residual; 1 is expected, and single surprises far from the ability count most. */
  outfit: number | null;
  /** Standardised log-likelihood (Drasgow, Levine & Williams, 1985); about standard normal, low is misfit. */
  lz: number | null;
  /** The same corrected for the ability being estimated (Snijders, 2001; Sinharay, 2016); null at the EAP. */
  lzStar: number | null;
}

/**
 * Person fit of one pattern of categories at an ability. Null where nothing can vary.
 *
 * lz* needs an estimate that solves pull + l'(theta) = 0. With c = sum of P' log P / sum of P'^2 / P it is
 * (l - E l + c pull) / sqrt(Var(l - c l')).
 *
 * @param pull what the estimator adds to the derivative of the log-likelihood: 0 for ML, J / (2I) for the WLE,
 * (mean - theta) / variance for MAP; null for the EAP, which solves no such equation.
 *
 * Drasgow, F., Levine, M. V., & Williams, E. A. (1985). Appropriateness measurement with polychotomous item response
 * models and standardized indices. British Journal of Mathematical and Statistical Psychology, 38(1), 67-86.
 * Snijders, T. A. B. (2001). Asymptotic null distribution of person fit statistics with estimated person parameter.
 * Psychometrika, 66(3), 331-342.
 * Sinharay, S. (2016). Asymptotically correct standardization of person-fit statistics beyond dichotomous items.
 * Psychometrika, 81(4), 992-1013.
 */
export function personFit(
  items: readonly ParameterisedItem[],
  responses: Int8Array,
  theta: number,
  pull: number | null = null,
): PersonFit {
  let count = 0;
  let squaredZ = 0;
  let squaredResidual = 0;
  let totalVariance = 0;
  let surprise = 0;
  let surpriseVariance = 0;
  // Covariance of the log-likelihood with its derivative, and the variance of that: the information.
  let withSlope = 0;
  let information = 0;
  items.forEach(({ model, categories, parameters }, i) => {
    const category = responses[i];
    if (category < 0) return;
    const probabilities = new Float64Array(categories);
    model.probabilities(theta, parameters, probabilities);
    const slopes = new Float64Array(categories);
    model.thetaDerivatives(parameters, probabilities, slopes);
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
    for (let k = 0; k < categories; k++) {
      withSlope += slopes[k] * logs[k];
      if (probabilities[k] > 1e-300) information += slopes[k] ** 2 / probabilities[k];
    }
  });
  const share = information > 0 ? withSlope / information : 0;
  const leftVariance = surpriseVariance - share * withSlope;
  return {
    infit: totalVariance > 0 ? squaredResidual / totalVariance : null,
    outfit: count > 0 ? squaredZ / count : null,
    lz: surpriseVariance > 0 ? surprise / Math.sqrt(surpriseVariance) : null,
    lzStar:
      pull !== null && leftVariance > negligible * surpriseVariance
        ? (surprise + share * pull) / Math.sqrt(leftVariance)
        : null,
  };
}
