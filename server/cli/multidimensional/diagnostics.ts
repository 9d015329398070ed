import {
  informationCriteria,
  q3Multidimensional,
  type Design,
  type MultidimensionalCalibration,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { modelFitColumns } from "../calibrate/model-fit-table.js";
import type { Cell, Table } from "../files/table.js";

/** The further tables of `--diagnostics` that several dimensions have: by file name. */
export function dimensionalDiagnostics(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  regressors: Design,
): Record<string, Table> {
  return {
    "model-fit.csv": {
      columns: modelFitColumns,
      rows: Object.entries(informationCriteria(calibration)).map(([name, value]): Cell[] => [
        ...[name, null, value as number | null, null],
      ]),
    },
    "pairs.csv": pairsTable(calibration, data, regressors),
  };
}

/** Q3 of every two items, within and between dimensions. */
function pairsTable(calibration: MultidimensionalCalibration, data: ResponseData, regressors: Design): Table {
  const atEap = q3Multidimensional(calibration, data, "eap", regressors);
  const overPosterior = q3Multidimensional(calibration, data, "posterior", regressors);
  const { items } = atEap;
  return {
    columns: ["item1", "item2", "dimension1", "dimension2", "q3_eap", "q3_posterior"],
    rows: items.flatMap((second, j) =>
      items.slice(0, j).map((first, i): Cell[] => {
        const at = i * items.length + j;
        return [
          ...[first, second],
          ...[calibration.items[i]?.dimension ?? null, calibration.items[j]?.dimension ?? null],
          ...[atEap.values[at] ?? null, overPosterior.values[at] ?? null],
        ];
      }),
    ),
  };
}
