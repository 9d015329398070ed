import { describe, expect, it } from "vitest";
import { compare } from "../../../server/comparisons/compare.js";
import { comparisonInput } from "../../../server/comparisons/comparisons.service.js";
import type { ComparisonResult, ComparisonRow } from "../../../server/contract/comparisons.js";
import { jobOver } from "../../support/job-over.js";
import { sessionSize, type ComparedStudy } from "./compared-study.js";

/** Partial invariance as a job of the server. */
export function invarianceSuite(study: ComparedStudy): void {
  describe("partial invariance", () => {
    const ask = (groups: string[]) =>
      study.researcher.post<ComparisonRow & { code?: string }>(
        `/api/research/runs/${study.runId}/invariance`,
        {
          grouping: "session",
          groups,
          threshold: 0.3,
          freePerRound: 1,
          responsesMin: 30,
        },
      );

    it("runs in the background and gives the library's record", async () => {
      const asked = await ask(study.sessions.slice(0, 2));
      expect(asked.status).toBe(201);
      const path = `/api/research/runs/${study.runId}/comparisons`;
      expect((await jobOver<ComparisonRow>(study.researcher, path, asked.body.id)).state).toBe("done");
      const { body } = await study.researcher.get<ComparisonResult>(
        `/api/research/comparisons/${asked.body.id}`,
      );
      const { dif, invariance } = compare(await comparisonInput(asked.body.id), () => {});
      expect(body.dif).toBe(dif);
      expect(body.invariance).toEqual(JSON.parse(JSON.stringify(invariance)));
      expect(body.invariance?.groups.map(({ id, n }) => [id, n])).toEqual([
        [study.sessions[0], sessionSize],
        [study.sessions[1], sessionSize],
      ]);
    }, 60_000);

    it("is refused with a small group among the others, and for one group", async () => {
      expect((await ask(study.sessions)).body.code).toBe("group-too-small");
      expect((await ask(study.sessions.slice(0, 1))).status).toBe(400);
    });
  });
}
