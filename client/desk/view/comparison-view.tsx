import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { ComparisonResult, ComparisonRow, Groupings } from "../../../server/contract/comparisons.js";
import type { RunResult } from "../../../server/contract/run-result.js";
import { api } from "../../shared/staff/api.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { useComparisons } from "../use-comparisons.js";
import { ComparisonList } from "./comparison-list.js";
import { DifForm } from "./dif-form.js";
import { DifReport } from "./dif-report.js";
import { InvarianceForm } from "./invariance-form.js";
import { InvarianceReportView } from "./invariance-report.js";

/** Differential item functioning: ask for it, watch it, read it. */
export function DifView({ result }: { result: RunResult }) {
  return (
    <ComparisonView
      result={result}
      kind="dif"
      form={(all) => <DifForm runId={result.run.id} all={all} />}
      report={({ comparison, dif }) =>
        dif && <DifReport key={comparison.id} row={comparison} dif={dif} run={result} />
      }
    />
  );
}

/** Partial invariance over groups: ask for it, watch it, read it. */
export function InvarianceView({ result }: { result: RunResult }) {
  return (
    <ComparisonView
      result={result}
      kind="invariance"
      form={(all) => <InvarianceForm runId={result.run.id} all={all} />}
      report={({ comparison, invariance }) =>
        invariance && <InvarianceReportView key={comparison.id} row={comparison} report={invariance} />
      }
    />
  );
}

function ComparisonView(props: {
  result: RunResult;
  kind: ComparisonRow["ask"]["kind"];
  form: (all: Groupings) => ReactNode;
  report: (result: ComparisonResult) => ReactNode;
}) {
  const { t } = useLanguage();
  const runId = props.result.run.id;
  const [chosen, setChosen] = useState<string | null>(null);
  const groupings = useQuery({
    queryKey: ["groupings", runId],
    queryFn: () => api.get<Groupings>(`/api/research/runs/${runId}/groupings`),
  });
  const comparisons = useComparisons(runId, props.kind);
  return (
    <>
      <p className="quiet measure">{t(`${props.kind}.lead`)}</p>
      <Loaded query={groupings}>{props.form}</Loaded>
      <Loaded query={comparisons}>
        {(rows) => {
          const newest = rows.find(({ state }) => state === "done")?.id ?? null;
          const shown = rows.some(({ id }) => id === chosen) ? chosen : newest;
          return (
            <>
              <ComparisonList rows={rows} chosen={shown} onChoose={setChosen} />
              {shown && <Shown key={shown} id={shown} report={props.report} />}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Shown({ id, report }: { id: string; report: (result: ComparisonResult) => ReactNode }) {
  const comparison = useQuery({
    queryKey: ["comparison", id],
    queryFn: () => api.get<ComparisonResult>(`/api/research/comparisons/${id}`),
    staleTime: Infinity,
  });
  return <Loaded query={comparison}>{report}</Loaded>;
}
