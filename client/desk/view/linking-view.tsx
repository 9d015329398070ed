import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { LinkableRun, LinkMethodName, LinkResult } from "../../../server/contract/linking.js";
import type { RunResult } from "../../../server/contract/research.js";
import { api } from "../../shared/staff/api.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { LinkReport } from "./link-report.js";

const methods: LinkMethodName[] = [
  "stocking-lord",
  "haebara",
  "mean-sigma",
  "mean-mean",
  "mean-geometric-mean",
];

/** This calibration on the scale of another: which, how, and what comes of it. */
export function LinkingView({ result }: { result: RunResult }) {
  const { t } = useLanguage();
  const runs = useQuery({
    queryKey: ["linkable-runs"],
    queryFn: () => api.get<LinkableRun[]>("/api/research/linkable-runs"),
  });
  return (
    <>
      <p className="quiet measure">{t("linking.lead")}</p>
      <Loaded query={runs}>
        {(all) => {
          const others = all.filter(({ id }) => id !== result.run.id);
          return others.length === 0 ? (
            <Empty title={t("linking.none")} />
          ) : (
            <Linking runId={result.run.id} runs={others} />
          );
        }}
      </Loaded>
    </>
  );
}

function Linking({ runId, runs }: { runId: string; runs: LinkableRun[] }) {
  const { t, local, format } = useLanguage();
  const [base, setBase] = useState("");
  const [method, setMethod] = useState<LinkMethodName>("stocking-lord");
  const [isRobust, setRobust] = useState(false);
  const linked = useQuery({
    queryKey: ["link", runId, base, method, isRobust],
    queryFn: () =>
      api.get<LinkResult>(
        `/api/research/runs/${runId}/link/${base}?method=${method}${isRobust ? "&robust=1" : ""}`,
      ),
    enabled: base !== "",
    placeholderData: (before) => (before?.base.id === base ? before : undefined),
    retry: false,
  });
  const studies = [...new Set(runs.map(({ studyId }) => studyId))];
  return (
    <>
      <div className="card form">
        <div className="row form-row">
          <label className="field">
            <span>{t("linking.base")}</span>
            <select className="select" value={base} onChange={(event) => setBase(event.target.value)}>
              <option value="">{t("linking.choose")}</option>
              {studies.map((studyId) => {
                const own = runs.filter((run) => run.studyId === studyId);
                return (
                  <optgroup key={studyId} label={local(own[0]?.studyTitle)}>
                    {own.map(({ id, title, finishedAt }) => (
                      <option key={id} value={id}>
                        {title} · {format.dateTime(finishedAt)}
                      </option>
                    ))}
                  </optgroup>
                );
              })}
            </select>
          </label>
          <label className="field">
            <span>{t("linking.method")}</span>
            <select
              className="select"
              value={method}
              onChange={(event) => setMethod(event.target.value as LinkMethodName)}
            >
              {methods.map((name) => (
                <option key={name} value={name}>
                  {t(`linking.methodOf.${name}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <label className="check">
          <input type="checkbox" checked={isRobust} onChange={(event) => setRobust(event.target.checked)} />
          <span>
            {t("linking.robust")} <small className="hint">{t("linking.robustExplained")}</small>
          </span>
        </label>
      </div>
      {base !== "" && <Loaded query={linked}>{(found) => <LinkReport link={found} />}</Loaded>}
    </>
  );
}
