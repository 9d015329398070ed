import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import type { RunRow, StudyOverview } from "../../../server/contract/research.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { useRuns } from "../use-runs.js";
import { AnalysisDialog } from "./analysis-dialog.js";

/** Calibrations of a study with their options, progress, duration and version; and the form for a new one. */
export function RunsView({ overview }: { overview: StudyOverview }) {
  const { t } = useLanguage();
  const [isNew, setNew] = useState(false);
  const runs = useRuns(overview.studyId);
  return (
    <>
      <div className="row-between">
        <p className="quiet measure">{t("runs.lead")}</p>
        <button className="button primary" onClick={() => setNew(true)}>
          {t("runs.new")}
        </button>
      </div>
      <Loaded query={runs}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t("runs.none")} />
          ) : (
            <ul className="stack plain-list">
              {rows.map((run) => (
                <RunCard key={run.id} run={run} studyId={overview.studyId} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isNew && <AnalysisDialog overview={overview} onClose={() => setNew(false)} />}
    </>
  );
}

const tone: Record<RunRow["state"], string> = {
  queued: "badge",
  running: "badge info",
  done: "badge good",
  failed: "badge bad",
  cancelled: "badge",
};

function RunCard({ run, studyId }: { run: RunRow; studyId: string }) {
  const { t, local, language, format } = useLanguage();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.post(`/api/research/runs/${run.id}/cancel`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["runs", studyId] }),
  });
  const isUnderWay = run.state === "queued" || run.state === "running";
  return (
    <li className="card stack">
      <div className="row-between">
        <h3>{run.state === "done" ? <Link to={`/runs/${run.id}`}>{run.title}</Link> : run.title}</h3>
        <span className={tone[run.state]}>{t(`runs.state.${run.state}`)}</span>
      </div>
      {isUnderWay && (
        <div className="row">
          <progress max={1} value={run.progress} aria-label={run.title} />
          <span className="small" role="status">
            {format.percent(run.progress)} · {run.step[language]}
          </span>
          <button className="button small-button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            {t("runs.cancel")}
          </button>
        </div>
      )}
      {run.error && <p className="banner bad">{run.error[language]}</p>}
      {cancel.isError && <p className="banner bad">{messageOf(cancel.error)}</p>}
      <p className="quiet small">
        {t(`model.${run.options.model}`)} ·{" "}
        {run.options.subjects.length === 0
          ? t("subjects.all")
          : run.options.subjects.map((subject) => t(`subject.${subject}`)).join(", ")}{" "}
        {run.group && `· ${local(run.group.grouping)}: ${local(run.group.title)} `}·{" "}
        {t("runs.nodes", { count: run.options.quadratureNodes, range: run.options.quadratureRange })} ·{" "}
        {format.dateTime(run.createdAt)}
        {run.seconds !== null && ` · ${t("runs.seconds", { seconds: format.number(run.seconds, 1) })}`} ·{" "}
        {run.programVersion}
        {run.dataHash && (
          <>
            {" "}
            · {t("runs.data")} <code>{run.dataHash.slice(0, 12)}…</code>
          </>
        )}
      </p>
    </li>
  );
}
