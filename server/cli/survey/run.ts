import {
  estimate,
  fayReplication,
  jk2Replication,
  percentiles,
  regression,
  replicatedGroups,
  replication,
  combineGroup,
  suppressionReason,
  type Replication,
  type ReplicatedGroup,
  type ReplicationMethod,
  type SamplingVarianceRule,
  type SurveyData,
} from "../../../psychometrics/index.js";
import { programVersion } from "../../package-root.js";
import { say } from "../../terminal/words.js";
import { InputError } from "../calibrate/input-error.js";
import { csvOf } from "../calibrate/out-folder.js";
import { readSurvey, type SurveyColumns, type SurveyTable } from "./read-survey.js";
import { checkTrend, cycleColumn, differencesOf } from "./differences.js";
import {
  differencesTable,
  levelsTable,
  meansTable,
  percentilesTable,
  regressionTable,
  type GroupResult,
} from "./result-tables.js";

/** What a survey analysis from a file needs to know. */
export interface SurveyRequest extends SurveyColumns {
  table: string;
  method: ReplicationMethod;
  fay: number;
  cuts: readonly number[];
  percentiles: readonly number[];
  isIndependent: boolean;
  linkError: number;
  /** The column of `by` that names the cycle. */
  trendBy?: string;
  samplingVariance: SamplingVarianceRule;
  personsMin: number;
  unitsMin?: number;
}

/** Every file that a result folder may hold. */
export const resultFiles = [
  "means.csv",
  "levels.csv",
  "percentiles.csv",
  "regression.csv",
  "differences.csv",
  "summary.json",
];

/**
 * Reads the table, estimates group by group, and gives the contents of the result files.
 *
 * @throws {InputError} for anything wrong in the input.
 */
export async function runSurvey(
  request: SurveyRequest,
  tell: (sentence: string) => void,
): Promise<Record<string, string>> {
  checkTrend(request);
  const table = await readSurvey(request.table, request);
  const data: SurveyData = {
    values: table.values.map(({ numbers }) => numbers),
    replication: refusing(request, () => replicationOf(request, table)),
  };
  tell(
    say("survey.read", {
      file: request.table,
      persons: table.weights.length,
      values: table.values.length,
      replicates: data.replication.replicates.length,
      left: table.withoutValues,
    }),
  );
  const groups = refusing(request, () => resultsOf(request, table, data));
  const files: Record<string, string> = { "means.csv": csvOf(meansTable(groups, request.by)) };
  if (request.cuts.length > 0) files["levels.csv"] = csvOf(levelsTable(groups, request.by, request.cuts));
  if (request.percentiles.length > 0) {
    files["percentiles.csv"] = csvOf(percentilesTable(groups, request.by, request.percentiles));
  }
  if (request.predictors.length > 0) {
    files["regression.csv"] = csvOf(regressionTable(groups, request.by, request.predictors));
  }
  if (groups.length > 1) {
    files["differences.csv"] = csvOf(differencesTable(differencesOf(request, groups, data.replication)));
  }
  files["summary.json"] = `${JSON.stringify(summaryOf(request, table, data), null, 2)}\n`;
  return files;
}

/** What the library refuses is in the caller's table or options. */
function refusing<T>(request: SurveyRequest, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) {
      throw new InputError("survey.refused", { file: request.table, reason: error.message });
    }
    throw error;
  }
}

function replicationOf(request: SurveyRequest, table: SurveyTable): Replication {
  const { method, fay } = request;
  if (request.replicates !== undefined) return replication(method, table.weights, table.replicates, fay);
  if (request.zone === undefined || request.half === undefined) throw new InputError("survey.noReplicates");
  switch (method) {
    case "jk2":
      return jk2Replication(table.weights, table.zones, table.halves, "one");
    case "jk2-both":
      return jk2Replication(table.weights, table.zones, table.halves, "both");
    case "fay":
      return fayReplication(table.weights, table.zones, table.halves, fay);
    case "brr":
      return fayReplication(table.weights, table.zones, table.halves, 0);
    case "jk1":
    case "bootstrap":
      throw new InputError("survey.zonesFor", { method });
  }
}

function resultsOf(request: SurveyRequest, table: SurveyTable, data: SurveyData): GroupResult[] {
  // An empty cell belongs to no group.
  const keys = table.by.map((cells) => (cells.includes("") ? "" : JSON.stringify(cells)));
  const rowsOf = groupRows(keys);
  const rule = request.samplingVariance;
  return replicatedGroups(data, keys, request.cuts)
    .map((group): GroupResult => {
      const rows = Int32Array.from(rowsOf.get(group.group) ?? []);
      const units = table.units ? new Set(Array.from(rows, (p) => table.units?.[p])).size : null;
      const estimated = (statistic: Parameters<typeof estimate>[1]) =>
        estimate(data, statistic, { rows, samplingVariance: rule });
      const of = (value: ReplicatedGroup["mean"]) => combineGroup(group, value, data.replication, rule);
      return {
        names: JSON.parse(group.group) as string[],
        replicated: group,
        units,
        hidden: suppressionReason(group.personCount, units, request),
        mean: of(group.mean),
        sd: of(group.sd),
        levels: group.levels.map(of),
        atOrAbove: group.atOrAbove.map(of),
        percentiles:
          request.percentiles.length > 0
            ? estimated(percentiles(request.percentiles.map((p) => p / 100)))
            : [],
        regression:
          request.predictors.length > 0 ? estimated(regression(table.predictors, request.predictors)) : [],
      };
    })
    .sort((a, b) => a.names.join("\u0000").localeCompare(b.names.join("\u0000"), "en", { numeric: true }));
}

function groupRows(keys: readonly string[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  keys.forEach((key, p) => {
    const list = rows.get(key);
    if (list) list.push(p);
    else rows.set(key, [p]);
  });
  return rows;
}

function summaryOf(request: SurveyRequest, table: SurveyTable, data: SurveyData): Record<string, unknown> {
  return {
    file: request.table,
    values: table.values.map(({ name }) => name),
    weight: request.weight,
    method: request.method,
    replicates: data.replication.replicates.length,
    factor: data.replication.factor,
    sampling_variance: request.samplingVariance,
    n_persons: table.weights.length,
    n_without_values: table.withoutValues,
    persons_min: request.personsMin,
    units_min: request.unitsMin ?? null,
    link_error: request.linkError,
    link_error_between: cycleColumn(request),
    groups_are_independent: request.isIndependent,
    version: programVersion,
  };
}
