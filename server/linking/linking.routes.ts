import { route } from "../http/route.js";
import { KeepLinkBody } from "../contract/linking.js";
import { keepLink, linkableRuns, linkedRuns, type LinkAsk } from "./linking.service.js";

const researchers = ["researcher", "admin"] as const;

const how = {
  method: "mean-mean, mean-sigma, mean-geometric-mean, haebara or stocking-lord (the default).",
  robust: "1: drop common items that stand out.",
};

type Query = (name: string) => string | undefined;

const askOf = (params: { runId: string; baseRunId: string }, query: Query): LinkAsk => ({
  ...params,
  method: query("method") ?? "stocking-lord",
  isRobust: query("robust") === "1",
});

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
      query: how,
    },
    ({ params, query }) => linkedRuns(askOf(params, query)),
  ),
  route(
    {
      method: "put",
      path: "/api/research/runs/:runId/link/:baseRunId",
      allow: researchers,
      reads: KeepLinkBody,
      summary: "Whether a link goes with the download of its run.",
      query: how,
    },
    ({ params, query, body, staff }) => keepLink(askOf(params, query), body.isKept, staff.login),
  ),
];
