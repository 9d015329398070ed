import { useCallback, useMemo, useState } from "react";
import type { FitItem, RunFit, RunItem, RunResult } from "../../../server/contract/run-result.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { Empty } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { fitBounds, fitFlags, type FitFlag } from "../fit-flags.js";
import { PlotFigure } from "../plots/figure.js";
import { drawScatter, scatterTable, type ScatterFrame } from "../plots/scatter.js";
import { ItemPanel } from "./item-panel.js";
import { LocalDependence } from "./local-dependence.js";
import { ModelFit } from "./model-fit.js";

/** An item with its fit and what stands out in it. */
interface Row extends FitItem {
  item: RunItem;
  flags: FitFlag[];
}

/** Whether the model holds: as a whole, item by item, and pair by pair. */
export function FitView({ result }: { result: RunResult }) {
  const { t } = useLanguage();
  if (!result.fit) return <Empty title={t("fit.none")} />;
  return <Fit result={result} fit={result.fit} />;
}

function Fit({ result, fit }: { result: RunResult; fit: RunFit }) {
  const { t, language, format } = useLanguage();
  const rows = useMemo(
    () =>
      result.items.flatMap((item): Row[] => {
        const found = fit.items.find(({ itemId }) => itemId === item.itemId);
        return found ? [{ ...found, item, flags: fitFlags(item, found) }] : [];
      }),
    [result, fit],
  );
  const flagged = rows.filter(({ flags }) => flags.length > 0);
  const [opened, setOpened] = useState<string | null>((flagged[0] ?? rows[0])?.itemId ?? null);
  const item = result.items.find(({ itemId }) => itemId === opened);
  return (
    <>
      <ModelFit fit={fit} />
      <h2>{t("fit.items")}</h2>
      <p className="measure">
        {flagged.length === 0
          ? t("fit.noneFlagged", { count: rows.length })
          : t("fit.flagged", { flagged: format.count(flagged.length), count: rows.length })}{" "}
        <span className="quiet small">
          {t("fit.bounds", {
            low: format.number(fitBounds.meanSquareMin, 1),
            high: format.number(fitBounds.meanSquareMax, 1),
            rmsd: format.number(fitBounds.rmsd),
            p: format.number(fitBounds.adjustedP),
          })}
        </span>
      </p>
      {fit.sx2Reason && (
        <p className="quiet small measure">{t("fit.noSx2", { reason: fit.sx2Reason[language] })}</p>
      )}
      <div className="run-items">
        <DataTable
          caption={t("fit.items")}
          columns={useFitColumns(fit.sx2Reason === null, opened, setOpened)}
          rows={rows}
          rowKey={(row) => row.itemId}
          startSort={{ id: "flags", descending: true }}
          rowClass={(row) => (row.itemId === opened ? "is-opened" : undefined)}
        />
        {item && <ItemPanel key={item.itemId} item={item} />}
      </div>
      <RmsdPlot rows={rows} />
      {fit.q3 && <LocalDependence q3={fit.q3} items={fit.items.map(({ itemId }) => itemId)} />}
    </>
  );
}

function useFitColumns(
  hasSx2: boolean,
  opened: string | null,
  onOpen: (itemId: string) => void,
): Column<Row>[] {
  const { t, format } = useLanguage();
  const number = (
    id: string,
    value: (row: Row) => number | null,
    mark: (row: Row) => boolean = () => false,
    decimals = 2,
  ): Column<Row> => ({
    id,
    label: t(`fit.${id}`),
    explanation: t(`fit.${id}Explained`),
    align: "end",
    sortValue: value,
    cell: (row) =>
      mark(row) ? (
        <strong className="far">{format.number(value(row), decimals)} ⚠</strong>
      ) : (
        format.number(value(row), decimals)
      ),
  });
  const has = (...flags: FitFlag[]) => {
    return (row: Row) => flags.some((flag) => row.flags.includes(flag));
  };
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
            cell: (row: Row) =>
              row.sx2 === null ? "–" : `${format.number(row.sx2, 1)} (${row.sx2Df ?? "–"})`,
          },
          number("sx2P", (row) => row.sx2P, undefined, 3),
          number("sx2AdjustedP", (row) => row.sx2AdjustedP, has("sx2"), 3),
        ]
      : []),
  ];
}

function RmsdPlot({ rows }: { rows: Row[] }) {
  const { t } = useLanguage();
  const points = useMemo(
    () =>
      rows.flatMap(({ itemId, item, flags }) =>
        item.rmsd === null
          ? []
          : [{ name: itemId, x: item.difficulty, y: item.rmsd, isMarked: flags.length > 0 }],
      ),
    [rows],
  );
  const plot = useMemo(
    (): ScatterFrame => ({
      x: { label: t("plot.difficulty"), least: { low: -2, high: 2 } },
      y: { label: "RMSD", least: { low: 0, high: 0.16 } },
      bounds: [fitBounds.rmsd],
    }),
    [t],
  );
  const draw = useCallback((width: number) => drawScatter(points, width, plot), [points, plot]);
  return (
    <PlotFigure
      title={t("fit.plot")}
      description={t("fit.plotExplained")}
      fileName="item-rmsd"
      draw={draw}
      table={scatterTable(points, plot, t("fit.marked"))}
    />
  );
}
