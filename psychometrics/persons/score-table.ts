import type { Calibration } from "../calibrate/calibration.js";
import { isOfGroup } from "../calibrate/item-parts.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";
import { massAt, parameterised } from "./align.js";
import { eap } from "./eap.js";
import { Refusal } from "../messages/refusal.js";

/** One sum score and the ability it stands for. */
export interface ScoreTableRow {
  score: number;
  theta: number;
  standardError: number;
  /** The share of test takers with this score that the model expects. */
  expectedProportion: number;
}

/**
 * The distribution of the sum of scores at each node, by Lord & Wingersky's (1984) recursion over items.
 *
 * @param items each item's probabilities, categories x nodes row by row, and the score of each category.
 * @returns sum scores x nodes, row by row; row s is the probability of the sum s.
 *
 * Lord, F. M., & Wingersky, M. S. (1984). Comparison of IRT true-score and equipercentile observed-score "equatings".
 * Applied Psychological Measurement, 8(4), 453-461.
 */
export function sumScoreDistribution(
  items: readonly { probabilities: Float64Array; scoreValues: readonly number[] }[],
  nodeCount: number,
): Float64Array {
  let highest = 0;
  let distribution = new Float64Array(nodeCount).fill(1);
  for (const { probabilities, scoreValues } of items) {
    const next = new Float64Array((highest + Math.max(...scoreValues) + 1) * nodeCount);
    scoreValues.forEach((score, k) => {
      for (let s = 0; s <= highest; s++) {
        const source = s * nodeCount;
        const target = (s + score) * nodeCount;
        for (let q = 0; q < nodeCount; q++) {
          next[target + q] += distribution[source + q] * probabilities[k * nodeCount + q];
        }
      }
    });
    distribution = next;
    highest += Math.max(...scoreValues);
  }
  return distribution;
}

/**
 * The EAP ability for every sum score of a set of calibrated items, under one group's distribution.
 *
 * @param names the items presented; all calibrated ones by default.
 * @param group whose distribution is the prior, and whose parameters are taken where an item's differ between groups; the first by default.
 * @throws {RangeError} when an item was not calibrated.
 */
export function scoreTable(calibration: Calibration, names?: readonly string[], group = 0): ScoreTableRow[] {
  const ofGroup = calibration.items.filter((item) => isOfGroup(item, calibration.groups[group].name));
  const items = (names ?? ofGroup.map(({ item }) => item)).map((name) => {
    const found = ofGroup.find(({ item }) => item === name);
    if (!found) throw new Refusal("item-not-calibrated", { item: name });
    return found;
  });
  const nodes = equallySpacedNodes(calibration.quadrature.count, calibration.quadrature.range);
  const mass = massAt(calibration.groups[group], nodes);
  const tables = items.map((item) => ({
    probabilities: probabilityTable(item, nodes),
    scoreValues: item.scoreValues,
  }));
  const distribution = sumScoreDistribution(tables, nodes.length);
  const rows: ScoreTableRow[] = [];
  for (let score = 0; score * nodes.length < distribution.length; score++) {
    const joint = mass.map((value, q) => value * distribution[score * nodes.length + q]);
    const expectedProportion = joint.reduce((sum, value) => sum + value, 0);
    if (!(expectedProportion > 0)) continue;
    const posterior = joint.map((value) => value / expectedProportion);
    rows.push({ score, ...eap(posterior, nodes), expectedProportion });
  }
  return rows;
}

/** An item's probabilities, categories x nodes row by row. */
export function probabilityTable(
  item: Parameters<typeof parameterised>[0],
  nodes: Float64Array,
): Float64Array {
  const { model, categories, parameters } = parameterised(item);
  const table = new Float64Array(categories * nodes.length);
  const at = new Float64Array(categories);
  nodes.forEach((node, q) => {
    model.probabilities(node, parameters, at);
    for (let k = 0; k < categories; k++) table[k * nodes.length + q] = at[k];
  });
  return table;
}
