import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { LinkableRun, LinkMethodName, LinkResult } from "../../../server/contract/linking.js";
import type { RunResult } from "../../../server/contract/run-result.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
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
  const path = `/api/research/runs/${runId}/link/${base}?method=${method}${isRobust ? "&robust=1" : ""}`;
  const linked = useQuery({
    queryKey: ["link", path],
    queryFn: () => api.get<LinkResult>(path),
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
      {base !== "" && (
        <Loaded query={linked}>
          {(found) => <LinkReport link={found} keep={<KeepLink path={path} link={found} />} />}
        </Loaded>
      )}
    </>
  );
}

/** Whether the link goes with the download of this calibration. */
function KeepLink({ path, link }: { path: string; link: LinkResult }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: (isKept: boolean) => api.put<LinkResult>(path, { isKept }),
    onSuccess: (found) => queries.setQueryData(["link", path], found),
  });
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={keep.isPending ? keep.variables : link.isKept}
          disabled={keep.isPending}
          onChange={(event) => keep.mutate(event.target.checked)}
        />
        <span>
          {t("linking.keep")} <small className="hint">{t("linking.keepExplained")}</small>
        </span>
      </label>
      <div role="alert">{keep.isError && <p className="banner bad">{messageOf(keep.error)}</p>}</div>
    </>
  );
}
