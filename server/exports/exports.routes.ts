import { pipeline } from "node:stream/promises";
import { route } from "../http/route.js";
import { downloadOfStudy } from "./download.service.js";

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
];
