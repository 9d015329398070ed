import type { DifItem, DifResult } from "../../../server/contract/comparisons.js";
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
      explanation: t("dif.etsClassExplained"),
      sortValue: ({ effectClass, delta }) =>
        effectClass === null ? null : rank[effectClass] + Math.abs(delta ?? 0),
      cell: (row) => <ClassInWords row={row} focal={focal} />,
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

function ClassInWords({ row, focal }: { row: DifItem; focal: string }) {
  const { t, language } = useLanguage();
  const { effectClass, delta } = row;
  if (effectClass === null)
    return <span className="quiet small fit-flags">{row.reason?.[language] ?? "–"}</span>;
  const words = `${classMarks[effectClass]} ${effectClass} – ${t(`dif.class.${effectClass}`)}`;
  if (effectClass === "A") return <span className="quiet fit-flags">{words}</span>;
  return (
    <span className="fit-flags">
      <strong className={effectClass === "C" ? "far" : undefined}>{words}</strong>
      <br />
      <span className="small">
        {t((delta ?? 0) < 0 ? "dif.harderFor" : "dif.easierFor", { group: focal })}
      </span>
    </span>
  );
}
