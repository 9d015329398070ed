import type { LinkedItemRow, LinkResult } from "../../../server/contract/linking.js";
import type { Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { itemColumn } from "./item-column.js";
import { withError } from "./with-error.js";

/** The columns of the common items of a link, before and after. */
export function useLinkColumns(link: LinkResult): Column<LinkedItemRow>[] {
  const { t } = useLanguage();
  const number = (id: string, value: (row: LinkedItemRow) => number | null, decimals?: number) =>
    numberColumn({
      id,
      label: t(`linking.column.${id}`),
      explanation: t(`linking.column.${id}Explained`),
      value,
      decimals,
    });
  return [
    itemColumn(t("item.id")),
    {
      id: "size",
      label: t("linking.note"),
      sortValue: ({ difference }) => Math.abs(difference ?? 0),
      cell: (row) =>
        !row.isUsed ? (
          <span className="nowrap">✕ {t("linking.left")}</span>
        ) : row.isUnstable ? (
          <strong className="far">⚠ {t("linking.unstable")}</strong>
        ) : (
          <span className="quiet">✓ {t("linking.stable")}</span>
        ),
    },
    number("baseDifficulty", (row) => row.baseDifficulty),
    number("before", (row) => row.otherDifficultyBefore),
    number("after", (row) => row.otherDifficulty),
    {
      ...number("difference", (row) => row.difference),
      cell: ({ difference, differenceSe }) => withError(difference, differenceSe),
    },
    number("robustZ", (row) => row.robustZ),
    ...(link.hasSlope
      ? [
          number("baseSlope", (row) => row.baseSlope),
          number("slopeBefore", (row) => row.otherSlopeBefore),
          number("slopeAfter", (row) => row.otherSlope),
        ]
      : []),
    number("curveDifference", (row) => row.curveDifference, 3),
  ];
}
