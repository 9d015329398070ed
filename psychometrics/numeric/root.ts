const stepsMax = 100;

/** A function's value and its derivative. */
export interface ValueAndSlope {
  value: number;
  slope: number;
}

/**
 * The root of a function between `low`, where it is positive, and `high`, where it is negative:
 * Newton's steps, with bisection wherever such a step would leave the bracket.
 */
export function fallingRoot(low: number, high: number, evaluate: (x: number) => ValueAndSlope): number {
  let left = low;
  let right = high;
  let x = 0.5 * (left + right);
  for (let step = 0; step < stepsMax; step++) {
    const { value, slope } = evaluate(x);
    if (value === 0) return x;
    if (value > 0) left = x;
    else right = x;
    let next = x - value / slope;
    if (!(next > left && next < right)) next = 0.5 * (left + right);
    if (Math.abs(next - x) <= 1e-12 * (1 + Math.abs(x)) || right - left < 1e-13 * (1 + Math.abs(x))) return next;
    x = next;
  }
  return x;
}
