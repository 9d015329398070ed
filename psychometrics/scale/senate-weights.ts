import { Refusal } from "../messages/refusal.js";

/**
 * Senate weights: the weights of every group (country) brought to one sum, so that each counts the same whatever its size, as
 * TIMSS' SENWGT and PISA's senate weight. Within a group they stay in proportion.
 *
 * @param groups the group of each person; persons of the group "" get 0, and so does a group whose weights are all 0.
 * @param total what each group's weights sum to; by default the mean of the groups' numbers of persons with a weight, so
 * that all weights sum to the number of persons.
 * @throws {RangeError} when nobody has a weight above 0 in a group, or the lists are not equally long.
 */
export function senateWeights(
  weights: ArrayLike<number>,
  groups: readonly string[],
  total?: number,
): Float64Array {
  if (weights.length !== groups.length)
    throw new Refusal("weights-and-groups", { count: weights.length, persons: groups.length });
  const sums = new Map<string, number>();
  let count = 0;
  groups.forEach((group, p) => {
    if (group === "" || !(weights[p] > 0)) return;
    sums.set(group, (sums.get(group) ?? 0) + weights[p]);
    count++;
  });
  if (sums.size === 0) throw new Refusal("nobody-weighted-in-group");
  const wanted = total ?? count / sums.size;
  return Float64Array.from(groups, (group, p) => {
    const sum = group === "" ? undefined : sums.get(group);
    return sum === undefined ? 0 : (weights[p] * wanted) / sum;
  });
}
