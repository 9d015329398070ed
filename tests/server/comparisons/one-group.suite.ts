import { describe, expect, it } from "vitest";
import { runInput } from "../../../server/calibrations/runs.service.js";
import type { Groupings } from "../../../server/contract/comparisons.js";
import type { RunRow } from "../../../server/contract/research.js";
import { options } from "../../support/analysis-options.js";
import { sessionOf, sessionSize, type ComparedStudy } from "./compared-study.js";

/** A calibration of the test takers of one group. */
export function oneGroupSuite(study: ComparedStudy): void {
  describe("a calibration of one group", () => {
    const ask = (grouping: string, group: string) =>
      study.researcher.post<RunRow & { code?: string }>("/api/research/small/runs", {
        ...options,
        model: "rasch",
        testTakers: { grouping, group },
      });

    it("reads the responses of its test takers alone, and says whose they are", async () => {
      const asked = await ask("language", "en");
      expect(asked.status).toBe(201);
      expect(asked.body.group).toMatchObject({
        grouping: { en: "Language of the sitting" },
        title: { en: "English" },
      });
      const { personIds } = await runInput(asked.body.id);
      const sessionIdOf = await sessionOf(personIds);
      expect(personIds.map((id) => sessionIdOf.get(id))).toEqual(personIds.map(() => study.sessions[1]));
      expect(personIds).toHaveLength(sessionSize);
      await study.researcher.post(`/api/research/runs/${asked.body.id}/cancel`);
    });

    it("is not there for a class, whose members its estimates would tell, for a small group, and for what is no group", async () => {
      const { body } = await study.researcher.get<Groupings>("/api/research/small/groupings");
      expect(body.groupings.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(["language", "session", "place", "questionnaire"]),
      );
      expect(body.groupings.map(({ kind }) => kind)).not.toContain("class");
      const { body: ofRun } = await study.researcher.get<Groupings>(
        `/api/research/runs/${study.runId}/groupings`,
      );
      const [{ id }] = ofRun.groupings.find(({ kind }) => kind === "class")?.groups ?? [];
      expect((await ask("class", id)).body.code).toBe("grouping-not-found");
      expect((await ask("session", study.sessions[2])).body.code).toBe("group-too-small");
      expect((await ask("language", "fr")).body.code).toBe("grouping-not-found");
    });
  });
}
