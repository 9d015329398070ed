import { route } from "../http/route.js";
import { linkableRuns, linkedRuns } from "./linking.service.js";

const researchers = ["researcher", "admin"] as const;

export const linkingRoutes = [
  route(
    {
      method: "get",
      path: "/api/research/linkable-runs",
      allow: researchers,
      summary: "The finished calibrations of all studies, which another can be linked to.",
    },
    () => linkableRuns(),
  ),
  route(
    {
      method: "get",
      path: "/api/research/runs/:runId/link/:baseRunId",
      allow: researchers,
      summary: "A finished calibration put on the scale of another by the items that both have.",
      query: {
        method: "mean-mean, mean-sigma, mean-geometric-mean, haebara or stocking-lord (the default).",
        robust: "1: drop common items that stand out.",
      },
    },
    ({ params, query }) =>
      linkedRuns(params.runId, params.baseRunId, query("method") ?? "stocking-lord", query("robust") === "1"),
  ),
];
