import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { ClassicalRow, ClassicalTable } from "../../../server/contract/classical.js";
import { api } from "../../shared/staff/api.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawItemMap, itemMapTable } from "../plots/item-map.js";
import { drawScores, scoresTable } from "../plots/scores.js";
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
  const mapWords = { proportion: t("item.proportionCorrect"), itemRest: t("item.itemRest") };
  const scoreWords = { score: t("classical.score"), persons: t("classical.persons") };
  const { proportion, itemRest } = mapWords;
  const { score, persons } = scoreWords;
  // Nobody has every response of a booklet scored while open responses wait for their coders.
  const hasScores = data.scoreDistribution.some(({ counts }) => counts.some((count) => count > 0));
  const drawMap = useCallback(
    (width: number) => drawItemMap(data.items, width, { proportion, itemRest }),
    [data, proportion, itemRest],
  );
  const drawDistribution = useCallback(
    (width: number) => drawScores(data.scoreDistribution, width, { score, persons }),
    [data, score, persons],
  );
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
        <PlotFigure
          title={t("classical.map")}
          description={t("classical.mapExplained")}
          fileName="item-map"
          draw={drawMap}
          table={itemMapTable(data.items, mapWords)}
        />
        {hasScores && (
          <PlotFigure
            title={t("classical.scores")}
            description={t("classical.scoresExplained")}
            fileName="scores"
            draw={drawDistribution}
            table={scoresTable(data.scoreDistribution, scoreWords)}
          />
        )}
      </div>
      <DataTable
        caption={t("tabs.classical")}
        columns={useClassicalColumns(setOpened)}
        rows={data.items}
        rowKey={(row) => row.itemId}
        startSort={{ id: "item", descending: false }}
        rowClass={(row) => ((row.itemRest ?? 1) < 0.2 ? "needs-hand" : undefined)}
      />
      {opened && <DistractorDialog row={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function useClassicalColumns(onOpen: (row: ClassicalRow) => void): Column<ClassicalRow>[] {
  const { t, local, format } = useLanguage();
  const number = (
    id: string,
    value: (row: ClassicalRow) => number | null,
    decimals = 2,
  ): Column<ClassicalRow> => ({
    id,
    label: t(`item.${id}`),
    explanation: t(`item.${id}Explained`),
    align: "end",
    cell: (row) => format.number(value(row), decimals),
    sortValue: value,
  });
  return [
    {
      id: "item",
      label: t("item.id"),
      sortValue: (row) => row.itemId,
      cell: (row) => (
        <>
          {row.distractors.length > 0 ? (
            <button className="link" onClick={() => onOpen(row)}>
              {row.itemId}
            </button>
          ) : (
            row.itemId
          )}
          <br />
          <span className="quiet small item-summary">{local(row.summary)}</span>
        </>
      ),
    },
    { id: "kind", label: t("item.kind"), cell: (row) => t(`kind.${row.kind}`), sortValue: (row) => row.kind },
    {
      id: "domain",
      label: t("item.domain"),
      explanation: t("item.domainExplained"),
      sortValue: (row) => local(row.domain),
      cell: (row) => <span className="item-domain">{local(row.domain)}</span>,
    },
    { ...number("n", (row) => row.n, 0) },
    { ...number("maxScore", (row) => row.maxScore, 0) },
    number("mean", (row) => row.mean),
    number("proportionCorrect", (row) => row.proportionCorrect),
    number("sd", (row) => row.sd),
    number("itemRest", (row) => row.itemRest),
    number("alphaIfDeleted", (row) => row.alphaIfDeleted),
    number("discrimination27", (row) => row.discrimination27),
    {
      ...number("omittedShare", (row) => row.omittedShare),
      cell: (row) => format.percent(row.omittedShare),
    },
    {
      ...number("notReachedShare", (row) => row.notReachedShare),
      cell: (row) => format.percent(row.notReachedShare),
    },
    number("medianSeconds", (row) => row.medianSeconds, 0),
  ];
}

function DistractorDialog({ row, onClose }: { row: ClassicalRow; onClose: () => void }) {
  const { t, local, format } = useLanguage();
  return (
    <Dialog title={t("distractors.title", { item: row.itemId })} isOpen onClose={onClose} wide>
      <p className="measure">{local(row.summary)}</p>
      <p className="quiet small measure">{t("distractors.explained")}</p>
      <DataTable
        caption={t("distractors.title", { item: row.itemId })}
        rows={row.distractors}
        rowKey={(option) => option.option}
        columns={[
          {
            id: "option",
            label: t("distractors.option"),
            cell: (option) => (
              <>
                <strong>{option.option}</strong>{" "}
                {option.isKey && <span className="badge good">✓ {t("distractors.key")}</span>}
                <br />
                <span className="quiet small">{local(option.label)}</span>
              </>
            ),
          },
          { id: "n", label: t("item.n"), align: "end", cell: (option) => format.count(option.n) },
          {
            id: "proportion",
            label: t("distractors.proportion"),
            align: "end",
            cell: (option) => format.percent(option.proportion, 1),
            sortValue: (option) => option.proportion,
          },
          {
            id: "pointBiserial",
            label: t("distractors.pointBiserial"),
            explanation: t("distractors.pointBiserialExplained"),
            align: "end",
            cell: (option) => format.number(option.pointBiserial),
            sortValue: (option) => option.pointBiserial,
          },
        ]}
      />
      <div className="dialog-actions">
        <button className="button" onClick={onClose}>
          {t("act.close")}
        </button>
      </div>
    </Dialog>
  );
}
