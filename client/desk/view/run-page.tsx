import { useQuery } from "@tanstack/react-query";
import { Link, NavLink, Route, Routes, useParams } from "react-router";
import type { RunResult } from "../../../server/contract/run-result.js";
import { api } from "../../shared/staff/api.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { DifView, InvarianceView } from "./comparison-view.js";
import { FitView } from "./fit-view.js";
import { LinkingView } from "./linking-view.js";
import { RunParameters } from "./run-parameters.js";
import { DownloadButton } from "./study-page.js";

/** A finished calibration: its parameters, and what tells whether they can be believed. */
export function RunPage() {
  const { runId = "" } = useParams();
  const result = useQuery({
    queryKey: ["run", runId],
    queryFn: () => api.get<RunResult>(`/api/research/runs/${runId}`),
    staleTime: Infinity,
  });
  return (
    <div className="page wide">
      <Loaded query={result}>{(data) => <Run result={data} studyId={data.studyId} />}</Loaded>
    </div>
  );
}

function Run({ result, studyId }: { result: RunResult; studyId: string }) {
  const { t } = useLanguage();
  const at = `/runs/${result.run.id}`;
  const tabs = [
    { to: at, label: t("runTabs.parameters") },
    { to: `${at}/fit`, label: t("runTabs.fit") },
    { to: `${at}/dif`, label: t("runTabs.dif") },
    { to: `${at}/invariance`, label: t("runTabs.invariance") },
    { to: `${at}/linking`, label: t("runTabs.linking") },
  ];
  return (
    <>
      <div className="page-head">
        <div>
          <Link to={`/${studyId}/runs`}>← {t("run.all")}</Link>
          <h1>{result.run.title}</h1>
        </div>
        <DownloadButton studyId={studyId} runId={result.run.id} />
      </div>
      <nav className="tabs" aria-label={result.run.title}>
        {tabs.map((tab) => (
          <NavLink key={tab.to} className="tab" to={tab.to} end>
            {tab.label}
          </NavLink>
        ))}
      </nav>
      <Routes>
        <Route path="/" element={<RunParameters result={result} />} />
        <Route path="/fit" element={<FitView result={result} />} />
        <Route path="/dif" element={<DifView result={result} />} />
        <Route path="/invariance" element={<InvarianceView result={result} />} />
        <Route path="/linking" element={<LinkingView result={result} />} />
      </Routes>
    </>
  );
}
