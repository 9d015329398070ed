import { useCallback } from "react";
import type { RunFit } from "../../../server/contract/run-result.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { fitBounds, isDependent } from "../fit-flags.js";
import { PlotFigure } from "../plots/figure.js";
import { drawHeatMap, type HeatCell } from "../plots/heat-map.js";
import { farNumber } from "./far-number.js";

type Q3 = NonNullable<RunFit["q3"]>;
type Pair = Q3["pairs"][number];

/** A Q3 this far from the mean is drawn full. */
const full = 0.4;

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

function Q3Map({ q3, matrix, items }: { q3: Q3; matrix: (number | null)[]; items: string[] }) {
  const { t } = useLanguage();
  const draw = useCallback(
    (width: number) => {
      const marked = new Set(
        q3.pairs.filter((pair) => isDependent(pair.q3, q3.mean)).map(({ items: [a, b] }) => `${a} ${b}`),
      );
      const cells = items.flatMap((row, i) =>
        items.slice(0, i).map((column, j): HeatCell => {
          const value = matrix[i * items.length + j] ?? null;
          return {
            row,
            column,
            value: value === null ? null : value - (q3.mean ?? 0),
            isMarked: marked.has(`${column} ${row}`),
          };
        }),
      );
      return drawHeatMap(cells, width, {
        rows: items.slice(1),
        columns: items.slice(0, -1),
        full,
        cellHeight: items.length > 30 ? 14 : 22,
      });
    },
    [q3, matrix, items],
  );
  return (
    <PlotFigure
      title={t("fit.q3Map")}
      description={t("fit.q3MapExplained")}
      fileName="q3"
      draw={draw}
      table={{
        columns: ["item1", "item2", "Q3", "n"],
        rows: q3.pairs.map(({ items: [a, b], q3: value, n }) => [a, b, value, n]),
      }}
    />
  );
}
