import { normalMass } from "../numeric/quadrature.js";
import { solveInPlace } from "../numeric/small-cholesky.js";
import type { GroupDistribution } from "./distribution.js";

/** A histogram to estimate; a mean or variance that is not null is held. */
export interface HistogramStart {
  name: string;
  mean: number | null;
  variance: number | null;
  /** The mass to start from; that of a normal distribution by default. */
  mass?: ArrayLike<number>;
}

const newtonStepsMax = 100;
/** Sums of masses times logarithms are good to about this. */
const roundingError = 1e-13;
/** Where a mass is below this, nobody is. */
const smallest = 1e-300;

/**
 * An empirical histogram (Bock & Aitkin, 1981; Mislevy, 1984): the mass at every node is a parameter. Without anything
 * else the M-step is the posterior mass itself.
 *
 * Where the histogram has to hold the scale (the reference group's mean 0 and, with free slopes, its variance 1), the
 * M-step maximises sum of r_q log f_q under these moments, which gives f_q = r_q / (1 + lambda (x_q - mean) + ...), the
 * weights of empirical likelihood (Owen, 1988). Woods (2007) and mirt's `empiricalhist` standardise the nodes after a
 * cycle and interpolate; here the scale is held exactly, and the likelihood never falls.
 *
 * The masses are taken as known by the standard errors of the other parameters.
 *
 * Mislevy, R. J. (1984). Estimating latent distributions. Psychometrika, 49(3), 359-381.
 * Owen, A. B. (1988). Empirical likelihood ratio confidence intervals for a single functional. Biometrika, 75(2), 237-249.
 * Woods, C. M. (2007). Empirical histograms in item response theory with ordinal data. Educational and Psychological
 * Measurement, 67(1), 73-87.
 */
export function histogramDistribution(nodes: Float64Array, start: HistogramStart): GroupDistribution {
  const mass = Float64Array.from(start.mass ?? normalStart(nodes, start));
  const held = heldMoments(nodes, start);
  tilt(mass, held, mass);

  return {
    name: start.name,
    shape: "histogram",
    freeNames: [],
    parameterCount: nodes.length - 1 - held.length,
    stateLength: nodes.length,
    mass,

    moments() {
      let mean = 0;
      for (let q = 0; q < nodes.length; q++) mean += mass[q] * nodes[q];
      let variance = 0;
      for (let q = 0; q < nodes.length; q++) variance += mass[q] * (nodes[q] - mean) ** 2;
      return { mean, variance };
    },

    update(posteriorMass) {
      tilt(posteriorMass, held, mass);
    },

    freeParameters(out) {
      out.set(mass);
    },

    // What is extrapolated keeps the moments, which are linear, but may fall below zero.
    setFreeParameters(values) {
      tilt(
        values.map((value) => Math.max(value, smallest)),
        held,
        mass,
      );
    },

    atBound: () => [],
    canTurn: start.mean === null || start.mean === 0,

    turn() {
      mass.reverse();
    },

    logMassDerivatives: () => [],
    information: () => new Float64Array(0),
  };
}

function normalStart(nodes: Float64Array, { mean, variance }: HistogramStart): Float64Array {
  const mass = new Float64Array(nodes.length);
  normalMass(nodes, mean ?? 0, variance ?? 1, mass);
  return mass;
}

/** For each moment that is held: what averages to zero over the masses. */
function heldMoments(nodes: Float64Array, { mean, variance }: HistogramStart): Float64Array[] {
  const held: Float64Array[] = [];
  if (mean !== null) held.push(nodes.map((node) => node - mean));
  if (variance !== null) held.push(nodes.map((node) => (node - (mean ?? 0)) ** 2 - variance));
  return held;
}

/**
 * Fill `out` with the masses that have the held moments and the largest sum of weight * log mass. The dual is convex:
 * lambda minimises minus the sum of weight * log(1 + lambda . z). Where no masses on the weights' nodes can have the
 * moments, what is reached after the last step stays, scaled to one.
 */
function tilt(weights: Float64Array, held: readonly Float64Array[], out: Float64Array): void {
  const total = weights.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return;
  const share = weights.map((value) => Math.max(value / total, smallest));
  const lambda = new Float64Array(held.length);
  const divisor = (at: Float64Array, q: number) => {
    let sum = 1;
    for (let c = 0; c < held.length; c++) sum += at[c] * held[c][q];
    return sum;
  };
  const dual = (at: Float64Array) => {
    let sum = 0;
    for (let q = 0; q < share.length; q++) {
      const d = divisor(at, q);
      if (!(d > 0)) return Infinity;
      sum -= share[q] * Math.log(d);
    }
    return sum;
  };
  for (let step = 0; step < newtonStepsMax && held.length > 0; step++) {
    const { gradient, curvature } = dualDerivatives(share, held, lambda, divisor);
    const move = gradient.map((value) => -value);
    if (!solveInPlace(curvature, move, held.length)) break;
    const now = dual(lambda);
    let scale = 1;
    let next: Float64Array;
    do {
      next = lambda.map((value, c) => value + scale * move[c]);
      scale /= 2;
      // Near the minimum the dual is flat to the last digit, and the whole step is still the best.
    } while (!(dual(next) <= now + roundingError) && scale > 1e-12);
    lambda.set(next);
    if (move.every((value) => Math.abs(value) < 1e-12)) break;
  }
  let sum = 0;
  for (let q = 0; q < share.length; q++) {
    out[q] = share[q] / Math.max(divisor(lambda, q), smallest);
    sum += out[q];
  }
  for (let q = 0; q < share.length; q++) out[q] = Math.max(out[q] / sum, smallest);
}

function dualDerivatives(
  share: Float64Array,
  held: readonly Float64Array[],
  lambda: Float64Array,
  divisor: (at: Float64Array, q: number) => number,
): { gradient: Float64Array; curvature: Float64Array } {
  const size = held.length;
  const gradient = new Float64Array(size);
  const curvature = new Float64Array(size * size);
  for (let q = 0; q < share.length; q++) {
    const d = divisor(lambda, q);
    for (let a = 0; a < size; a++) {
      gradient[a] -= (share[q] * held[a][q]) / d;
      for (let b = 0; b < size; b++)
        curvature[a * size + b] += (share[q] * held[a][q] * held[b][q]) / (d * d);
    }
  }
  return { gradient, curvature };
}
