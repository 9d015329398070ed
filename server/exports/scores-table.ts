import type { Item } from "../../item-bank/types.js";
import type { AnalysisInput } from "../calibrations/analysis-input.js";
import type { Column, Table } from "./table.js";
import { idColumn, itemColumn, labelOf, variableName } from "./variables.js";

export const scoresFileName = "calibration_scores.csv";

/**
 * The score matrix that a calibration read: other than `responses_scored.csv` it follows the run's own rules.
 *
 * @param known items of the study by name, for what the codebook says of them.
 */
export function calibrationScoresTable(
  { items, personIds, rows }: AnalysisInput,
  known: Readonly<Record<string, Item>> = {},
): Table {
  return {
    name: scoresFileName,
    title: {
      vi: "Điểm mà lần hiệu chỉnh đã đọc, theo các lựa chọn của nó",
      en: "Scores as the calibration read them, by its own options",
    },
    columns: [
      idColumn,
      ...items.map(({ itemId, summary }): Column => {
        const item = known[itemId];
        const name = variableName(itemId);
        return item
          ? itemColumn(item, name, { ...column, label: labelOf(item) })
          : { ...column, name, itemId, label: summary };
      }),
    ],
    *rows() {
      for (const [p, row] of rows.entries()) yield [personIds[p] ?? "", ...row];
    },
  };
}

const column = {
  type: "integer",
  missing: {
    vi: "Trống: không có trong đề, chờ chấm, hoặc bị bỏ ra theo các lựa chọn trong run.json",
    en: "Empty: not presented, waiting for a coder, or left out by the options in run.json",
  },
  source: { vi: "responses_status.csv và các lựa chọn", en: "responses_status.csv and the options" },
} as const;
