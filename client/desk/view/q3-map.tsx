import { useCallback } from "react";
import type { RunFit } from "../../../server/contract/run-result.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { isDependent } from "../fit-flags.js";
import { PlotFigure } from "../plots/figure.js";
import { drawHeatMap, type HeatCell } from "../plots/heat-map.js";

type Q3 = NonNullable<RunFit["q3"]>;

/** A Q3 this far from the mean is drawn full. */
const full = 0.4;

/** Q3 of every pair of items, those above the bound framed. */
export function Q3Map({ q3, matrix, items }: { q3: Q3; matrix: (number | null)[]; items: string[] }) {
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
