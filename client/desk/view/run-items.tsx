import type { RunItem } from "../../../server/contract/run-result.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { fitBounds } from "../fit-flags.js";
import { beyond, type Range } from "../plots/range.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { farNumber } from "./far-number.js";
import { openingItemColumn } from "./item-column.js";

const isFarMeanSquare = (value: number): boolean =>
  value < fitBounds.meanSquareMin || value > fitBounds.meanSquareMax;

/** The items' parameters, standard errors and fit; a row opens its curve. */
export function RunItems(props: {
  items: RunItem[];
  /** Of the Wright map: a difficulty beyond it is marked. */
  range: Range;
  opened: string | null;
  onOpen: (itemId: string) => void;
}) {
  const { t, format } = useLanguage();
  const number = (
    id: string,
    value: (row: RunItem) => number | null,
    isFar: (value: number) => boolean = () => false,
    decimals = 2,
  ): Column<RunItem> => ({
    ...numberColumn({ id, label: t(`parameter.${id}`), explanation: t(`parameter.${id}Explained`), value }),
    cell: (row) => {
      const shown = value(row);
      return farNumber(format.number(shown, decimals), shown !== null && isFar(shown));
    },
  });
  const columns: Column<RunItem>[] = [
    openingItemColumn(t("item.id"), props.opened, props.onOpen),
    { ...number("n", (row) => row.n), cell: (row) => format.count(row.n) },
    number("slope", (row) => row.slope),
    number("slopeSe", (row) => row.slopeSe),
    {
      ...number("difficulty", (row) => row.difficulty),
      cell: (row) => {
        const side = beyond(props.range, row.difficulty);
        if (side === 0) return format.number(row.difficulty);
        return (
          <strong className="far" title={t("plot.offPlot")}>
            {format.number(row.difficulty)} {side > 0 ? "▲" : "▼"}
            <span className="visually-hidden"> {t("plot.offPlot")}</span>
          </strong>
        );
      },
    },
    ...(props.items.some(({ lowerAsymptote }) => typeof lowerAsymptote === "number")
      ? [number("lowerAsymptote", (row) => row.lowerAsymptote ?? null)]
      : []),
    {
      id: "steps",
      label: t("parameter.steps"),
      explanation: t("parameter.stepsExplained"),
      cell: (row) =>
        row.steps.map((step, k) => `${format.number(step)} (${format.number(row.stepSes[k])})`).join(" · "),
    },
    ...(props.items.some(({ categorySlopes }) => categorySlopes)
      ? [
          {
            id: "categorySlopes",
            label: t("parameter.categorySlopes"),
            explanation: t("parameter.categorySlopesExplained"),
            cell: ({ categorySlopes = [], categorySlopeSes = [] }: RunItem) =>
              categorySlopes
                .map((slope, k) => `${format.number(slope)} (${format.number(categorySlopeSes[k])})`)
                .join(" · "),
          },
        ]
      : []),
    number("infit", (row) => row.infit, isFarMeanSquare),
    number("outfit", (row) => row.outfit, isFarMeanSquare),
    number(
      "rmsd",
      (row) => row.rmsd,
      (rmsd) => rmsd > fitBounds.rmsd,
      3,
    ),
  ];
  return (
    <DataTable
      caption={t("run.items")}
      columns={columns}
      rows={props.items}
      rowKey={(row) => row.itemId}
      startSort={{ id: "item", descending: false }}
      rowClass={(row) => (row.itemId === props.opened ? "is-opened" : undefined)}
    />
  );
}
