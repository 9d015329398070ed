import { runEm, type CycleProgress } from "../calibrate/em.js";
import type { ResponseData } from "../data.js";
import { checkExtremes } from "./check-extremes.js";
import { ScaledDesignMatrix, type DesignMatrix } from "./design-matrix.js";
import { PersonPosteriors, type FixedDimension } from "./person-posteriors.js";
import type { PosteriorMethod } from "./posterior-method.js";
import { RegressionInformation } from "./regression-information.js";
import { RegressionSteps } from "./regression-steps.js";
import { notesOnSeparation } from "./separation.js";
import { summarise, type RegressionSummary } from "./regression-summary.js";
import { Refusal } from "../messages/refusal.js";

/** How a latent regression is fitted. */
export interface LatentRegressionOptions {
  /** Adaptive quadrature by default. */
  method?: PosteriorMethod;
  /** Converged when an EM cycle moves no coefficient of a standardised predictor by as much as this; 1e-6 by default. */
  tolerance?: number;
  /** 500 by default. */
  cyclesMax?: number;
  /** Called at the end of every cycle. */
  onCycle?: (progress: CycleProgress) => void;
  /** Asked at the start of every cycle; true ends the regression. */
  isCancelled?: () => boolean;
}

/** A fitted latent regression. What is in `summary` is plain values; the rest is what plausible values are drawn from. */
export interface LatentRegression {
  summary: RegressionSummary;
  /** Posterior means given the responses and predictors: test takers x dimensions. */
  means: Float64Array;
  /** Posterior covariances: test takers x dimensions x dimensions. */
  covariances: Float64Array;
  design: ScaledDesignMatrix;
  /** Coefficients of the standardised predictors, dimension by dimension, the intercept first. */
  coefficients: Float64Array;
  information: RegressionInformation;
  posteriors: PersonPosteriors;
}

/**
 * Regression of abilities that nobody has seen on predictors that everybody has (Mislevy, 1984): in D dimensions
 *
 *     theta ~ N(G'x, S)
 *
 * with item parameters fixed at what a calibration gave. EM: the E-step takes each test taker's posterior mean and
 * covariance, the M-step is weighted least squares of the means on x, with a factor of X'WX made once; Anderson
 * acceleration under a monotone guard. An intercept is always there. Test takers without responses or with weight 0 do
 * not count in the estimates.
 *
 * Standard errors are from the observed information about G given S and the items' parameters.
 *
 * Mislevy, R. J. (1984). Estimating latent distributions. Psychometrika, 49(3), 359-381.
 *
 * @throws {RangeError} as `PersonPosteriors` and `ScaledDesignMatrix`; when every response to a dimension is the highest or every
 * one the lowest, so that nothing bounds its mean; when there are as many coefficients as test takers; or
 * when two dimensions cannot be told apart.
 */
export function latentRegression(
  dimensions: readonly FixedDimension[],
  data: ResponseData,
  design: DesignMatrix,
  options: LatentRegressionOptions = {},
): LatentRegression {
  const method = options.method ?? { kind: "quadrature" };
  const posteriors = new PersonPosteriors(dimensions, data, method);
  const weights = data.weights.map((weight, p) => (posteriors.hasResponses(p) ? weight : 0));
  checkExtremes(dimensions, data, weights);
  const scaled = new ScaledDesignMatrix(design, weights);
  const countedPersons = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  if (scaled.names.length + 1 >= countedPersons)
    throw new Refusal("coefficients-many", { count: scaled.names.length + 1, persons: countedPersons });
  const steps = new RegressionSteps(posteriors, scaled, weights);
  const { tolerance = 1e-6, cyclesMax = 500, onCycle, isCancelled } = options;
  let cyclesBefore = 0;
  if (method.kind === "quadrature" && dimensions.length > 1) {
    // Laplace's expansion costs a tenth of quadrature in several dimensions and comes within a hundredth of the place.
    posteriors.setMethod({ kind: "laplace" });
    const rough = { tolerance: Math.max(tolerance, 1e-3), cyclesMax: Math.floor(cyclesMax / 2) };
    cyclesBefore = runEm(steps, { ...rough, onCycle, isCancelled }).cycles;
    posteriors.setMethod(method);
  }
  const em = runEm(steps, {
    ...{ tolerance, isCancelled, cyclesMax: cyclesMax - cyclesBefore },
    onCycle: (progress) => onCycle?.({ ...progress, cycle: cyclesBefore + progress.cycle }),
  });
  em.cycles += cyclesBefore;
  steps.expectUncounted();
  const information = new RegressionInformation(
    scaled,
    weights,
    posteriors.prior.precision,
    steps.covariances,
  );
  const { coefficients, means, covariances } = steps;
  const summary = summarise({
    ...{ dimensions, scaled, weights, coefficients, information, means, covariances, em },
    residualCovariance: steps.residualCovariance,
    isMissing: (p) => !posteriors.hasResponses(p),
  });
  summary.notes.push(...notesOnSeparation(dimensions, data, design, weights));
  return { summary, means, covariances, design: scaled, coefficients, information, posteriors };
}
