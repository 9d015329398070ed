import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ComparisonRow } from "../../../server/contract/comparisons.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { isUnderWay } from "../use-comparisons.js";

/** The comparisons that are under way or failed, with a choice among those that are done. */
export function ComparisonList(props: {
  rows: ComparisonRow[];
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  const { t, format } = useLanguage();
  const done = props.rows.filter(({ state }) => state === "done");
  const others = props.rows.filter(({ state }) => state !== "done" && state !== "cancelled");
  const nameOf = useComparisonName();
  return (
    <>
      {others.map((row) => (
        <UnderWay key={row.id} row={row} />
      ))}
      {done.length > 1 && (
        <label className="field inline-field">
          <span>{t("compare.shown")}</span>
          <select
            className="select"
            value={props.chosen ?? ""}
            onChange={(event) => props.onChoose(event.target.value)}
          >
            {done.map((row) => (
              <option key={row.id} value={row.id}>
                {nameOf(row)} · {format.dateTime(row.createdAt)}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

const isQuestion = (title: string) => /[?:.]$/.test(title);

/** "Gender: female – male"; of many groups their number. */
export function useComparisonName() {
  const { t, local } = useLanguage();
  return ({ grouping, groups }: Pick<ComparisonRow, "grouping" | "groups">) =>
    groups.length > 2
      ? `${local(grouping.title)} (${t("compare.groupCount", { count: groups.length })})`
      : `${local(grouping.title)}${isQuestion(local(grouping.title)) ? "" : ":"} ${groups.map(({ title }) => local(title)).join(" – ")}`;
}

function UnderWay({ row }: { row: ComparisonRow }) {
  const { t, language, format } = useLanguage();
  const queries = useQueryClient();
  const name = useComparisonName()(row);
  const cancel = useMutation({
    mutationFn: () => api.post(`/api/research/comparisons/${row.id}/cancel`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["comparisons", row.runId] }),
  });
  return (
    <div className="card stack">
      <div className="row-between">
        <strong>{name}</strong>
        <span className={row.state === "failed" ? "badge bad" : "badge info"}>
          {t(`runs.state.${row.state}`)}
        </span>
      </div>
      {isUnderWay(row) && (
        <div className="row">
          <progress max={1} value={row.progress} aria-label={name} />
          <span className="small" role="status">
            {format.percent(row.progress)} · {row.step[language]}
          </span>
          <button className="button small-button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            {t("runs.cancel")}
          </button>
        </div>
      )}
      {row.error && <p className="banner bad">{row.error[language]}</p>}
      {cancel.isError && <p className="banner bad">{messageOf(cancel.error)}</p>}
    </div>
  );
}
