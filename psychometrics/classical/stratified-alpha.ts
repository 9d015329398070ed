import { alpha } from "./reliability.js";

/**
 * Stratified alpha (Cronbach, Schonemann & McKie, 1965): the reliability of the sum of parts that measure somewhat
 * different things, such as units that share a stimulus,
 *
 *     1 - sum over parts of variance_s (1 - alpha_s) / variance of the total.
 *
 * Parts of a single item have no alpha of their own: they are taken together as one part. Null as `alpha`, or where
 * such a rest is a single item.
 *
 * @param covariances items x items, row by row.
 * @param parts the part that each item belongs to.
 *
 * Cronbach, L. J., Schonemann, P., & McKie, D. (1965). Alpha coefficients for stratified-parallel tests.
 * Educational and Psychological Measurement, 25(2), 291-312.
 */
export function stratifiedAlpha(covariances: Float64Array, parts: readonly string[]): number | null {
  const count = parts.length;
  const byPart = new Map<string, number[]>();
  parts.forEach((part, i) => byPart.set(part, [...(byPart.get(part) ?? []), i]));
  const groups = [...byPart.values()];
  const strata = [
    ...groups.filter((items) => items.length > 1),
    groups.filter((items) => items.length === 1).flat(),
  ].filter((items) => items.length > 0);
  const total = covariances.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return null;
  let unreliable = 0;
  for (const items of strata) {
    const own = Float64Array.from(items.flatMap((i) => items.map((j) => covariances[i * count + j])));
    const variance = own.reduce((sum, value) => sum + value, 0);
    const reliability = alpha(own, items.length);
    if (reliability === null) return null;
    unreliable += variance * (1 - reliability);
  }
  return 1 - unreliable / total;
}
