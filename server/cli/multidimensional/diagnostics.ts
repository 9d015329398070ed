import {
  localDependenceMultidimensional,
  modelFitMultidimensional,
  q3Multidimensional,
  type DesignMatrix,
  type MultidimensionalCalibration,
  type PersonScore,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { modelFitTable } from "../calibrate/model-fit-table.js";
import { reliabilityTable } from "../calibrate/reliability-table.js";
import type { Cell, Table } from "../files/table.js";
import { dataOfItems } from "./dimension-data.js";
import { stacked } from "./tables-by-dimension.js";

/**
 * The further tables of `--diagnostics` that several dimensions have: by file name.
 *
 * @param scores of each dimension, the test takers in the order of the data.
 */
export function dimensionalDiagnostics(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  scores: readonly (readonly PersonScore[])[],
  regressors: DesignMatrix,
): Record<string, Table> {
  return {
    "reliability.csv": reliabilityByDimension(calibration, data, scores),
    "model-fit.csv": modelFitTable(calibration, (statistic, marginsMax) =>
      modelFitMultidimensional(calibration, data, statistic, marginsMax),
    ),
    "pairs.csv": pairsTable(calibration, data, regressors),
  };
}

/** `reliability.csv` of each dimension's items, with the dimension as its first column. */
function reliabilityByDimension(
  { dimensions, items }: MultidimensionalCalibration,
  data: ResponseData,
  scores: readonly (readonly PersonScore[])[],
): Table {
  return dimensions.reduce<Table>(
    (before, { name }, d) => {
      const own = new Set(items.filter(({ dimension }) => dimension === name).map(({ item }) => item));
      const columns = data.items.filter((item) => own.has(item));
      return stacked(before, name, reliabilityTable(dataOfItems(data, columns), scores[d] ?? [], null));
    },
    { columns: [], rows: [] },
  );
}

/** Q3 and LD-X2 of every two items, within and between dimensions. */
function pairsTable(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  regressors: DesignMatrix,
): Table {
  const atEap = q3Multidimensional(calibration, data, "eap", regressors);
  const overPosterior = q3Multidimensional(calibration, data, "posterior", regressors);
  const dependence = localDependenceMultidimensional(calibration, data, regressors);
  const { items } = atEap;
  let pair = 0;
  return {
    columns: [
      ...["item1", "item2", "dimension1", "dimension2", "weighted_n", "q3_eap", "q3_posterior"],
      ...["ld_x2", "ld_df", "ld_p", "cramers_v"],
    ],
    rows: items.flatMap((_second, j) =>
      items.slice(0, j).flatMap((_first, i): Cell[][] => {
        const at = i * items.length + j;
        const found = dependence[pair++];
        if (!found) return [];
        return [
          [
            ...[...found.items, ...found.dimensions, found.n],
            ...[atEap.values[at] ?? null, overPosterior.values[at] ?? null],
            ...[found.ldX2, found.df, found.p, found.cramersV],
          ],
        ];
      }),
    ),
  };
}
