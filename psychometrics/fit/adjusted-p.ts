import { Refusal } from "../messages/refusal.js";

/**
 * p-values of many tests adjusted so that those below a level have at most that share of false alarms among them
 * (Benjamini & Hochberg, 1995): the i-th smallest of m becomes the least of p_(j) m / j over j >= i, at most 1.
 *
 * @param values one a test; null where there was none, which does not count among the m and stays null.
 * @throws {RangeError} naming a value that is no probability.
 *
 * Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate: A practical and powerful approach to multiple
 * testing. Journal of the Royal Statistical Society B, 57(1), 289-300.
 */
export function adjustedP(values: readonly (number | null)[]): (number | null)[] {
  const tests = values.flatMap((p, at) => (p === null ? [] : [{ p, at }]));
  const bad = tests.find(({ p }) => !(p >= 0 && p <= 1));
  if (bad) throw new Refusal("no-p-value", { row: bad.at + 1, value: bad.p });
  const adjusted = new Array<number | null>(values.length).fill(null);
  let least = 1;
  tests
    .sort((a, b) => b.p - a.p)
    .forEach(({ p, at }, n) => {
      least = Math.min(least, (p * tests.length) / (tests.length - n));
      adjusted[at] = least;
    });
  return adjusted;
}
