import type { Calibration } from "../calibrate/calibration.js";
import { namedModel } from "../models/index.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import type { AlignedData } from "../persons/align.js";
import { probabilityTable, sumScoreDistribution } from "../persons/score-table.js";
import { poolCells, type Cells } from "./s-x2-pooling.js";
import { message, type Message } from "../messages/message.js";

/** The S-X2 statistic of one item; all null where it cannot be had, with the reason. */
export interface SX2 {
  sx2: number | null;
  sx2Df: number | null;
  sx2P: number | null;
  sx2Reason: Message | null;
}

/**
 * S-X2 (Orlando & Thissen, 2000; Kang & Chen, 2008): within each sum score on the whole test, the observed numbers
 * of responses in each category against those the model expects, which follow from the Lord-Wingersky recursion
 * without the item. It is a chi-square on as many degrees of freedom as there are free cells, less the item's
 * estimated parameters.
 *
 * Sum scores compare test takers only on the same items: those with a response missing are left out, and without
 * anybody complete there is no statistic. Weights count as frequencies. Cells that expect less than 1 are pooled
 * as `poolCells` says.
 *
 * Orlando, M., & Thissen, D. (2000). Likelihood-based item-fit indices for dichotomous item response theory models.
 * Applied Psychological Measurement, 24(1), 50-64.
 * Kang, T., & Chen, T. T. (2008). Performance of the generalized S-X2 item fit index for polytomous IRT models.
 * Journal of Educational Measurement, 45(4), 391-406.
 */
export function sx2(calibration: Calibration, aligned: AlignedData): SX2[] {
  const { items } = calibration;
  const { nodes, patterns, mass } = aligned;
  const complete = completePatterns(aligned);
  const refuse = (sx2Reason: Message) => items.map(() => ({ sx2: null, sx2Df: null, sx2P: null, sx2Reason }));
  if (items.some(({ groups }) => groups !== null)) return refuse(message("items-differ-between-groups"));
  if (complete.length === 0) return refuse(message("nobody-complete"));
  if (items.length < 3) return refuse(message("few-items", { least: 3 }));
  const groupWeight = new Float64Array(patterns.groupCount);
  for (const n of complete) groupWeight[patterns.groups[n]] += patterns.weights[n];
  const total = groupWeight.reduce((sum, weight) => sum + weight, 0);
  const mixture = nodes.map((_, q) =>
    mass.reduce((sum, values, g) => sum + (values[q] * groupWeight[g]) / total, 0),
  );
  const tables = items.map((item) => ({
    probabilities: probabilityTable(item, nodes),
    scoreValues: item.scoreValues,
  }));
  return items.map((_, i) => {
    const observed = observedCells(calibration, aligned, complete, i);
    const others = sumScoreDistribution(
      tables.filter((__, j) => j !== i),
      nodes.length,
    );
    const expected = expectedCells(tables[i], others, mixture, observed);
    const highestRest = others.length / nodes.length - 1;
    const possible = observed.map((_, score) =>
      items[i].scoreValues.map((value) => score - value >= 0 && score - value <= highestRest),
    );
    return compare(observed, expected, possible, estimatedCount(calibration, i));
  });
}

function completePatterns({ patterns }: AlignedData): number[] {
  const complete: number[] = [];
  for (let n = 0; n < patterns.patternCount; n++) {
    const row = patterns.responses.subarray(n * patterns.itemCount, (n + 1) * patterns.itemCount);
    if (patterns.weights[n] > 0 && row.every((category) => category >= 0)) complete.push(n);
  }
  return complete;
}

function observedCells(
  calibration: Calibration,
  { patterns }: AlignedData,
  complete: number[],
  i: number,
): Cells {
  const { items } = calibration;
  const highest = items.reduce((sum, { scoreValues }) => sum + scoreValues[scoreValues.length - 1], 0);
  const cells = Array.from({ length: highest + 1 }, () =>
    new Array<number>(items[i].scoreValues.length).fill(0),
  );
  for (const n of complete) {
    let score = 0;
    for (let j = 0; j < items.length; j++)
      score += items[j].scoreValues[patterns.responses[n * items.length + j]];
    cells[score][patterns.responses[n * items.length + i]] += patterns.weights[n];
  }
  return cells;
}

function expectedCells(
  item: { probabilities: Float64Array; scoreValues: readonly number[] },
  others: Float64Array,
  mass: Float64Array,
  observed: Cells,
): Cells {
  const nodeCount = mass.length;
  const highestOthers = others.length / nodeCount - 1;
  return observed.map((row, score) => {
    const joint = item.scoreValues.map((value, k) => {
      const rest = score - value;
      if (rest < 0 || rest > highestOthers) return 0;
      let sum = 0;
      for (let q = 0; q < nodeCount; q++) {
        sum += mass[q] * item.probabilities[k * nodeCount + q] * others[rest * nodeCount + q];
      }
      return sum;
    });
    const all = joint.reduce((sum, value) => sum + value, 0);
    const count = row.reduce((sum, value) => sum + value, 0);
    return joint.map((value) => (all > 0 ? (count * value) / all : 0));
  });
}

/**
 * The item's estimated parameters: those that were held at a value, or ended at a bound, are known. A slope that items
 * share, or that is 1 while the variance of ability is estimated, counts for each of them, as in other programs. Without
 * standard errors nothing tells what was held, and all parameters count.
 */
function estimatedCount(calibration: Calibration, i: number): number {
  const { parameters, isAnchored, covariance, model } = calibration.items[i];
  if (isAnchored) return 0;
  const isUnitSlope = (j: number) => j === 0 && namedModel(model).slope === "one";
  return parameters.filter(
    (_, j) => !covariance || covariance[j * parameters.length + j] !== 0 || isUnitSlope(j),
  ).length;
}

function compare(observed: Cells, expected: Cells, possible: boolean[][], estimated: number): SX2 {
  const rows = poolCells(observed, expected, possible);
  let statistic = 0;
  let cells = 0;
  for (const row of rows) {
    for (const { observed: count, expected: mean } of row) {
      if (!(mean > 0)) continue;
      statistic += (count - mean) ** 2 / mean;
      cells++;
    }
  }
  const df = cells - rows.length - estimated;
  if (!(df > 0)) return { sx2: null, sx2Df: null, sx2P: null, sx2Reason: message("few-degrees-of-freedom") };
  return { sx2: statistic, sx2Df: df, sx2P: chiSquareUpperTail(statistic, df), sx2Reason: null };
}
