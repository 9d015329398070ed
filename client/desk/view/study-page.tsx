import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { NavLink, Route, Routes, useParams } from "react-router";
import type { StudyOverview } from "../../../server/contract/research.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { ClassicalView } from "./classical-view.js";
import { OverviewView } from "./overview-view.js";
import { RunsView } from "./runs-view.js";

/** One study at the researcher's desk: its counts, its classical statistics, its calibrations, its data. */
export function StudyPage() {
  const { t, local } = useLanguage();
  const { studyId = "" } = useParams();
  const overview = useQuery({
    queryKey: ["overview", studyId],
    queryFn: () => api.get<StudyOverview>(`/api/research/${studyId}/overview`),
  });
  const tabs = [
    { to: `/${studyId}`, label: t("tabs.overview") },
    { to: `/${studyId}/classical`, label: t("tabs.classical") },
    { to: `/${studyId}/runs`, label: t("tabs.runs") },
  ];
  return (
    <div className="page wide">
      <Loaded query={overview}>
        {(data) => (
          <>
            <div className="page-head">
              <h1>{local(data.title)}</h1>
              <DownloadButton studyId={studyId} />
            </div>
            <nav className="tabs" aria-label={local(data.title)}>
              {tabs.map((tab) => (
                <NavLink key={tab.to} className="tab" to={tab.to} end>
                  {tab.label}
                </NavLink>
              ))}
            </nav>
            <Routes>
              <Route path="/" element={<OverviewView overview={data} />} />
              <Route
                path="/classical"
                element={<ClassicalView studyId={studyId} subjects={data.subjects} />}
              />
              <Route path="/runs" element={<RunsView overview={data} />} />
            </Routes>
          </>
        )}
      </Loaded>
    </div>
  );
}

/** All data of the study as one zip; with a run, its parameters and estimates too. */
export function DownloadButton({ studyId, runId }: { studyId: string; runId?: string }) {
  const { t } = useLanguage();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const download = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await api.download(
        `/api/research/${studyId}/download${runId ? `?runId=${runId}` : ""}`,
        `khao-${studyId}.zip`,
      );
    } catch (thrown) {
      setProblem(messageOf(thrown));
    }
    setBusy(false);
  };
  return (
    <span>
      <button className="button" disabled={isBusy} onClick={() => void download()}>
        {isBusy ? t("download.preparing") : t("download.zip")}
      </button>
      <span role="alert">{problem && <span className="banner bad">{problem}</span>}</span>
    </span>
  );
}
