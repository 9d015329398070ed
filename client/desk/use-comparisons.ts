import { useQuery } from "@tanstack/react-query";
import type { ComparisonRow } from "../../server/contract/comparisons.js";
import { api } from "../shared/staff/api.js";

/** How often to ask how far a comparison is. */
const lookEveryMs = 1000;

export const isUnderWay = ({ state }: Pick<ComparisonRow, "state">) =>
  state === "queued" || state === "running";

/** The comparisons of a kind that follow a run, newest first, kept current while one is under way. */
export function useComparisons(runId: string, kind: ComparisonRow["ask"]["kind"]) {
  return useQuery({
    queryKey: ["comparisons", runId],
    queryFn: () => api.get<ComparisonRow[]>(`/api/research/runs/${runId}/comparisons`),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? lookEveryMs : false),
    select: (rows) => rows.filter(({ ask }) => ask.kind === kind),
  });
}
