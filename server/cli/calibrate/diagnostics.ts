import {
  conditionalErrors,
  curveDeviations,
  localDependence,
  modelFit,
  q3,
  type Calibration,
  type PersonScore,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { groupedFitTable } from "./grouped-fit-table.js";
import { modelFitTable } from "./model-fit-table.js";
import { noteRow } from "../files/note-row.js";
import type { Cell, Table } from "../files/table.js";
import { reliabilityTable } from "./reliability-table.js";

/** The further tables of `--diagnostics`. */
export const diagnosticFiles = [
  "reliability.csv",
  "conditional-errors.csv",
  "model-fit.csv",
  "grouped-fit.csv",
  "deviations.csv",
  "pairs.csv",
];

/** Why `conditional-errors.csv` has no rows; nothing where it has some. */
export function diagnosticNotes({ rows }: Table): Cell[][] {
  return rows.length > 0 ? [] : [noteRow("conditional-errors", "", { key: "note.no-complete-person" })];
}

/**
 * What a researcher looks at beyond the fit of single items: by file name.
 *
 * @param seed of what is drawn.
 */
export function diagnosticTables(
  calibration: Calibration,
  data: ResponseData,
  persons: readonly PersonScore[],
  units: readonly string[] | null,
  seed: number,
): Record<string, Table> & { "conditional-errors.csv": Table } {
  return {
    "reliability.csv": reliabilityTable(data, persons, units),
    "conditional-errors.csv": {
      columns: ["score", "n", "lord", "keats", "thorndike"],
      rows: conditionalErrors(data).map(({ score, n, lord, keats, thorndike }) => [
        ...[score, n, lord, keats, thorndike],
      ]),
    },
    "model-fit.csv": modelFitTable(calibration, (statistic, marginsMax) =>
      modelFit(calibration, data, statistic, marginsMax),
    ),
    "grouped-fit.csv": groupedFitTable(calibration, data, persons, seed),
    "deviations.csv": deviationsTable(calibration, data),
    "pairs.csv": pairsTable(calibration, data),
  };
}

function deviationsTable(calibration: Calibration, data: ResponseData): Table {
  return {
    columns: [
      ...["item", "group", "weighted_n", "rmsd", "rmsd_bc", "mad", "md"],
      ...["rmsd_information", "rmsd_difficulty"],
    ],
    rows: curveDeviations(calibration, data).flatMap(({ groups }) =>
      groups.map((found): Cell[] => [
        ...[found.item, found.group, found.n, found.rmsd, found.rmsdBiasCorrected, found.mad, found.md],
        ...[found.rmsdInformation, found.rmsdDifficulty],
      ]),
    ),
  };
}

function pairsTable(calibration: Calibration, data: ResponseData): Table {
  const atEap = q3(calibration, data, "eap");
  const overPosterior = q3(calibration, data, "posterior");
  const count = atEap.items.length;
  const rows: Cell[][] = [];
  let pair = 0;
  const dependence = localDependence(calibration, data);
  for (let j = 1; j < count; j++) {
    for (let i = 0; i < j; i++) {
      const found = dependence[pair++];
      if (!found) continue;
      rows.push([
        ...found.items,
        found.n,
        atEap.values[i * count + j] ?? null,
        overPosterior.values[i * count + j] ?? null,
        found.ldX2,
        found.df,
        found.p,
        found.cramersV,
      ]);
    }
  }
  return {
    columns: [
      ...["item1", "item2", "weighted_n", "q3_eap", "q3_posterior"],
      ...["ld_x2", "ld_df", "ld_p", "cramers_v"],
    ],
    rows,
  };
}
