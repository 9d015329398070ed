import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/analyse.js";
import type { ComparisonResult, ComparisonRow } from "../../../server/contract/comparisons.js";
import type { LinkableRun, LinkResult } from "../../../server/contract/linking.js";
import type { RunResult } from "../../../server/contract/run-result.js";
import { runCommand } from "../../support/run-command.js";
import { hasPspp, readByPspp } from "../../support/read-by-pspp.js";
import { hasR, readByR } from "../../support/read-by-r.js";
import { unzip } from "../../support/unzip.js";
import { type ComparedStudy } from "./compared-study.js";

type Row = Record<string, string>;

/** What the download has of the comparisons and links that the suites before have made. */
export function downloadSuite(study: ComparedStudy): void {
  describe("the download of a run", () => {
    let files: Map<string, string>;
    const table = (name: string) => parse<Row>(files.get(name) ?? "", { columns: true });
    const cellOf = (value: number | string | null | undefined) => (value == null ? "" : String(value));
    let results: ComparisonResult[];
    let link: LinkResult;

    beforeAll(async () => {
      const rows = (
        await study.researcher.get<ComparisonRow[]>(`/api/research/runs/${study.runId}/comparisons`)
      ).body;
      results = await Promise.all(
        rows
          .filter(({ state }) => state === "done")
          .reverse()
          .map(
            async ({ id }) =>
              (await study.researcher.get<ComparisonResult>(`/api/research/comparisons/${id}`)).body,
          ),
      );
      const [base] = (await study.researcher.get<LinkableRun[]>("/api/research/linkable-runs")).body.filter(
        ({ title }) => title === "2PL",
      );
      const at = `/api/research/runs/${study.runId}/link/${base.id}?method=haebara`;
      expect((await study.researcher.get<LinkResult>(at)).body.isKept).toBe(false);
      // Asking twice keeps it once, and what was taken out is not there.
      for (const isKept of [true, true]) link = (await study.researcher.put<LinkResult>(at, { isKept })).body;
      for (const isKept of [true, false]) await study.researcher.put(`${at}&robust=1`, { isKept });
      expect(
        (await study.researcher.put(`/api/research/runs/${study.runId}/link/nothing`, { isKept: true }))
          .status,
      ).toBe(404);
      const answer = await fetch(`${study.server.url}/api/research/small/download?runId=${study.runId}`, {
        headers: { Authorization: `Bearer ${study.researcher.token}` },
      });
      files = await unzip(new Uint8Array(await answer.arrayBuffer()));
    }, 60_000);

    it("has every comparison with its groups, and DIF and invariance item by item as the desk shows them", () => {
      expect(results.map(({ comparison }) => comparison.ask.kind)).toEqual(["dif", "invariance"]);
      const [{ dif, comparison }, { invariance }] = results;
      expect(table("comparisons.csv").map(({ kind, grouping }) => [kind, grouping])).toEqual([
        ["dif", "session"],
        ["invariance", "session"],
      ]);
      expect(table("comparison_groups.csv").map(({ role, n, mean }) => [role, n, mean])).toEqual([
        ["reference", "31", cellOf(dif?.groups[0].mean)],
        ["focal", "31", cellOf(dif?.groups[1].mean)],
        ["group", "31", cellOf(invariance?.groups[0].mean)],
        ["group", "31", cellOf(invariance?.groups[1].mean)],
      ]);
      expect(
        table("dif.csv").map((row) => [row.comparison, row.item, row.ets_class, row.d_dif, row.p]),
      ).toEqual(
        dif?.items.map(({ itemId, effectClass, delta, p }) =>
          [comparison.id, itemId, effectClass, delta, p].map(cellOf),
        ),
      );
      expect(
        table("dif_sibtest.csv").map((row) => [row.item, row.beta, row.p, row.crossing_p, row.class]),
      ).toEqual(
        dif?.items.map(({ itemId, sibtest }) =>
          [itemId, sibtest?.beta, sibtest?.p, sibtest?.crossing.p, sibtest?.effectClass].map(cellOf),
        ),
      );
      expect(
        table("invariance_items.csv").map(({ item, group, state, rmsd }) => [item, group, state, rmsd]),
      ).toEqual(
        invariance?.items.flatMap(({ itemId, cells }) =>
          cells.map(({ state, rmsd }, g) => [itemId, study.sessions[g], state, cellOf(rmsd)]),
        ),
      );
      expect(table("invariance_rounds.csv")).toHaveLength(invariance?.rounds.length ?? -1);
      expect(table("invariance_steps.csv")).toHaveLength(invariance?.steps.length ?? -1);
    });

    /** The tables of `khao analyse`, given the analysis file of a comparison and its scores. */
    async function analysedAgain({ id, ask }: ComparisonRow): Promise<(name: string) => Row[]> {
      const folder = mkdtempSync(join(tmpdir(), "khao-comparison-"));
      try {
        for (const name of [`${ask.kind}_${id}.json`, `${ask.kind}_${id}_scores.csv`])
          writeFileSync(join(folder, name), files.get(name) ?? "");
        const out = join(folder, "results");
        const analysis = join(folder, `${ask.kind}_${id}.json`);
        expect((await runCommand([register], ["analyse", analysis, "--out", out])).code).toBe(0);
        const made = new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")]));
        return (name) => parse<Row>(made.get(name) ?? "", { columns: true });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }

    const same = (theirs: string, ours: number | null | undefined) => {
      if (typeof ours !== "number") expect(theirs).toBe("");
      // The command writes ten significant digits.
      else expect(Math.abs(Number(theirs) - ours)).toBeLessThan(5e-9 * Math.max(1, Math.abs(ours)));
    };

    it("has an analysis file of the DIF analysis with which khao analyse gives the same numbers", async () => {
      const [{ comparison, dif }] = results;
      const again = await analysedAgain(comparison);
      expect(again("dif.csv").map(({ item, reference, focal }) => [item, reference, focal])).toEqual(
        dif?.items.map(({ itemId }) => [itemId, ...study.sessions.slice(0, 2)]),
      );
      dif?.items.forEach(({ smd, uniformP, nonUniformP, sibtest }, i) => {
        same(again("dif.csv")[i].smd, smd);
        same(again("dif-logistic.csv")[i].uniform_p, uniformP);
        same(again("dif-logistic.csv")[i].non_uniform_p, nonUniformP);
        same(again("dif-sibtest.csv")[i].beta, sibtest?.beta);
        same(again("dif-sibtest.csv")[i].p, sibtest?.p);
        same(again("dif-crossing-sibtest.csv")[i].crossing, sibtest?.crossing.at);
        same(again("dif-crossing-sibtest.csv")[i].p, sibtest?.crossing.p);
      });
      expect(again("dif-sibtest.csv").some(({ beta }) => beta !== "")).toBe(true);
    }, 60_000);

    it("has one of the partial invariance too", async () => {
      const [, { comparison, invariance }] = results;
      const again = await analysedAgain(comparison);
      const rounds = again("invariance-rounds.csv");
      expect(rounds).toHaveLength(invariance?.rounds.length ?? -1);
      invariance?.rounds.forEach(({ logLikelihood, largestRmsd }, k) => {
        same(rounds[k].log_likelihood, logLikelihood);
        same(rounds[k].largest_rmsd, largestRmsd);
      });
      const deviations = again("invariance-deviations.csv");
      const cells = invariance?.items.flatMap((item) => item.cells) ?? [];
      expect(deviations).toHaveLength(cells.length);
      cells.forEach(({ rmsd, md }, k) => {
        same(deviations[k].rmsd, rmsd);
        same(deviations[k].md, md);
      });
    }, 60_000);

    it("has the links that were put into it, once each, and the fit", async () => {
      expect(link.isKept).toBe(true);
      expect(table("links.csv")).toMatchObject([
        {
          method: "haebara",
          robust: "0",
          slope: cellOf(link.slope),
          se_slope: cellOf(link.standardErrors?.slope),
        },
      ]);
      expect(table("link_items.csv").map(({ item, difference }) => [item, difference])).toEqual(
        link.items.map(({ itemId, difference }) => [itemId, cellOf(difference)]),
      );
      expect(table("link_methods.csv").map(({ method, intercept }) => [method, intercept])).toEqual(
        link.methods.map(({ method, intercept }) => [method, cellOf(intercept)]),
      );
      const { fit } = (await study.researcher.get<RunResult>(`/api/research/runs/${study.runId}`)).body;
      expect(table("model_fit.csv")).toMatchObject([
        { bic: cellOf(fit?.criteria.bic), m2: cellOf(fit?.whole.m2) },
      ]);
      expect(table("item_fit.csv").map((row) => row.s_x2_p_adjusted)).toEqual(
        fit?.items.map(({ sx2AdjustedP }) => cellOf(sx2AdjustedP)),
      );
      expect(table("q3.csv").map(({ q3 }) => q3)).toEqual(fit?.q3?.pairs.map(({ q3 }) => cellOf(q3)));
    });

    it("explains each of their variables in the codebook and each file in the README, and names no test taker", () => {
      const known = new Set(table("codebook.csv").map(({ file, variable }) => `${file}/${variable}`));
      const own = [...files.keys()].filter((name) =>
        /^(comparison|dif|invariance|link|model_fit|item_fit|q3).*\.csv$/.test(name),
      );
      expect(own).toHaveLength(15);
      for (const name of own) {
        for (const variable of Object.keys(table(name)[0] ?? {}))
          expect(known).toContain(`${name}/${variable}`);
        expect(files.get("README.md")).toContain(`\`${name}\``);
        for (const word of study.names) expect(files.get(name)).not.toContain(word);
      }
    });

    it.skipIf(!hasR)(
      "is read by R, each table a data frame (skipped where R is not installed)",
      () => {
        const { stderr, status } = readByR(files, [
          "stopifnot(is.numeric(dif$d_dif), nrow(dif) == 6, is.numeric(links$slope))",
          "both <- merge(dif, comparisons, by = 'comparison')",
          "stopifnot(nrow(both) == 6, all(both$kind == 'dif'), nrow(invariance_items) == 12)",
        ]);
        expect(stderr).toBe("");
        expect(status).toBe(0);
      },
      60_000,
    );

    it.skipIf(!hasPspp)(
      "is read by PSPP, as by SPSS, without a warning (skipped where PSPP is not installed)",
      () => {
        const { said, status, rows } = readByPspp(files, "read_en.sps", ["dif", "links"]);
        expect(said).not.toMatch(/warning|error|note:/i);
        expect(status).toBe(0);
        expect(rows.dif).toHaveLength(1 + table("dif.csv").length);
        const [header, ...cells] = rows.links;
        const slopes = cells.map((row) => Number(row[header.indexOf("slope")]));
        expect(slopes).toEqual(table("links.csv").map(({ slope }) => Number(slope)));
      },
      60_000,
    );
  });
}
