import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { ClassicalRow, ClassicalTable } from "../../../server/contract/classical.js";
import { api } from "../../shared/staff/api.js";
import { DataTable } from "../../shared/staff/data-table.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawItemMap, itemMapTable } from "../plots/item-map.js";
import { drawScores, scoresTable } from "../plots/scores.js";
import { useClassicalColumns, useClassicalSets } from "./classical-columns.js";
import { DistractorDialog } from "./distractor-dialog.js";
import { SubjectChoice } from "./subject-choice.js";

/** Classical item statistics of the responses as they are now. */
export function ClassicalView({ studyId, subjects }: { studyId: string; subjects: string[] }) {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<string[]>([]);
  const table = useQuery({
    queryKey: ["classical", studyId, chosen],
    queryFn: () =>
      api.get<ClassicalTable>(
        `/api/research/${studyId}/classical${chosen.length > 0 ? `?subjects=${chosen.join(",")}` : ""}`,
      ),
    placeholderData: (before) => before,
  });
  return (
    <>
      <SubjectChoice subjects={subjects} chosen={chosen} onChange={setChosen} />
      <Loaded query={table}>
        {(data) =>
          data.personCount === 0 ? <Empty title={t("classical.none")} /> : <Statistics data={data} />
        }
      </Loaded>
    </>
  );
}

function Statistics({ data }: { data: ClassicalTable }) {
  const { t, format } = useLanguage();
  const [opened, setOpened] = useState<ClassicalRow | null>(null);
  return (
    <>
      <p>
        {t("classical.summary", {
          persons: format.count(data.personCount),
          items: format.count(data.items.length),
        })}{" "}
        <strong>α = {format.number(data.alpha)}</strong>{" "}
        <span className="quiet small">
          {data.alpha === null ? t("classical.noAlpha") : t("classical.alpha")}
        </span>
      </p>
      <div className="plots">
        <ItemMap items={data.items} />
        <SumScores distribution={data.scoreDistribution} />
      </div>
      <DataTable
        caption={t("tabs.classical")}
        columns={useClassicalColumns(setOpened)}
        sets={useClassicalSets()}
        rows={data.items}
        rowKey={(row) => row.itemId}
        startSort={{ id: "item", descending: false }}
        rowClass={(row) => ((row.itemRest ?? 1) < 0.2 ? "needs-hand" : undefined)}
      />
      {opened && <DistractorDialog row={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function ItemMap({ items }: { items: ClassicalRow[] }) {
  const { t } = useLanguage();
  const words = useMemo(
    () => ({ proportion: t("item.proportionCorrect"), itemRest: t("item.itemRest") }),
    [t],
  );
  const draw = useCallback((width: number) => drawItemMap(items, width, words), [items, words]);
  return (
    <PlotFigure
      title={t("classical.map")}
      description={t("classical.mapExplained")}
      fileName="item-map"
      draw={draw}
      table={itemMapTable(items, words)}
    />
  );
}

/** Nothing while nobody has every response of a booklet scored, as where open responses wait for their coders. */
function SumScores({ distribution }: { distribution: ClassicalTable["scoreDistribution"] }) {
  const { t } = useLanguage();
  const words = useMemo(() => ({ score: t("classical.score"), persons: t("classical.persons") }), [t]);
  const draw = useCallback((width: number) => drawScores(distribution, width, words), [distribution, words]);
  if (!distribution.some(({ counts }) => counts.some((count) => count > 0))) return null;
  return (
    <PlotFigure
      title={t("classical.scores")}
      description={t("classical.scoresExplained")}
      fileName="scores"
      draw={draw}
      table={scoresTable(distribution, words)}
    />
  );
}
