import { describe, expect, it } from "vitest";
import { runInput } from "../../../server/calibrations/runs.service.js";
import { comparisonInput } from "../../../server/comparisons/comparisons.service.js";
import type { Groupings } from "../../../server/contract/comparisons.js";
import { askDif, sessionOf, sessionSize, type ComparedStudy } from "./compared-study.js";

/** What groups the desk offers, and which it keeps to itself. */
export function groupingsSuite(study: ComparedStudy): void {
  describe("the groupings of a run", () => {
    it("are sessions and questions of few answers; groups below 30 are there without a count", async () => {
      const { body } = await study.researcher.get<Groupings>(`/api/research/runs/${study.runId}/groupings`);
      expect(body.groupSizeMin).toBe(30);
      const bySession = body.groupings.find(({ id }) => id === "session");
      expect(bySession?.groups.map(({ id, n }) => [id, n]).sort()).toEqual(
        [
          [study.sessions[0], sessionSize],
          [study.sessions[1], sessionSize],
          [study.sessions[2], null],
        ].sort(),
      );
      // One booklet is no grouping; the questionnaire's rows are.
      expect(body.groupings.map(({ kind }) => kind)).not.toContain("booklet");
      expect(body.groupings.some(({ kind }) => kind === "questionnaire")).toBe(true);
      for (const word of study.names) expect(JSON.stringify(body)).not.toContain(word);
    });

    it("are classes of 30 or more, smaller ones not even by name, places, and the language in which all blocks of the test were begun", async () => {
      const { body } = await study.researcher.get<Groupings>(`/api/research/runs/${study.runId}/groupings`);
      const groups = (id: string) =>
        body.groupings
          .find((grouping) => grouping.id === id)
          ?.groups.map(({ title, n }) => [title.en, n] as const);
      expect(groups("class")).toEqual([
        ["9A · Room 12", sessionSize],
        ["9B · Room 12", sessionSize],
      ]);
      expect(JSON.stringify(body)).not.toContain("Nguyễn Văn A");
      expect(groups("place")).toEqual([
        ["Room 12", 2 * sessionSize],
        ["Room 13", null],
      ]);
      expect(groups("language")).toEqual([
        ["Vietnamese", sessionSize],
        ["English", sessionSize],
      ]);
    });

    it("can be compared as they are known now: the language groups are the sessions that sat in it", async () => {
      const asked = await askDif(study, { grouping: "language", reference: "vi", focal: "en" });
      expect(asked.body.groups.map(({ id, n }) => [id, n])).toEqual([
        ["vi", sessionSize],
        ["en", sessionSize],
      ]);
      const { groupOf } = await comparisonInput(asked.body.id);
      const { personIds } = await runInput(study.runId);
      const sessionIdOf = await sessionOf(personIds);
      expect(groupOf).toEqual(
        personIds.map((id) => ["vi", "en", null][study.sessions.indexOf(sessionIdOf.get(id) ?? "")]),
      );
      await study.researcher.post(`/api/research/comparisons/${asked.body.id}/cancel`);
    });
  });
}
