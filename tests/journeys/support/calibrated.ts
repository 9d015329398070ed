import { demoPassword } from "../../../server/demo/demo-accounts.js";
import type { AnalysisBody, RunRow } from "../../../server/contract/research.js";
import { makeApi } from "../../support/api.js";
import type { TestServer } from "../../support/start-server.js";

/** Calibrate the demo study as the researcher, and wait until it is done. @returns the run's id. */
export async function calibrated(
  server: TestServer,
  title: string,
  more: Partial<AnalysisBody> = {},
): Promise<string> {
  const api = makeApi(server.url);
  await api.logIn("researcher", demoPassword);
  const body: AnalysisBody = {
    title,
    model: "rasch",
    subjects: [],
    withoutItems: [],
    omitted: "wrong",
    notReached: "notAdministered",
    quadratureNodes: 41,
    quadratureRange: 6,
    tolerance: 1e-4,
    ...more,
  };
  const { id } = (await api.post<RunRow>("/api/research/demo/runs", body)).body;
  for (;;) {
    const run = (await api.get<RunRow[]>("/api/research/demo/runs")).body.find((row) => row.id === id);
    if (run?.state === "done") return id;
    if (run?.state === "failed") throw new Error(run.error?.en);
    await new Promise((done) => setTimeout(done, 200));
  }
}
