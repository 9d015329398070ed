import type { FitItem, RunItem } from "../../../server/contract/run-result.js";
import type { ColumnSet } from "../../shared/staff/column-sets.js";
import type { Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import type { FitFlag } from "../fit-flags.js";
import { farNumber } from "./far-number.js";
import { openingItemColumn } from "./item-column.js";

/** An item with its fit and what stands out in it. */
export interface FitRow extends FitItem {
  item: RunItem;
  flags: FitFlag[];
}

/** The columns of item fit; an item opens its curve. */
export function useFitColumns(
  hasSx2: boolean,
  opened: string | null,
  onOpen: (itemId: string) => void,
): Column<FitRow>[] {
  const { t, format } = useLanguage();
  const number = (
    id: string,
    value: (row: FitRow) => number | null,
    mark: (row: FitRow) => boolean = () => false,
    decimals = 2,
  ): Column<FitRow> => ({
    ...numberColumn({ id, label: t(`fit.${id}`), explanation: t(`fit.${id}Explained`), value }),
    cell: (row) => farNumber(format.number(value(row), decimals), mark(row)),
  });
  const has = (...flags: FitFlag[]) => {
    return (row: FitRow) => flags.some((flag) => row.flags.includes(flag));
  };
  return [
    openingItemColumn(t("item.id"), opened, onOpen),
    {
      id: "flags",
      label: t("fit.flags"),
      sortValue: (row) => row.flags.length + (row.item.rmsd ?? 0),
      cell: (row) =>
        row.flags.length === 0 ? (
          <span className="quiet">✓ {t("fit.fits")}</span>
        ) : (
          <span className="fit-flags">{row.flags.map((flag) => t(`fit.flag.${flag}`)).join(" · ")}</span>
        ),
    },
    { ...number("n", (row) => row.item.n), cell: (row) => format.count(row.item.n) },
    number("infit", (row) => row.item.infit, has("infitHigh", "infitLow")),
    number("outfit", (row) => row.item.outfit, has("outfitHigh", "outfitLow")),
    number("rmsd", (row) => row.item.rmsd, has("rmsd"), 3),
    number("rmsdCorrected", (row) => row.rmsdCorrected, undefined, 3),
    number("md", (row) => row.md, undefined, 3),
    ...(hasSx2
      ? [
          {
            ...number("sx2", (row) => row.sx2),
            cell: (row: FitRow) =>
              row.sx2 === null ? "–" : `${format.number(row.sx2, 1)} (${row.sx2Df ?? "–"})`,
          },
          { ...number("sx2P", (row) => row.sx2P), cell: (row: FitRow) => format.p(row.sx2P) },
          {
            ...number("sx2AdjustedP", (row) => row.sx2AdjustedP),
            cell: (row: FitRow) => farNumber(format.p(row.sx2AdjustedP), has("sx2")(row)),
          },
        ]
      : []),
  ];
}

/** With S-X² there are more columns than stand beside a curve: what the flags rest on first, then what is behind them. */
export function useFitSets(hasSx2: boolean): ColumnSet[] {
  const { t } = useLanguage();
  const set = (id: string, columns: string[]): ColumnSet => ({ id, label: t(`fit.sets.${id}`), columns });
  if (!hasSx2) return [];
  return [
    set("overview", ["flags", "n", "infit", "outfit", "rmsd", "sx2AdjustedP"]),
    set("curve", ["flags", "n", "rmsd", "rmsdCorrected", "md"]),
    set("sx2", ["flags", "n", "sx2", "sx2P", "sx2AdjustedP"]),
  ];
}
