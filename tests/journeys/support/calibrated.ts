import { demoPassword } from "../../../server/demo/demo-accounts.js";
import type { AnalysisBody, RunRow } from "../../../server/contract/research.js";
import { options } from "../../support/analysis-options.js";
import { makeApi } from "../../support/api.js";
import { jobDone } from "../../support/job-over.js";
import type { TestServer } from "../../support/start-server.js";

/** Calibrate the demo study, or another, as the researcher, and wait until it is done. @returns the run's id. */
export async function calibrated(
  server: TestServer,
  title: string,
  more: Partial<AnalysisBody> = {},
  studyId = "demo",
): Promise<string> {
  const api = makeApi(server.url);
  await api.logIn("researcher", demoPassword);
  const path = `/api/research/${studyId}/runs`;
  const { id } = (await api.post<RunRow>(path, { ...options, title, model: "rasch", ...more })).body;
  await jobDone<RunRow>(api, path, id);
  return id;
}
