import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ComparisonResult, Groupings } from "../../../server/contract/comparisons.js";
import type { RunResult } from "../../../server/contract/research.js";
import { api } from "../../shared/staff/api.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { useComparisons } from "../use-comparisons.js";
import { ComparisonList } from "./comparison-list.js";
import { DifForm } from "./dif-form.js";
import { DifReport } from "./dif-report.js";

/** Differential item functioning: ask for it, watch it, read it. */
export function DifView({ result }: { result: RunResult }) {
  const { t } = useLanguage();
  const runId = result.run.id;
  const [chosen, setChosen] = useState<string | null>(null);
  const groupings = useQuery({
    queryKey: ["groupings", runId],
    queryFn: () => api.get<Groupings>(`/api/research/runs/${runId}/groupings`),
  });
  const comparisons = useComparisons(runId, "dif");
  return (
    <>
      <p className="quiet measure">{t("dif.lead")}</p>
      <Loaded query={groupings}>{(all) => <DifForm runId={runId} all={all} />}</Loaded>
      <Loaded query={comparisons}>
        {(rows) => {
          const newest = rows.find(({ state }) => state === "done")?.id ?? null;
          const shown = rows.some(({ id }) => id === chosen) ? chosen : newest;
          return (
            <>
              <ComparisonList rows={rows} chosen={shown} onChoose={setChosen} />
              {shown && <Shown key={shown} id={shown} result={result} />}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Shown({ id, result }: { id: string; result: RunResult }) {
  const comparison = useQuery({
    queryKey: ["comparison", id],
    queryFn: () => api.get<ComparisonResult>(`/api/research/comparisons/${id}`),
    staleTime: Infinity,
  });
  return (
    <Loaded query={comparison}>
      {({ comparison: row, dif }) => (dif ? <DifReport row={row} dif={dif} run={result} /> : null)}
    </Loaded>
  );
}
