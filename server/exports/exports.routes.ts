import { pipeline } from "node:stream/promises";
import { route } from "../http/route.js";
import { AnalysisBody } from "../contract/research.js";
import { analysisOfStudy, downloadOfStudy } from "./download.service.js";

export const exportsRoutes = [
  route(
    {
      method: "get",
      path: "/api/research/:studyId/download",
      allow: ["researcher", "admin"],
      summary:
        "The data of a study as one zip: responses, scores, timings, events, results, codebook, README.",
      query: { runId: "The calibration whose tables go with it; the newest finished one if not given." },
    },
    async ({ params, query, staff, response }) => {
      const { name, stream } = await downloadOfStudy(params.studyId, query("runId") ?? null, staff.login);
      response.attachment(name).type("application/zip");
      await pipeline(stream, response);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/research/:studyId/analysis",
      allow: ["researcher", "admin"],
      reads: AnalysisBody,
      summary:
        "A calibration as a zip that `khao analyse` takes: its options in full, and the scores as they are now.",
    },
    async ({ params, body, staff, response }) => {
      const { name, stream } = await analysisOfStudy(params.studyId, body, staff.login);
      response.attachment(name).type("application/zip");
      await pipeline(stream, response);
    },
  ),
];
