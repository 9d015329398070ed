/**
 * The distance of an item's observed curve from its model's, as PISA has reported it since 2015:
 *
 *     RMSD = sqrt( sum over k of integral (O_k - P_k)^2 f / K ),   MD = sum over k of integral k (O_k - P_k) f / (K - 1)
 *
 * O_k is the share of category k among the responses expected at a node (the pseudo-observed curve), f the ability
 * distribution. For right or wrong items this is the RMSD of one curve. Null without responses.
 *
 * @param counts expected responses, categories x nodes row by row.
 * @param probabilities of the categories at the nodes, in the same form.
 * @param mass of the population at the nodes.
 */
export function rootMeanSquareDeviation(
  counts: Float64Array,
  probabilities: Float64Array,
  mass: Float64Array,
): { rmsd: number | null; md: number | null } {
  const nodeCount = mass.length;
  const categories = counts.length / nodeCount;
  let squared = 0;
  let signed = 0;
  let covered = 0;
  for (let q = 0; q < nodeCount; q++) {
    let here = 0;
    for (let k = 0; k < categories; k++) here += counts[k * nodeCount + q];
    if (!(here > 0)) continue;
    covered += mass[q];
    for (let k = 0; k < categories; k++) {
      const deviation = counts[k * nodeCount + q] / here - probabilities[k * nodeCount + q];
      squared += mass[q] * deviation * deviation;
      signed += mass[q] * k * deviation;
    }
  }
  if (!(covered > 0)) return { rmsd: null, md: null };
  return { rmsd: Math.sqrt(squared / categories), md: signed / (categories - 1) };
}
