import { useMemo, useState } from "react";
import type { RunFit, RunResult } from "../../../server/contract/run-result.js";
import { DataTable } from "../../shared/staff/data-table.js";
import { Empty } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { fitBounds, fitFlags } from "../fit-flags.js";
import { useFitColumns, useFitSets, type FitRow } from "./fit-columns.js";
import { ItemPanel } from "./item-panel.js";
import { LocalDependence } from "./local-dependence.js";
import { ModelFit } from "./model-fit.js";
import { RmsdPlot } from "./rmsd-plot.js";

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
      result.items.flatMap((item): FitRow[] => {
        const found = fit.items.find(({ itemId }) => itemId === item.itemId);
        return found ? [{ ...found, item, flags: fitFlags(item, found) }] : [];
      }),
    [result, fit],
  );
  const flagged = rows.filter(({ flags }) => flags.length > 0);
  const hasSx2 = fit.sx2Reason === null;
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
          columns={useFitColumns(hasSx2, opened, setOpened)}
          sets={useFitSets(hasSx2)}
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
