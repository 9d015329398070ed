import type { DifItem, DifResult } from "../../../server/contract/comparisons.js";
import type { ColumnSet } from "../../shared/staff/column-sets.js";
import type { Column } from "../../shared/staff/data-table.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { classMarks } from "../plots/dif-plot.js";

/** Below this a test is set in bold; one in a hundred items does by chance. */
const clearP = 0.01;

const rank = { A: 0, B: 10, C: 20 } as const;

/** The columns of an analysis of differential functioning: the class in words first, then the statistics behind it. */
export function useDifColumns(
  dif: DifResult,
  focal: string,
  opened: string | null,
  onOpen: (itemId: string) => void,
): Column<DifItem>[] {
  const { t, format } = useLanguage();
  const number = (id: string, value: (row: DifItem) => number | null, decimals = 2): Column<DifItem> => ({
    id,
    label: t(`dif.${id}`),
    explanation: t(`dif.${id}Explained`, { group: focal }),
    align: "end",
    sortValue: value,
    cell: (row) => format.number(value(row), decimals),
  });
  const test = (id: string, value: (row: DifItem) => number | null): Column<DifItem> => ({
    ...number(id, value),
    cell: (row) => {
      const p = value(row);
      const text = p !== null && p < 0.0005 ? `<\u00a0${format.number(0.001, 3)}` : format.number(p, 3);
      return p !== null && p < clearP ? <strong className="nowrap">{text}</strong> : text;
    },
  });
  const hasRatios = dif.items.some(({ ratioP }) => ratioP !== null);
  return [
    {
      id: "item",
      label: t("item.id"),
      isRowName: true,
      sortValue: (row) => row.itemId,
      cell: (row) => (
        <button className="link" aria-pressed={row.itemId === opened} onClick={() => onOpen(row.itemId)}>
          {row.itemId}
        </button>
      ),
    },
    {
      id: "class",
      label: t("dif.etsClass"),
      explanation: t("dif.etsClassExplained", { group: focal }),
      sortValue: ({ effectClass, delta }) =>
        effectClass === null ? null : rank[effectClass] + Math.abs(delta ?? 0),
      cell: (row) => <ClassInWords row={row} />,
    },
    {
      ...number("delta", (row) => row.delta),
      cell: ({ delta, deltaSe }) => (
        <span className="nowrap">
          {delta === null ? "–" : `${format.number(delta)} (${format.number(deltaSe)})`}
        </span>
      ),
    },
    test("p", (row) => row.p),
    number("smd", (row) => row.smdStandardised),
    test("uniformP", (row) => row.uniformP),
    test("nonUniformP", (row) => row.nonUniformP),
    {
      ...number("rSquaredChange", (row) => row.rSquaredChange),
      cell: ({ rSquaredChange, jodoinGierl }) =>
        rSquaredChange === null ? (
          "–"
        ) : (
          <span className="nowrap">{`${format.number(rSquaredChange, 3)} (${jodoinGierl ?? "–"})`}</span>
        ),
    },
    test("homogeneityP", (row) => row.homogeneityP),
    number("rmsdFocal", (row) => row.rmsdFocal, 3),
    number("rmsdReference", (row) => row.rmsdReference, 3),
    ...(hasRatios ? [test("ratioP", (row) => row.ratioP), number("shift", (row) => row.shift)] : []),
    {
      ...number("counts", (row) => Math.min(row.referenceCount, row.focalCount)),
      cell: (row) => (
        <span className="nowrap">{`${format.count(row.referenceCount)} / ${format.count(row.focalCount)}`}</span>
      ),
    },
  ];
}

/** What decides on an item first, with one p of each method; then each method by itself. */
export function useDifSets(dif: DifResult): ColumnSet[] {
  const { t } = useLanguage();
  const hasRatios = dif.items.some(({ ratioP }) => ratioP !== null);
  const set = (id: string, columns: string[]): ColumnSet => ({ id, label: t(`dif.sets.${id}`), columns });
  return [
    set("overview", [
      ...["class", "delta", "p", "uniformP", "nonUniformP"],
      ...(hasRatios ? ["ratioP"] : []),
    ]),
    set("mantelHaenszel", ["class", "delta", "p", "homogeneityP", "smd", "counts"]),
    set("logistic", ["uniformP", "nonUniformP", "rSquaredChange", "counts"]),
    ...(hasRatios ? [set("likelihoodRatio", ["ratioP", "shift", "counts"])] : []),
    set("rmsd", ["rmsdReference", "rmsdFocal", "counts"]),
  ];
}

function ClassInWords({ row }: { row: DifItem }) {
  const { t, language } = useLanguage();
  const { effectClass, delta } = row;
  if (effectClass === null) return <span className="quiet small">{row.reason?.[language] ?? "–"}</span>;
  const words = `${classMarks[effectClass]} ${effectClass} – ${t(`dif.class.${effectClass}`)}`;
  if (effectClass === "A") return <span className="quiet">{words}</span>;
  return (
    <>
      <strong className={effectClass === "C" ? "far" : "nowrap"}>{words}</strong>
      <br />
      <span className="small">{t((delta ?? 0) < 0 ? "dif.harder" : "dif.easier")}</span>
    </>
  );
}
