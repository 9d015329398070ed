const stepsMax = 100;

/**
 * A root of a continuous function between `low` and `high`, where its signs differ, by Chandrupatla's (1997) mixture
 * of inverse quadratic interpolation and bisection: it needs no derivative and never leaves the bracket.
 *
 * @param tolerance the root is known to within this.
 *
 * Chandrupatla, T. R. (1997). A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
 * without using derivatives. Advances in Engineering Software, 28(3), 145-149.
 */
export function findRoot(
  evaluate: (x: number) => number,
  low: number,
  high: number,
  tolerance = 1e-10,
): number {
  let a = high;
  let b = low;
  let c: number;
  let valueA = evaluate(a);
  let valueB = evaluate(b);
  let valueC: number;
  let share = 0.5;
  for (let step = 0; step < stepsMax; step++) {
    const x = a + share * (b - a);
    const value = evaluate(x);
    if (Math.sign(value) === Math.sign(valueA)) {
      c = a;
      valueC = valueA;
    } else {
      c = b;
      valueC = valueB;
      b = a;
      valueB = valueA;
    }
    a = x;
    valueA = value;
    const best = Math.abs(valueA) < Math.abs(valueB) ? a : b;
    const closeness = tolerance / Math.abs(b - c);
    if (closeness > 0.5 || valueA === 0 || valueB === 0) return best;
    share = interpolationShare(a, b, c, valueA, valueB, valueC);
    share = Math.min(1 - closeness, Math.max(closeness, share));
  }
  return a;
}

/** How far to go from a to b: by inverse quadratic interpolation where that is safe, half way where it is not. */
function interpolationShare(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  const xi = (a - b) / (c - b);
  const phi = (fa - fb) / (fc - fb);
  if (!(phi * phi < xi && (1 - phi) ** 2 < 1 - xi)) return 0.5;
  return (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb));
}
