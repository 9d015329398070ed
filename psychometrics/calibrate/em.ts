import type { Message } from "../messages/message.js";
import { AndersonAcceleration } from "../numeric/fixed-point.js";

/**
 * The two halves of an EM algorithm and the parameters they move. The engine below knows nothing else:
 * no item model, no population, no data.
 */
export interface EmSteps {
  /** The E-step at the present parameters. Returns the objective there: the log-likelihood plus log priors. */
  expect(): number;
  /** The M-step on what the last E-step gathered. */
  maximize(): void;
  /** A copy of the free parameters, on a scale without bounds. */
  parameters(): Float64Array;
  setParameters(values: Float64Array): void;
}

/** How far a calibration has come. */
export interface CycleProgress {
  cycle: number;
  logLikelihood: number;
  /** The largest change of a parameter in the cycle's EM step, in logits. */
  largestChange: number;
  /** Which calibration it is of, where an analysis makes several; cycles are counted anew in each. */
  fit?: Message;
}

/** When to stop, and whom to tell. */
export interface EmOptions {
  /** The iteration has converged when one EM step changes no parameter by as much as this. */
  tolerance: number;
  cyclesMax: number;
  /** Called at the end of every cycle. */
  onCycle?: (progress: CycleProgress) => void;
  /** Asked at the start of every cycle; true ends the calibration with `CalibrationCancelled`. */
  isCancelled?: () => boolean;
}

/** How the iteration ended. */
export interface EmResult {
  objective: number;
  cycles: number;
  converged: boolean;
  largestChange: number;
  /** The objective at the start of each cycle. */
  history: number[];
}

/** Thrown when `isCancelled` says so; nothing was made. */
export class CalibrationCancelled extends Error {
  /** The calibration was stopped by its caller. */
  constructor() {
    super("the calibration was cancelled");
    this.name = "CalibrationCancelled";
  }
}

const memory = 8;

/**
 * EM with Anderson acceleration under a monotone guard: an accelerated point at which the objective is lower than
 * before is given up for the plain EM step it replaced, so that the objective never falls from one accepted cycle
 * to the next, as in EM itself.
 */
export function runEm(steps: EmSteps, options: EmOptions): EmResult {
  const accelerator = new AndersonAcceleration(memory);
  const history: number[] = [];
  let best = -Infinity;
  let plain: Float64Array | null = null;
  let largestChange = Infinity;
  for (let cycle = 1; cycle <= options.cyclesMax; cycle++) {
    if (options.isCancelled?.()) throw new CalibrationCancelled();
    const objective = steps.expect();
    if (plain && !(objective >= best - 1e-9 * Math.abs(best))) {
      steps.setParameters(plain);
      plain = null;
      accelerator.forget();
      history.push(best);
      continue;
    }
    best = objective;
    history.push(objective);
    const point = steps.parameters();
    steps.maximize();
    const image = steps.parameters();
    largestChange = 0;
    for (let j = 0; j < image.length; j++)
      largestChange = Math.max(largestChange, Math.abs(image[j] - point[j]));
    options.onCycle?.({ cycle, logLikelihood: objective, largestChange });
    if (largestChange < options.tolerance) {
      return { objective: steps.expect(), cycles: cycle, converged: true, largestChange, history };
    }
    plain = image;
    steps.setParameters(accelerator.next(point, image));
  }
  // The last accelerated point was never looked at; what is kept is an EM step.
  if (plain) steps.setParameters(plain);
  return { objective: steps.expect(), cycles: options.cyclesMax, converged: false, largestChange, history };
}
