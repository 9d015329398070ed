import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { LinkableRun, LinkResult } from "../../../server/contract/linking.js";
import type { RunResult } from "../../../server/contract/run-result.js";
import { api } from "../../shared/staff/api.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { KeepLink } from "./keep-link.js";
import { LinkForm, type LinkChoice } from "./link-form.js";
import { LinkReport } from "./link-report.js";

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

const pathOf = (runId: string, { base, method, isRobust }: LinkChoice): string =>
  `/api/research/runs/${runId}/link/${base}?method=${method}${isRobust ? "&robust=1" : ""}`;

function useLink(path: string, base: string) {
  return useQuery({
    queryKey: ["link", path],
    queryFn: () => api.get<LinkResult>(path),
    enabled: base !== "",
    placeholderData: (before) => (before?.base.id === base ? before : undefined),
    retry: false,
  });
}

function Linking({ runId, runs }: { runId: string; runs: LinkableRun[] }) {
  const [choice, setChoice] = useState<LinkChoice>({ base: "", method: "stocking-lord", isRobust: false });
  const path = pathOf(runId, choice);
  const linked = useLink(path, choice.base);
  const other = useLink(pathOf(runId, { ...choice, isRobust: !choice.isRobust }), choice.base).data;
  return (
    <>
      <LinkForm
        runs={runs}
        choice={choice}
        onChange={(change) => setChoice((before) => ({ ...before, ...change }))}
      />
      {choice.base !== "" && (
        <Loaded query={linked}>
          {(found) => (
            <LinkReport
              link={found}
              keep={<KeepLink path={path} link={found} />}
              other={
                other && other.method === found.method && other.isRobust !== found.isRobust ? other : null
              }
            />
          )}
        </Loaded>
      )}
    </>
  );
}
