/** Criteria for the choice among models; the smaller the better. */
export interface InformationCriteria {
  /** Akaike (1974). */
  aic: number;
  /** Corrected for small samples (Hurvich & Tsai, 1989); null with as many parameters as test takers, less one. */
  aicc: number | null;
  /** Schwarz (1978). */
  bic: number;
  /** BIC with the sample size adjusted, (N + 2) / 24 (Sclove, 1987). */
  sabic: number;
  /** Consistent AIC (Bozdogan, 1987). */
  caic: number;
  /** Hannan and Quinn (1979). */
  hq: number;
}

/**
 * Information criteria of a calibration: -2 logL plus a penalty on its k parameters with N test takers: 2k for AIC,
 * with 2k(k + 1) / (N - k - 1) more for AICc, k log N for BIC, k log((N + 2) / 24) for SABIC, k (log N + 1) for CAIC,
 * 2k log log N for HQ. Priors do not enter.
 */
export function informationCriteria(calibration: {
  logLikelihood: number;
  parameterCount: number;
  personCount: number;
}): InformationCriteria {
  const { logLikelihood, parameterCount: k, personCount: n } = calibration;
  const deviance = -2 * logLikelihood;
  const room = n - k - 1;
  return {
    aic: deviance + 2 * k,
    aicc: room > 0 ? deviance + 2 * k + (2 * k * (k + 1)) / room : null,
    bic: deviance + k * Math.log(n),
    sabic: deviance + k * Math.log((n + 2) / 24),
    caic: deviance + k * (Math.log(n) + 1),
    hq: deviance + 2 * k * Math.log(Math.log(Math.max(n, 3))),
  };
}
