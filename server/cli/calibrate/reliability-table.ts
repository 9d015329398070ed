import {
  empiricalReliability,
  estimators,
  reliabilityAnalysis,
  type PersonScore,
  type ResponseData,
} from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";

type Statistic = [name: string, value: number | null];

/**
 * `reliability.csv`: what classical test theory says on the sum score, and the empirical reliability of each estimate of
 * ability.
 *
 * @param units of the items of the data, for stratified alpha; null where none are known.
 */
export function reliabilityTable(
  data: ResponseData,
  persons: readonly PersonScore[],
  units: readonly string[] | null,
): Table {
  const found = reliabilityAnalysis(data, units ? { parts: units } : {});
  const rows: Statistic[] = [
    ["standardized_alpha", found.standardizedAlpha],
    ...(units ? [["stratified_alpha", found.stratifiedAlpha] satisfies Statistic] : []),
    ["kr20", found.kr20],
    ["kr21", found.kr21],
    ["lambda1", found.lambda1],
    ["lambda2", found.lambda2],
    ["lambda3", found.lambda3],
    ["lambda4", found.lambda4],
    ["lambda5", found.lambda5],
    ["lambda6", found.lambda6],
    ["omega", found.omega],
    ["split_half", found.splitHalf?.correlation ?? null],
    ["spearman_brown", found.splitHalf?.spearmanBrown ?? null],
    ["flanagan_rulon", found.splitHalf?.flanaganRulon ?? null],
    ["sem", found.standardErrorOfMeasurement],
    ...estimators
      .filter((name) => persons.some(({ estimates }) => estimates[name]))
      .map((name): Statistic => [`empirical_${name}`, empiricalReliability(persons, data.weights, name)]),
  ];
  const notes = found.notes.map((note): Cell[] => ["note", null, null, null, note]);
  const { alphaInterval: interval } = found;
  return {
    columns: ["statistic", "value", "lower_95", "upper_95", "note"],
    rows: [
      ["alpha", found.alpha, interval?.lower ?? null, interval?.upper ?? null, null],
      ...rows.map(([name, value]): Cell[] => [name, value, null, null, null]),
      ...notes,
    ],
  };
}
