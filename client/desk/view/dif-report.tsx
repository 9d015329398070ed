import { useMemo, useState } from "react";
import type { ComparisonRow, DifResult } from "../../../server/contract/comparisons.js";
import type { RunResult } from "../../../server/contract/run-result.js";
import { DataTable } from "../../shared/staff/data-table.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { classMarks } from "../plots/effects.js";
import { useComparisonName } from "./comparison-list.js";
import { useDifColumns } from "./dif-columns.js";
import { useDifSets } from "./dif-sets.js";
import { BetaPlot, DeltaPlot } from "./effect-plots.js";
import { Facts, type Fact } from "./facts.js";
import { GroupCurvesPanel } from "./group-curves-panel.js";
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
          <GroupCurvesPanel key={item.itemId} item={item} dif={ofItem} groups={[reference, focal]} />
        )}
      </div>
      <div className="plots">
        <DeltaPlot dif={dif} focal={focal} />
        <BetaPlot dif={dif} focal={focal} />
      </div>
    </section>
  );
}

function Summary({ dif, groups }: { dif: DifResult; groups: string[] }) {
  const { t, language, format } = useLanguage();
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
      : ([[t("dif.purified"), format.count(dif.purifiedRounds)]] satisfies Fact[])),
    ...(dif.sibtest && dif.sibtest.reason === null
      ? ([[t("dif.sibtestN"), format.count(dif.sibtest.n)]] satisfies Fact[])
      : []),
  ];
  return (
    <>
      <Facts facts={facts} />
      <p className="quiet small measure">
        {t("dif.classesExplained")}{" "}
        {dif.sibtest &&
          (dif.sibtest.reason
            ? t("dif.noSibtest", { reason: dif.sibtest.reason[language] })
            : t("dif.sibtestExplained"))}
      </p>
    </>
  );
}
