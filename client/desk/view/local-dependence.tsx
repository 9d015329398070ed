import type { RunFit } from "../../../server/contract/run-result.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { fitBounds, isDependent } from "../fit-flags.js";
import { farNumber } from "./far-number.js";
import { Q3Map } from "./q3-map.js";

type Q3 = NonNullable<RunFit["q3"]>;
type Pair = Q3["pairs"][number];

const pairsShown = 10;

/** Pairs of items that hang together beyond what ability explains: a heat map, and the largest pairs. */
export function LocalDependence({ q3, items }: { q3: Q3; items: string[] }) {
  const { t, format } = useLanguage();
  const mean = q3.mean ?? 0;
  const found = q3.pairs.filter((pair) => isDependent(pair.q3, q3.mean));
  const columns: Column<Pair>[] = [
    { id: "first", label: t("fit.pair"), cell: ({ items: [a, b] }) => `${a} – ${b}` },
    {
      ...numberColumn({ id: "q3", label: "Q3", value: (pair: Pair) => pair.q3 }),
      cell: (pair) => farNumber(format.number(pair.q3, 3), isDependent(pair.q3, q3.mean)),
    },
    numberColumn({
      id: "above",
      label: t("fit.aboveMean"),
      explanation: t("fit.aboveMeanExplained"),
      value: (pair) => pair.q3 - mean,
      decimals: 3,
    }),
    numberColumn({ id: "n", label: "n", explanation: t("fit.pairN"), value: (pair) => pair.n, decimals: 0 }),
  ];
  return (
    <>
      <h2>{t("fit.q3")}</h2>
      <p className="measure">
        {q3.pairs.length === 0
          ? t("fit.q3Few")
          : found.length === 0
            ? t("fit.q3None")
            : t("fit.q3Found", { count: found.length })}{" "}
        <span className="quiet small">
          {t("fit.q3Explained")}{" "}
          {q3.pairs.length > 0 &&
            t("fit.q3Flagged", {
              mean: format.number(q3.mean, 3),
              bound: format.number(fitBounds.q3AboveMean, 1),
            })}
        </span>
      </p>
      {q3.pairs.length > 0 && (
        <>
          <DataTable
            caption={t("fit.q3Largest")}
            columns={columns}
            rows={q3.pairs.slice(0, pairsShown)}
            rowKey={({ items: [a, b] }) => `${a} ${b}`}
          />
          {q3.matrix && <Q3Map q3={q3} matrix={q3.matrix} items={items} />}
        </>
      )}
    </>
  );
}
