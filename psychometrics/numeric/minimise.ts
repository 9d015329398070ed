/** A minimum, and how the search for it ended. */
export interface Minimum {
  point: Float64Array;
  value: number;
  steps: number;
  /** False when the steps ran out, or the line search, before the gradient was small enough. */
  converged: boolean;
}

/** Fill `gradient` with the derivatives at `point` and return the value there. */
export type ObjectiveWithGradient = (point: Float64Array, gradient: Float64Array) => number;

const stepsMax = 200;
const halvingsMax = 40;
const sufficientDecrease = 1e-4;
/** Near the minimum the value changes by no more than its rounding, and only the derivatives can tell better from worse. */
const rounding = 1e-12;
const sufficientFlattening = 0.9;

/**
 * A local minimum of a smooth function of a few variables, by the BFGS quasi-Newton method with a backtracking line
 * search (Nocedal & Wright, 2006, algorithm 6.1; updates that would spoil positive definiteness are passed over).
 * Where the value no longer tells, a step is good that flattens the slope (the approximate Wolfe condition of Hager &
 * Zhang, 2005). A value that is not finite counts as a step too far, so that a function may say where it has no meaning.
 *
 * @param tolerance it has converged when no derivative is larger than this.
 *
 * Hager, W. W., & Zhang, H. (2005). A new conjugate gradient method with guaranteed descent and an efficient line search.
 * SIAM Journal on Optimization, 16(1), 170-192. Nocedal, J., & Wright, S. J. (2006). Numerical optimization (2nd ed.).
 * Springer.
 */
export function minimise(
  objective: ObjectiveWithGradient,
  start: ArrayLike<number>,
  tolerance = 1e-10,
): Minimum {
  const size = start.length;
  let point: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(size);
  let value = objective(point, gradient);
  const inverse = identity(size);
  for (let step = 0; step < stepsMax; step++) {
    if (gradient.every((derivative) => Math.abs(derivative) <= tolerance))
      return { point, value, steps: step, converged: true };
    const direction = times(inverse, gradient).map((entry) => -entry);
    const found = lineSearch(objective, point, value, gradient, direction);
    // Rounding hides any further descent: the point is as good as it gets, which the gradient must say.
    if (found === null)
      return { point, value, steps: step, converged: norm(gradient) <= Math.sqrt(tolerance) };
    update(
      inverse,
      found.point.map((entry, i) => entry - point[i]),
      found.gradient.map((entry, i) => entry - gradient[i]),
    );
    ({ point, value, gradient } = found);
  }
  return { point, value, steps: stepsMax, converged: false };
}

function lineSearch(
  objective: ObjectiveWithGradient,
  point: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
): { point: Float64Array; value: number; gradient: Float64Array } | null {
  const slope = dot(gradient, direction);
  const nextGradient = new Float64Array(point.length);
  let length = 1;
  for (let halving = 0; halving < halvingsMax; halving++) {
    const next = point.map((entry, i) => entry + length * direction[i]);
    const nextValue = objective(next, nextGradient);
    const isLower = nextValue <= value + sufficientDecrease * length * slope && nextValue < value;
    const isFlatter =
      nextValue <= value + rounding * Math.abs(value) &&
      Math.abs(dot(nextGradient, direction)) <= sufficientFlattening * Math.abs(slope);
    if (isLower || isFlatter) return { point: next, value: nextValue, gradient: nextGradient };
    length /= 2;
  }
  return null;
}

/** The BFGS update of the inverse Hessian, in place. */
function update(inverse: Float64Array, step: Float64Array, change: Float64Array): void {
  const size = step.length;
  const curvature = dot(step, change);
  if (!(curvature > 1e-14 * norm(step) * norm(change))) return;
  const image = times(inverse, change);
  const factor = (1 + dot(change, image) / curvature) / curvature;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      inverse[i * size + j] +=
        factor * step[i] * step[j] - (image[i] * step[j] + step[i] * image[j]) / curvature;
    }
  }
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, n) => (n % (size + 1) === 0 ? 1 : 0));
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => dot(matrix.subarray(i * size, (i + 1) * size), vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
