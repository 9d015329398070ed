import type { DifItem, DifResult } from "../../../server/contract/comparisons.js";
import type { Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { ClassInWords } from "./class-in-words.js";
import { shownIn } from "./dif-sets.js";
import { openingItemColumn } from "./item-column.js";
import { withError } from "./with-error.js";

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
  const { number, test, pair } = useKindsOfColumns(focal);
  return [
    openingItemColumn(t("item.id"), opened, onOpen),
    {
      id: "class",
      label: t("dif.etsClass"),
      explanation: t("dif.etsClassExplained", { group: focal }),
      sortValue: ({ effectClass, delta }) =>
        effectClass === null ? null : rank[effectClass] + Math.abs(delta ?? 0),
      cell: ({ effectClass, delta, reason }) => (
        <ClassInWords effectClass={effectClass} isHarder={(delta ?? 0) < 0} reason={reason} />
      ),
    },
    pair("delta", ({ delta, deltaSe }) => [delta, deltaSe]),
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
    ...(shownIn(dif).sibtest
      ? [
          pair("beta", ({ sibtest }) => [sibtest?.beta ?? null, sibtest?.se ?? null], 3),
          {
            ...number("betaClass", ({ maxScore, sibtest }) => {
              const { effectClass = null, beta = null } = sibtest ?? {};
              return effectClass === null ? null : rank[effectClass] + Math.abs(beta ?? 0) / maxScore;
            }),
            align: "start" as const,
            cell: ({ sibtest }: DifItem) => (
              <ClassInWords
                effectClass={sibtest?.effectClass ?? null}
                isHarder={(sibtest?.beta ?? 0) > 0}
                reason={sibtest?.reason ?? null}
              />
            ),
          },
          test("sibtestP", ({ sibtest }) => sibtest?.p ?? null),
          test("crossingP", ({ sibtest }) => sibtest?.crossing.p ?? null),
          number("crossingBeta", ({ sibtest }) => sibtest?.crossing.beta ?? null, 3),
          number("crossingAt", ({ sibtest }) => sibtest?.crossing.at ?? null, 1),
        ]
      : []),
    number("rmsdReference", (row) => row.rmsdReference, 3),
    number("rmsdFocal", (row) => row.rmsdFocal, 3),
    ...(shownIn(dif).md
      ? [
          number("mdReference", (row) => row.mdReference ?? null, 3),
          number("mdFocal", (row) => row.mdFocal ?? null, 3),
        ]
      : []),
    ...(shownIn(dif).ratios
      ? [test("ratioP", (row) => row.ratioP), number("shift", (row) => row.shift)]
      : []),
    {
      ...number("counts", (row) => Math.min(row.referenceCount, row.focalCount)),
      cell: (row) => (
        <span className="nowrap">{`${format.count(row.referenceCount)} / ${format.count(row.focalCount)}`}</span>
      ),
    },
  ];
}

/** A number, a p-value, and a number with its standard error. */
function useKindsOfColumns(focal: string) {
  const { t, format } = useLanguage();
  const number = (id: string, value: (row: DifItem) => number | null, decimals?: number) =>
    numberColumn({
      id,
      label: t(`dif.${id}`),
      explanation: t(`dif.${id}Explained`, { group: focal }),
      value,
      decimals,
    });
  const test = (id: string, value: (row: DifItem) => number | null): Column<DifItem> => ({
    ...number(id, value),
    cell: (row) => {
      const p = value(row);
      return p !== null && p < clearP ? <strong className="nowrap">{format.p(p)}</strong> : format.p(p);
    },
  });
  const pair = (
    id: string,
    values: (row: DifItem) => [number | null, number | null],
    decimals = 2,
  ): Column<DifItem> => ({
    ...number(id, (row) => values(row)[0]),
    cell: (row) => withError(...values(row), decimals),
  });
  return { number, test, pair };
}
