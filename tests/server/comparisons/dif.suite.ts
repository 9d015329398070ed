import { describe, expect, it } from "vitest";
import { contingencyDif, responseData, sibtest } from "../../../psychometrics/index.js";
import { runInput } from "../../../server/calibrations/runs.service.js";
import { ComparisonModel } from "../../../server/comparisons/comparisons.model.js";
import { comparisonNotices, openComparisonIds } from "../../../server/comparisons/comparisons.service.js";
import type { ComparisonResult, ComparisonRow } from "../../../server/contract/comparisons.js";
import { jobOver } from "../../support/job-over.js";
import { askDif, sessionOf, sessionSize, type ComparedStudy } from "./compared-study.js";

/** Differential functioning as a job of the server. */
export function difSuite(study: ComparedStudy): void {
  describe("an analysis of differential functioning", () => {
    it("runs in the background and gives the library's numbers for the groups as they are", async () => {
      const asked = await askDif(study);
      expect(asked.status).toBe(201);
      expect(asked.body.groups.map(({ id, n }) => [id, n])).toEqual([
        [study.sessions[0], sessionSize],
        [study.sessions[1], sessionSize],
      ]);
      const done = await jobOver<ComparisonRow>(
        study.researcher,
        `/api/research/runs/${study.runId}/comparisons`,
        asked.body.id,
      );
      expect(done).toMatchObject({ state: "done", progress: 1, error: null });
      const { body } = await study.researcher.get<ComparisonResult>(`/api/research/comparisons/${done.id}`);
      expect(body.comparison).toEqual(done);

      const input = await runInput(study.runId);
      const groupOf = await sessionOf(input.personIds);
      const kept = input.personIds.flatMap((id, p) =>
        study.sessions.slice(0, 2).includes(groupOf.get(id) ?? "") ? [p] : [],
      );
      const data = responseData({
        items: input.items.map(({ itemId }) => itemId),
        rows: kept.map((p) => input.rows[p]),
        maxScores: input.items.map(({ maxScore }) => maxScore),
        groups: kept.map((p) => groupOf.get(input.personIds[p]) ?? ""),
        groupNames: study.sessions.slice(0, 2),
      });
      const expected = contingencyDif(data);
      expect(body.dif?.matchedOn).toBe("score");
      const uniform = sibtest(data);
      expect(body.dif?.sibtest?.n).toBe(2 * sessionSize);
      expect(body.dif?.items.map((item) => [item.sibtest?.beta, item.sibtest?.p])).toEqual(
        uniform.items.map(({ beta, p }) => [beta, p]),
      );
      expect(body.dif?.items.map(({ itemId, effectClass, p }) => [itemId, effectClass, p])).toEqual(
        expected.items.map(({ item, effectClass, mantelHaenszel, mantel }) => [
          item,
          effectClass,
          mantelHaenszel ? mantelHaenszel.corrected.p : (mantel?.p ?? null),
        ]),
      );
      for (const word of study.names) expect(JSON.stringify(body)).not.toContain(word);
    }, 60_000);

    it("is refused for small groups, one group twice, and groupings that are not there", async () => {
      expect((await askDif(study, { focal: study.sessions[2] })).body.code).toBe("group-too-small");
      expect((await askDif(study, { focal: study.sessions[0] })).body.code).toBe("groups-alike");
      expect((await askDif(study, { grouping: "names" })).body.code).toBe("grouping-not-found");
      expect((await askDif(study, { focal: "nobody" })).body.code).toBe("grouping-not-found");
      const nothing = await study.researcher.get(`/api/research/comparisons/nothing`);
      expect(nothing.body.code).toBe("comparison-not-found");
      expect((await study.researcher.post("/api/research/comparisons/nothing/cancel")).body.code).toBe(
        "comparison-not-found",
      );
      expect(await ComparisonModel.countDocuments({ state: { $ne: "cancelled" } })).toBe(1);
    });

    it("can be stopped while it waits, and has no result then", async () => {
      const [first] = await ComparisonModel.find({ state: "done" }).lean();
      await ComparisonModel.create({ ...first, _id: "Gwaits", state: "queued", progress: 0 });
      const { body } = await study.researcher.post<ComparisonRow>("/api/research/comparisons/Gwaits/cancel");
      expect(body.state).toBe("cancelled");
      expect((await study.researcher.get("/api/research/comparisons/Gwaits")).body.code).toBe(
        "comparison-not-done",
      );
      expect((await study.researcher.post("/api/research/comparisons/Gwaits/cancel")).body.code).toBe(
        "run-over",
      );
    });

    it("that a former process left unfinished is taken up again and comes to the same result", async () => {
      const first = await ComparisonModel.findOne({ state: "done" }).lean();
      const before = await study.researcher.get<ComparisonResult>(`/api/research/comparisons/${first?._id}`);
      await ComparisonModel.updateOne({ _id: first?._id }, { $set: { state: "running", progress: 0.4 } });
      const open = await openComparisonIds();
      expect(open).toEqual([first?._id]);
      // What a starting server does with each of them.
      comparisonNotices.emit("wanted", open[0]);
      const path = `/api/research/runs/${study.runId}/comparisons`;
      expect((await jobOver<ComparisonRow>(study.researcher, path, open[0])).state).toBe("done");
      expect((await ComparisonModel.findById(open[0]).lean())?.attempts).toBe(2);
      const after = await study.researcher.get<ComparisonResult>(`/api/research/comparisons/${open[0]}`);
      expect(after.body.dif).toEqual(before.body.dif);
    }, 60_000);
  });
}
