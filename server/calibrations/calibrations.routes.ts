import { AnalysisBody } from "../contract/research.js";
import { route } from "../http/route.js";
import { addRun, cancelRun, runResult, runsOfStudy } from "./runs.service.js";

const researchers = ["researcher", "admin"] as const;

export const calibrationsRoutes = [
  route(
    {
      method: "get",
      path: "/api/research/:studyId/runs",
      allow: researchers,
      summary: "The calibrations of a study, newest first.",
    },
    ({ params }) => runsOfStudy(params.studyId),
  ),
  route(
    {
      method: "post",
      path: "/api/research/:studyId/runs",
      allow: researchers,
      reads: AnalysisBody,
      status: 201,
      summary: "Ask for a calibration of the responses as they are now; it runs in the background.",
    },
    ({ params, body, staff }) => addRun(params.studyId, body, staff.login),
  ),
  route(
    {
      method: "post",
      path: "/api/research/runs/:runId/cancel",
      allow: researchers,
      summary: "Stop a calibration that waits or is under way.",
    },
    ({ params, staff }) => cancelRun(params.runId, staff.login),
  ),
  route(
    {
      method: "get",
      path: "/api/research/runs/:runId",
      allow: researchers,
      summary: "The result of a finished calibration with what its plots need.",
    },
    ({ params }) => runResult(params.runId),
  ),
];
