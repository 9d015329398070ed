import type { InvarianceResult } from "../../../psychometrics/index.js";
import type { Table } from "../files/table.js";

/** The files of partial invariance. */
export const invarianceFiles = [
  "invariance-rounds.csv",
  "invariance-steps.csv",
  "invariance-counts.csv",
  "invariance-deviations.csv",
];

/** How partial invariance was found and what came of it, by file name. */
export function invarianceTables(result: InvarianceResult): Record<string, Table> {
  return {
    "invariance-rounds.csv": {
      columns: ["round", "log_likelihood", "n_parameters", "cycles", "converged", "above", "largest_rmsd"],
      rows: result.rounds.map((round) => [
        ...[round.round, round.logLikelihood, round.parameterCount, round.cycles],
        ...[round.converged ? "yes" : "no", round.aboveCount, round.largestRmsd],
      ]),
    },
    "invariance-steps.csv": {
      columns: ["round", "item", "group", "rmsd", "md", "action", "set"],
      rows: result.steps.map(({ round, item, group, rmsd, md, action, set }) => [
        ...[round, item, group, rmsd, md, action, set.join(" ")],
      ]),
    },
    "invariance-counts.csv": {
      columns: ["group", "common", "unique_shared", "unique_alone", "dropped", "above"],
      rows: result.counts.map(({ group, common, uniqueShared, uniqueAlone, dropped, above }) => [
        ...[group, common, uniqueShared, uniqueAlone, dropped, above],
      ]),
    },
    "invariance-deviations.csv": {
      columns: ["item", "group", "weighted_n", "rmsd", "md", "rmsd_from_common", "md_from_common"],
      rows: result.deviations.map(({ item, group, responses, rmsd, md, fromCommon }) => [
        ...[item, group, responses, rmsd, md, fromCommon?.rmsd ?? null, fromCommon?.md ?? null],
      ]),
    },
  };
}
