import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { RunRow } from "../../server/contract/research.js";
import { api } from "../shared/staff/api.js";
import { accepted, openStaffSocket } from "../shared/staff/staff-socket.js";

/** The runs of a study, newest first, kept current while one is under way; a query error while they cannot be. */
export function useRuns(studyId: string) {
  const queries = useQueryClient();
  const runs = useQuery({
    queryKey: ["runs", studyId],
    queryFn: () => api.get<RunRow[]>(`/api/research/${studyId}/runs`),
  });

  useEffect(() => {
    const key = ["runs", studyId];
    const socket = openStaffSocket();
    socket.on("connect", () =>
      socket.emit("runs:join", studyId, (answer) => {
        if (answer.ok) queries.setQueryData(key, accepted(answer).runs);
      }),
    );
    // Without the connection nothing keeps the list current: asking anew either does, or makes the list say so.
    socket.on("disconnect", () => void queries.invalidateQueries({ queryKey: key }));
    socket.on("run:progress", (toldStudy, run) => {
      if (toldStudy !== studyId) return;
      queries.setQueryData<RunRow[]>(key, (rows) => {
        if (!rows) return rows;
        return rows.some((row) => row.id === run.id)
          ? rows.map((row) => (row.id === run.id ? run : row))
          : [run, ...rows];
      });
    });
    return () => {
      socket.off("disconnect");
      socket.close();
    };
  }, [studyId, queries]);
  return runs;
}
