import { DifBody, InvarianceBody } from "../contract/comparisons.js";
import { route } from "../http/route.js";
import {
  addDif,
  addInvariance,
  cancelComparison,
  comparisonResult,
  comparisonsOfRun,
} from "./comparisons.service.js";
import { groupingsOfRun, groupingsOfStudy } from "./groupings.service.js";

const researchers = ["researcher", "admin"] as const;

export const comparisonsRoutes = [
  route(
    {
      method: "get",
      path: "/api/research/:studyId/groupings",
      allow: researchers,
      summary: "By what the test takers of a study can be chosen for a calibration, with the groups' sizes.",
    },
    ({ params }) => groupingsOfStudy(params.studyId),
  ),
  route(
    {
      method: "get",
      path: "/api/research/runs/:runId/groupings",
      allow: researchers,
      summary: "By what the test takers of a finished calibration can be grouped, with the groups' sizes.",
    },
    ({ params }) => groupingsOfRun(params.runId),
  ),
  route(
    {
      method: "get",
      path: "/api/research/runs/:runId/comparisons",
      allow: researchers,
      summary: "The comparisons of groups that follow a calibration, newest first.",
    },
    ({ params }) => comparisonsOfRun(params.runId),
  ),
  route(
    {
      method: "post",
      path: "/api/research/runs/:runId/dif",
      allow: researchers,
      reads: DifBody,
      status: 201,
      summary: "Ask for an analysis of differential item functioning; it runs in the background.",
    },
    ({ params, body, staff }) => addDif(params.runId, body, staff.login),
  ),
  route(
    {
      method: "post",
      path: "/api/research/runs/:runId/invariance",
      allow: researchers,
      reads: InvarianceBody,
      status: 201,
      summary: "Ask for partial invariance over groups; it runs in the background.",
    },
    ({ params, body, staff }) => addInvariance(params.runId, body, staff.login),
  ),
  route(
    {
      method: "post",
      path: "/api/research/comparisons/:comparisonId/cancel",
      allow: researchers,
      summary: "Stop a comparison that waits or is under way.",
    },
    ({ params, staff }) => cancelComparison(params.comparisonId, staff.login),
  ),
  route(
    {
      method: "get",
      path: "/api/research/comparisons/:comparisonId",
      allow: researchers,
      summary: "The result of a finished comparison of groups.",
    },
    ({ params }) => comparisonResult(params.comparisonId),
  ),
];
