import { describe, expect, it } from "vitest";
import { finishedRun } from "../../../server/calibrations/runs.service.js";
import type { LinkableRun, LinkResult } from "../../../server/contract/linking.js";
import type { RunRow } from "../../../server/contract/research.js";
import { linkRuns } from "../../../server/linking/link-runs.js";
import { options } from "../../support/analysis-options.js";
import { jobOver } from "../../support/job-over.js";
import { pkg, type ComparedStudy } from "./compared-study.js";

/** The link of one run to another. */
export function linkSuite(study: ComparedStudy): void {
  describe("a link between two runs", () => {
    it("is computed when it is asked for, from what both have kept", async () => {
      const asked = await study.researcher.post<RunRow>("/api/research/small/runs", {
        ...options,
        title: "2PL",
      });
      await jobOver<RunRow>(study.researcher, "/api/research/small/runs", asked.body.id);
      const { body: runs } = await study.researcher.get<LinkableRun[]>("/api/research/linkable-runs");
      expect(runs.map(({ id, studyTitle }) => [id, studyTitle.en])).toEqual([
        [asked.body.id, "A small study"],
        [study.runId, "A small study"],
      ]);
      const at = `/api/research/runs/${asked.body.id}/link/${study.runId}`;
      const { body } = await study.researcher.get<LinkResult>(`${at}?method=mean-mean&robust=1`);
      const [base, other] = await Promise.all([study.runId, asked.body.id].map(finishedRun));
      const unitOf = Object.fromEntries(Object.values(pkg.items).map(({ id, unitId }) => [id, unitId]));
      expect(body).toMatchObject(
        JSON.parse(
          JSON.stringify(
            linkRuns({ base: base.output, other: other.output, method: "mean-mean", isRobust: true, unitOf }),
          ),
        ) as object,
      );
      expect(body.base.id).toBe(study.runId);
      // Two units are too few for a jackknife of slope and shift.
      expect(body.linkError).toBeNull();
      const usual = await study.researcher.get<LinkResult>(at);
      expect(usual.body).toMatchObject({ method: "stocking-lord", dropped: [] });
      const unknown = await study.researcher.get<{ code: string }>(`${at}?method=by-eye`);
      expect(unknown.body.code).toBe("method-unknown");
    }, 60_000);

    it("is refused to itself, to a run that is not there, and where nothing is common", async () => {
      const code = async (other: string) =>
        (await study.researcher.get<{ code: string }>(`/api/research/runs/${study.runId}/link/${other}`)).body
          .code;
      expect(await code(study.runId)).toBe("runs-alike");
      expect(await code("nothing")).toBe("run-not-found");
      const apart = await study.researcher.post<RunRow>("/api/research/small/runs", {
        ...options,
        model: "3pl",
        withoutItems: ["BL1Q3", "BL2Q3"],
      });
      await jobOver<RunRow>(study.researcher, "/api/research/small/runs", apart.body.id);
      expect(await code(apart.body.id)).toBe("cannot-link");
    }, 60_000);
  });
}
