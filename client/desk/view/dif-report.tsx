import { useCallback, useMemo, useState } from "react";
import type { ComparisonRow, DifItem, DifResult } from "../../../server/contract/comparisons.js";
import type { RunItem, RunResult } from "../../../server/contract/run-result.js";
import { DataTable } from "../../shared/staff/data-table.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { classMarks, difTable, drawDif, type DifWords } from "../plots/dif-plot.js";
import { PlotFigure } from "../plots/figure.js";
import { drawGroupCurves, groupCurvesTable } from "../plots/group-curves.js";
import { useComparisonName } from "./comparison-list.js";
import { useDifColumns, useDifSets } from "./dif-columns.js";
import { Facts, type Fact } from "./facts.js";
import { Warnings } from "./warnings.js";

/** What a finished analysis of differential functioning found. */
export function DifReport({ row, dif, run }: { row: ComparisonRow; dif: DifResult; run: RunResult }) {
  const { local } = useLanguage();
  const [reference = "", focal = ""] = row.groups.map(({ title }) => local(title));
  const name = useComparisonName()(row);
  const bySize = useMemo(
    () => [...dif.items].sort((a, b) => Math.abs(b.delta ?? 0) - Math.abs(a.delta ?? 0)),
    [dif],
  );
  const [opened, setOpened] = useState<string | null>(bySize[0]?.itemId ?? null);
  const item = run.items.find(({ itemId }) => itemId === opened);
  const ofItem = dif.items.find(({ itemId }) => itemId === opened);
  const columns = useDifColumns(dif, focal, opened, setOpened);
  return (
    <section className="stack" aria-label={name}>
      <h2>{name}</h2>
      <Warnings warnings={dif.warnings} />
      <Summary dif={dif} groups={[reference, focal]} />
      <div className="run-items">
        <DataTable
          caption={name}
          columns={columns}
          sets={useDifSets(dif)}
          rows={bySize}
          rowKey={({ itemId }) => itemId}
          startSort={{ id: "class", descending: true }}
          rowClass={({ itemId }) => (itemId === opened ? "is-opened" : undefined)}
        />
        {item && ofItem && (
          <GroupCurves key={item.itemId} item={item} dif={ofItem} groups={[reference, focal]} />
        )}
      </div>
      {dif.items.some(({ delta }) => delta !== null) && <EffectPlot dif={dif} focal={focal} />}
    </section>
  );
}

function Summary({ dif, groups }: { dif: DifResult; groups: string[] }) {
  const { t, format } = useLanguage();
  const count = (of: "A" | "B" | "C") => dif.items.filter(({ effectClass }) => effectClass === of).length;
  const [reference, focal] = dif.groups;
  const facts: Fact[] = [
    ...(["A", "B", "C"] as const).map((of): [string, string] => [
      `${classMarks[of]} ${of} – ${t(`dif.class.${of}`)}`,
      format.count(count(of)),
    ]),
    ...dif.groups.map(({ n, mean, variance }, g): [string, string] => [
      groups[g] ?? "",
      `n = ${format.count(n)}, θ ${format.number(mean)} (${format.number(Math.sqrt(variance))})`,
    ]),
    [t("dif.impact"), format.number(reference && focal ? focal.mean - reference.mean : null)],
    [
      t("dif.matchedOn"),
      dif.matchedOn === "score" ? t("dif.onScore") : t("dif.onAbility", { count: dif.strataCount ?? 0 }),
    ],
    ...(dif.purifiedRounds === null
      ? []
      : ([[t("dif.purified"), format.count(dif.purifiedRounds)]] satisfies [string, string][])),
  ];
  return (
    <>
      <Facts facts={facts} />
      <p className="quiet small measure">{t("dif.classesExplained")}</p>
    </>
  );
}

function GroupCurves({ item, dif, groups }: { item: RunItem; dif: DifItem; groups: string[] }) {
  const { t, local, language } = useLanguage();
  const joined = groups.join("\n");
  const words = useMemo(
    () => ({
      theta: t("plot.theta"),
      score: t("dif.meanScore"),
      model: t("dif.model"),
      groups: joined.split("\n"),
    }),
    [t, joined],
  );
  const draw = useCallback((width: number) => drawGroupCurves(item, dif, width, words), [item, dif, words]);
  return (
    <div className="item-panel">
      <p className="small measure">
        <strong>{item.itemId}</strong> · {local(item.summary)}
      </p>
      {dif.reason && (
        <p className="banner attention small">{t("dif.none", { reason: dif.reason[language] })}</p>
      )}
      <PlotFigure
        title={t("dif.curves", { item: item.itemId })}
        description={t("dif.curvesExplained")}
        fileName={`dif-${item.itemId}`}
        draw={draw}
        table={groupCurvesTable(dif, words)}
      />
    </div>
  );
}

function EffectPlot({ dif, focal }: { dif: DifResult; focal: string }) {
  const { t } = useLanguage();
  const words = useMemo(
    (): DifWords => ({
      effect: t("dif.effect"),
      harder: t("dif.harderFor", { group: focal }),
      easier: t("dif.easierFor", { group: focal }),
      classes: { A: t("dif.class.A"), B: t("dif.class.B"), C: t("dif.class.C") },
    }),
    [t, focal],
  );
  const draw = useCallback((width: number) => drawDif(dif.items, width, words), [dif, words]);
  return (
    <PlotFigure
      title={t("dif.plot")}
      description={t("dif.plotExplained")}
      fileName="dif"
      draw={draw}
      table={difTable(dif.items, words)}
    />
  );
}
