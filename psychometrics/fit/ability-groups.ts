/**
 * How test takers are cut into groups by ability: `ties` keeps those of one ability together, for a boundary within
 * a tie would be drawn by the order of the file; `ranks` cuts by rank all the same, tied ones in the order of the file.
 */
export type AbilityCut = "ties" | "ranks";

/**
 * The group of each test taker, from 0 up. With `ties` groups are as nearly of equal weight as ties allow, and fewer
 * where there are fewer abilities. With `ranks` each has as many test takers, whatever their weights; those that do not
 * divide go to the first and the last group, the odd one to the last, as mirt has it.
 *
 * @param abilities of the test takers, lowest first.
 * @param weights of the same.
 * @param groupCount how many groups; at least 1.
 */
export function abilityGroups(
  abilities: Float64Array,
  weights: Float64Array,
  groupCount: number,
  cut: AbilityCut,
): Int32Array {
  return cut === "ties" ? byWeight(abilities, weights, groupCount) : byRank(abilities.length, groupCount);
}

function byWeight(abilities: Float64Array, weights: Float64Array, groupCount: number): Int32Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const groups = new Int32Array(abilities.length);
  let before = 0;
  let group = -1;
  let lastPlace = -1;
  for (let p = 0; p < abilities.length; p++) {
    const isTie = p > 0 && abilities[p] === abilities[p - 1];
    // Rounding must not keep back the one who begins a group.
    const place = Math.min(groupCount - 1, Math.floor((before / total) * groupCount + 1e-9));
    if (!isTie && place !== lastPlace) {
      group++;
      lastPlace = place;
    }
    groups[p] = group;
    before += weights[p];
  }
  return groups;
}

function byRank(count: number, groupCount: number): Int32Array {
  const size = Math.floor(count / groupCount);
  const first = size + Math.floor((count - size * groupCount) / 2);
  return Int32Array.from({ length: count }, (_, p) =>
    p < first || size === 0 ? 0 : Math.min(groupCount - 1, 1 + Math.floor((p - first) / size)),
  );
}
