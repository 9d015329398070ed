import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AnalysisBody } from "../../server/contract/research.js";
import { api } from "../shared/staff/api.js";

/** What can be done with the options of a calibration: start it, or save it as an analysis file with its scores. */
export function useAnalysis(studyId: string, body: AnalysisBody, onStarted: () => void) {
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => api.post(`/api/research/${studyId}/runs`, body),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["runs", studyId] });
      onStarted();
    },
  });
  const save = useMutation({
    mutationFn: () => api.download(`/api/research/${studyId}/analysis`, `khao-${studyId}-analysis.zip`, body),
  });
  return { start, save };
}
